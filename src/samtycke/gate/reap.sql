-- Settle the leases whose gateway is gone.
--
-- In:    nothing; a gateway lives while it has a row of its own, which is there before its first lease.
-- Out:   campaign_id, lane, state, due_at, how many
-- Locks: the lease rows (skipping those somebody reaps already), then their messages.
-- Cost:  by what the dead held; messages are found by the lease, never by searching.
WITH dead AS (
    SELECT id, planned_on, message_ids FROM lease
    WHERE organisation_id = (SELECT current_organisation()) AND NOT EXISTS (SELECT FROM gateway g WHERE g.id = lease.gateway_id)
    FOR UPDATE SKIP LOCKED
),
held AS (
    SELECT h.planned_on, h.id FROM dead, unnest(dead.planned_on, dead.message_ids) AS h(planned_on, id)
),
settled AS (
    UPDATE message m SET
        state = CASE WHEN m.lane LIKE '%/marketing%' THEN 'unknown' ELSE 'planned' END,
        due_at = CASE WHEN m.lane LIKE '%/marketing%' THEN NULL ELSE clock_timestamp() END,
        final_at = CASE WHEN m.lane LIKE '%/marketing%' THEN clock_timestamp() END,
        carrier_code = 'gateway-died'
    FROM held h
    WHERE m.organisation_id = (SELECT current_organisation()) AND m.planned_on = h.planned_on AND m.id = h.id
      AND m.state = 'leased'
    RETURNING m.campaign_id, m.lane, m.state, m.due_at
),
let_go AS (
    DELETE FROM lease l USING dead d WHERE l.organisation_id = (SELECT current_organisation()) AND l.id = d.id
)
SELECT campaign_id, lane, state, max(due_at), count(*) FROM settled GROUP BY campaign_id, lane, state
