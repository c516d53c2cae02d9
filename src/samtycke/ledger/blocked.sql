-- Which number keys stand on a block list, the organisation's first and the platform's after.
--
-- In:    %(keys)b bytea[]
-- Out:   number_key, once for each list
-- Locks: none.
-- Cost:  two index lookups a key.
SELECT number_key
FROM (
    SELECT DISTINCT number_key, 1 AS nth FROM suppression
    WHERE organisation_id = current_organisation() AND number_key = ANY(%(keys)b)
    UNION ALL
    SELECT number_key, 2 FROM platform_suppression WHERE number_key = ANY(%(keys)b)
) listed
ORDER BY nth
