-- What persons have decided of texts: of each words the newest, which counts.
--
-- In:    %(limit)s
-- Out:   words, verdict, reason, decided_by, decided_at, the newest envelope with them
-- Locks: none
-- Cost:  by the decisions there are, which people make one by one.
SELECT r.words, r.verdict, r.reason, r.decided_by, r.decided_at, e.id
FROM (
    SELECT DISTINCT ON (words) words, id, verdict, reason, decided_by, decided_at
    FROM content_reading WHERE organisation_id = (SELECT current_organisation())
    ORDER BY words, id DESC
) r
JOIN LATERAL (
    SELECT max(e.id) AS id FROM envelope e
    WHERE e.organisation_id = (SELECT current_organisation()) AND e.words = r.words AND e.signs <> '{}'
) e ON e.id IS NOT NULL
ORDER BY r.id DESC
LIMIT %(limit)s
