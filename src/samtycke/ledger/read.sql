-- Write a line into the log of reads, unless the same account has opened the same people in the same place a moment ago.
--
-- In:    %(account)s, %(actor)s, %(role)s, %(sort)s, %(subject)s text, %(contacts)s bigint[],
--        %(lately)s interval: how long ago counts as the same read; nothing to write it whatever came before.
-- Out:   nothing.
-- Locks: none.
-- Cost:  one look into an index, one row.
INSERT INTO read_entry (organisation_id, account, actor, role, sort, subject, contact_ids)
SELECT current_organisation(), %(account)s, %(actor)s, %(role)s, %(sort)s, %(subject)s, %(contacts)s::bigint[]
WHERE NOT EXISTS (
    SELECT FROM read_entry
    WHERE organisation_id = current_organisation() AND account = %(account)s AND at > now() - %(lately)s::interval
      AND sort = %(sort)s AND subject = %(subject)s AND contact_ids = %(contacts)s::bigint[])
