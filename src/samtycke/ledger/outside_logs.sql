-- Lines of the logs that the seals do not account for: written past the program, sealed twice, or lost while they waited.
--
-- In:    nothing.
-- Out:   log, sort, line_id
-- Locks: none.
-- Cost:  one pass over the organisation's lines and two over the ids of their seals.
WITH lines AS MATERIALIZED (
    SELECT 'acts' AS log, id FROM audit_entry WHERE organisation_id = current_organisation()
    UNION ALL
    SELECT 'reads', id FROM read_entry WHERE organisation_id = current_organisation()
), waits AS MATERIALIZED (
    SELECT log, unnest(event_ids) AS id FROM unsealed
    WHERE organisation_id = current_organisation() AND log <> 'consent'
), known AS MATERIALIZED (
    SELECT log, unnest(event_ids) AS id FROM seal WHERE organisation_id = current_organisation() AND log <> 'consent'
    UNION ALL
    SELECT log, id FROM waits
)
SELECT l.log, 'stranger' AS sort, l.id AS line_id
FROM lines l
WHERE NOT EXISTS (SELECT FROM known k WHERE k.log = l.log AND k.id = l.id)
UNION ALL
SELECT k.log, 'sealed_twice', k.id FROM known k GROUP BY k.log, k.id HAVING count(*) > 1
UNION ALL
SELECT w.log, 'lost', w.id FROM waits w
WHERE NOT EXISTS (SELECT FROM lines l WHERE l.log = w.log AND l.id = w.id)
ORDER BY 1, 2, 3
