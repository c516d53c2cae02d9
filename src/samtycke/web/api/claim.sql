-- Take an idempotency key for a call, and let go of some that are older than a day.
--
-- In:    %(key)s text, %(request)s bytea (a digest of what is asked)
-- Out:   one row when the key is now ours; none when it has been used, within a day, by a call that committed.
-- Locks: the row of the key, until the end of the transaction: the same key waits for us.
-- Cost:  two index look-ups.
WITH old AS (
    SELECT organisation_id, key FROM idempotency
    WHERE organisation_id = current_organisation() AND at < now() - interval '1 day' AND key <> %(key)s
    ORDER BY at LIMIT 20 FOR UPDATE SKIP LOCKED
),
let_go AS (
    DELETE FROM idempotency i USING old
    WHERE i.organisation_id = current_organisation() AND i.organisation_id = old.organisation_id AND i.key = old.key
)
INSERT INTO idempotency AS i (organisation_id, key, request)
VALUES (current_organisation(), %(key)s, %(request)s)
ON CONFLICT (organisation_id, key) DO UPDATE SET request = excluded.request, status = NULL, answer = NULL, at = now()
WHERE i.at < now() - interval '1 day'
RETURNING key
