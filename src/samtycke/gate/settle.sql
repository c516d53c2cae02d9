-- Write what came of a lease.
--
-- In:    arrays, one element a message: planned_on, ids, states, due (when a refused one may be tried again), refs (the
--        carrier's id), codes, rules (of what was dropped); now.
-- Out:   how many messages changed. Only leased ones do: a result that comes twice changes nothing.
-- Locks: the message rows; nobody else touches leased ones.
-- Cost:  500 in about five milliseconds; no index is touched but for those that are tried again.
UPDATE message m SET
    state = v.state,
    due_at = v.due,
    sent_at = CASE WHEN v.state = 'sent' THEN %(now)s END,
    final_at = CASE WHEN v.state IN ('failed', 'unknown', 'withheld', 'expired') THEN %(now)s END,
    carrier_ref = v.ref,
    carrier_code = v.code,
    rule = coalesce(v.rule, m.rule)
FROM unnest(%(planned_on)s::date[], %(ids)s::bigint[], %(states)s::text[], %(due)s::timestamptz[], %(refs)s::text[],
            %(codes)s::text[], %(rules)s::text[]) AS v(planned_on, id, state, due, ref, code, rule)
WHERE m.organisation_id = (SELECT current_organisation()) AND m.planned_on = v.planned_on AND m.id = v.id
  -- As a case, so that the planner does not take how rare the state was when it last looked for how many these are.
  AND CASE m.state WHEN 'leased' THEN true ELSE false END
RETURNING m.id
