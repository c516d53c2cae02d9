-- Record a batch that a gateway gets, and who texted whom from which number.
--
-- In:    gateway, lane, now; planned_on, ids (arrays, one element a message); of the marketing ones that can be
--        answered, keys (of their numbers, hexadecimal) and inbound (where they would answer); day_ago.
-- Out:   the lease's id; no row when the gateway has been buried
-- Locks: the gateway's row against burial, the new rows, and those of last_sender that are older than a day.
-- Cost:  500 in about two milliseconds when these people were texted lately, four when not.
WITH texted AS (
    INSERT INTO last_sender (inbound_number, number_key, organisation_id, at)
    SELECT DISTINCT t.inbound, decode(t.key, 'hex'), current_organisation(), %(now)s::timestamptz
    FROM unnest(%(inbound)s::text[], %(keys)s::text[]) AS t(inbound, key)
    -- A day is fine enough for "lately", and spares most of the writes.
    -- Looked up one by one: as a join it would be planned by what the table was when last looked at.
    WHERE coalesce((
        SELECT s.at FROM last_sender s
        WHERE s.inbound_number = t.inbound AND s.number_key = decode(t.key, 'hex')
          AND s.organisation_id = (SELECT current_organisation())
    ), '-infinity') <= %(day_ago)s
    ORDER BY 2
    ON CONFLICT (inbound_number, number_key, organisation_id) DO UPDATE SET at = excluded.at
)
INSERT INTO lease (organisation_id, gateway_id, lane, leased_at, planned_on, message_ids)
SELECT current_organisation(), g.id, %(lane)s, %(now)s, %(planned_on)s::date[], %(ids)s::bigint[]
-- A gateway that has been buried gets nothing: what it held has been settled, and its next lease would be too.
FROM (SELECT id FROM gateway WHERE id = %(gateway)s FOR KEY SHARE) g
RETURNING id
