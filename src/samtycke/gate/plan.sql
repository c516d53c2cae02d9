-- Write the messages of a part of an audience, each with the verdict on its situation.
--
-- In:    the table reading (read.sql); arrays, one element a verdict: keys, by_day (whether it is about people who
--        bought on these days only), customer_on, sale_on, decisions, states, rules, due (when a hold ends);
--        envelope, campaign, lane, planned_on, expires_at, now.
-- Out:   state, rule, how many were written. Who has a message of the campaign already gets none.
-- Locks: none but those of the new rows.
-- Cost:  about that of inserting the rows; the situation is found by a hash, since joining on the columns themselves
--        is thirty times slower.
WITH verdict AS MATERIALIZED (
    SELECT * FROM unnest(%(keys)s::bigint[], %(by_day)s::boolean[], %(customer_on)s::date[], %(sale_on)s::date[],
                         %(decisions)s::bigint[], %(states)s::text[], %(rules)s::text[], %(due)s::timestamptz[])
        AS v(key, by_day, customer_on, sale_on, decision_id, state, rule, due)
),
decided AS (
    SELECT r.contact_id, r.paused_until, v.decision_id, v.state, v.rule, v.due
    FROM reading r JOIN verdict v ON v.key = r.key AND NOT v.by_day
    UNION ALL
    SELECT r.contact_id, r.paused_until, v.decision_id, v.state, v.rule, v.due
    FROM reading r JOIN verdict v ON v.key = r.key AND v.by_day
        AND coalesce(v.customer_on, 'infinity') = coalesce(r.customer_on, 'infinity')
        AND coalesce(v.sale_on, 'infinity') = coalesce(r.sale_on, 'infinity')
),
written AS (
    INSERT INTO message (organisation_id, planned_on, contact_id, envelope_id, decision_id, campaign_id, lane, state,
                         rule, due_at, expires_at, planned_at, final_at)
    SELECT current_organisation(), %(planned_on)s, contact_id, %(envelope)s, decision_id, %(campaign)s, %(lane)s,
           state, rule,
           -- A hold whose end depends on the person is decided again soon enough: the lease reads their instants.
           CASE WHEN state = 'planned' THEN greatest(due, paused_until, %(now)s) END,
           %(expires_at)s, %(now)s,
           CASE WHEN state = 'withheld' THEN %(now)s::timestamptz END
    FROM decided
    ON CONFLICT (organisation_id, contact_id, campaign_id, planned_on) DO NOTHING
    RETURNING state, rule
)
SELECT state, rule, count(*) FROM written GROUP BY state, rule
