-- Write what was decided over a batch.
--
-- In:    arrays, one element a message: planned_on, ids, states, due (when it waits), decisions, rules, parts, bodies
--        (sealed, or null), codes; now.
-- Locks: held already.
-- Cost:  500 in about five milliseconds.
UPDATE message m SET
    state = v.state,
    due_at = v.due,
    leased_at = CASE WHEN v.state = 'leased' THEN %(now)s ELSE m.leased_at END,
    attempts = m.attempts + (v.state = 'leased')::int,
    final_at = CASE WHEN v.state IN ('withheld', 'failed', 'expired') THEN %(now)s END,
    decision_id = coalesce(v.decision_id, m.decision_id),
    rule = coalesce(v.rule, m.rule),
    parts = coalesce(v.parts, m.parts),
    body = coalesce(v.body, m.body),
    carrier_code = coalesce(v.code, m.carrier_code)
FROM unnest(%(planned_on)s::date[], %(ids)s::bigint[], %(states)s::text[], %(due)s::timestamptz[],
            %(decisions)s::bigint[], %(rules)s::text[], %(parts)s::smallint[], %(bodies)s::bytea[], %(codes)s::text[])
     AS v(planned_on, id, state, due, decision_id, rule, parts, body, code)
WHERE m.organisation_id = (SELECT current_organisation()) AND m.planned_on = v.planned_on AND m.id = v.id
