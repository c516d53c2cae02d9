-- Everybody who stands in the log of acts.
--
-- In:    nothing.
-- Out:   actor
-- Locks: none.
-- Cost:  a look into an index for each, however long the log is.
WITH RECURSIVE each (actor) AS (
    (SELECT actor FROM audit_entry WHERE organisation_id = current_organisation() ORDER BY actor LIMIT 1)
    UNION ALL
    SELECT (SELECT a.actor FROM audit_entry a
            WHERE a.organisation_id = current_organisation() AND a.actor > e.actor ORDER BY a.actor LIMIT 1)
    FROM each e WHERE e.actor IS NOT NULL
)
SELECT actor FROM each WHERE actor IS NOT NULL ORDER BY actor
