-- Write what delivery receipts say.
--
-- In:    arrays, one element a receipt: planned_on, ids, states (delivered, failed, expired), codes, ats.
-- Out:   campaign_id, the state before, the state now, how many.
-- Locks: the message rows, in order of id.
-- Cost:  500 in about five milliseconds; no index is touched.
--
-- A final state is never replaced by another; a message of unknown outcome is one whose receipt tells it after all.
WITH told AS (
    SELECT DISTINCT ON (v.planned_on, v.id) v.*
    FROM unnest(%(planned_on)s::date[], %(ids)s::bigint[], %(states)s::text[], %(codes)s::text[],
                %(ats)s::timestamptz[]) AS v(planned_on, id, state, code, at)
    ORDER BY v.planned_on, v.id, v.at
),
before AS (
    SELECT m.planned_on, m.id, m.state, m.campaign_id, t.state AS told, t.code, t.at
    FROM told t
    JOIN message m ON m.organisation_id = (SELECT current_organisation()) AND m.planned_on = t.planned_on AND m.id = t.id
    -- As a case, so that the planner does not take how rare the states were when it last looked for how many these are.
    WHERE CASE WHEN m.state IN ('leased', 'sent', 'unknown') THEN true ELSE false END
    ORDER BY m.id
    FOR UPDATE OF m
),
changed AS (
    UPDATE message m SET state = b.told, final_at = b.at, carrier_code = nullif(b.code, '')
    FROM before b
    WHERE m.organisation_id = (SELECT current_organisation()) AND m.planned_on = b.planned_on AND m.id = b.id
    RETURNING b.campaign_id, b.state, b.told
)
SELECT campaign_id, state, told, count(*) FROM changed GROUP BY campaign_id, state, told
