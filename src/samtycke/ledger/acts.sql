-- Lines of the log of acts as the seal writes them: the fields of canonical.py in their order.
--
-- In:    %(ids)s bigint[], %(first)s and %(last)s timestamptz: between which they were written.
-- Out:   one row a line, by id.
-- Locks: none.
-- Cost:  a range of the primary key.
SELECT a.act, a.actor, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.detail::text, a.id,
       a.organisation_id, encode(a.salt, 'hex'), a.subject
FROM audit_entry a
WHERE a.organisation_id = current_organisation()
  AND a.at BETWEEN %(first)s AND %(last)s AND a.id = ANY(%(ids)b)
ORDER BY a.id
