-- Every account in the log of reads, with what it was last called.
--
-- In:    nothing.
-- Out:   account, actor
-- Locks: none.
-- Cost:  two looks into an index for each account, however long the log is.
WITH RECURSIVE each (account) AS (
    (SELECT account FROM read_entry WHERE organisation_id = current_organisation() ORDER BY account LIMIT 1)
    UNION ALL
    SELECT (SELECT r.account FROM read_entry r
            WHERE r.organisation_id = current_organisation() AND r.account > e.account ORDER BY r.account LIMIT 1)
    FROM each e WHERE e.account IS NOT NULL
)
SELECT e.account, (SELECT r.actor FROM read_entry r WHERE r.organisation_id = current_organisation()
                   AND r.account = e.account ORDER BY r.at DESC LIMIT 1)
FROM each e WHERE e.account IS NOT NULL
ORDER BY 2, 1
