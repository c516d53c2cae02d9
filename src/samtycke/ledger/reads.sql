-- Lines of the log of reads as the seal writes them: the fields of canonical.py in their order.
--
-- In:    %(ids)s bigint[], %(first)s and %(last)s timestamptz: between which they were written.
-- Out:   one row a line, by id.
-- Locks: none.
-- Cost:  a range of the primary key.
SELECT r.account, r.actor, to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.contact_ids, r.id,
       r.organisation_id, r.role, encode(r.salt, 'hex'), r.sort, r.subject
FROM read_entry r
WHERE r.organisation_id = current_organisation()
  AND r.at BETWEEN %(first)s AND %(last)s AND r.id = ANY(%(ids)b)
ORDER BY r.id
