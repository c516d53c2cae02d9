-- Write the messages of a part of an audience, each with the verdict on its situation.
--
-- In:    {facts} (the facts query for the audience, with its parameters); arrays, one element a situation: keys,
--        decisions, states, rules, due (when a hold ends), held; envelope, campaign, lane, planned_on, expires_at, now.
-- Out:   state, rule, how many were written. Who is in no decided situation, or has a message already, is not written.
-- Locks: none but those of the new rows.
-- Cost:  about that of inserting the rows; the situation is found by a hash, since joining on the columns themselves
--        is thirty times slower.
WITH facts AS ({facts}),
verdict AS (
    SELECT * FROM unnest(%(keys)s::bigint[], %(decisions)s::bigint[], %(states)s::text[], %(rules)s::text[],
                         %(due)s::timestamptz[], %(held)s::boolean[]) AS v(key, decision_id, state, rule, due, held)
),
written AS (
    INSERT INTO message (organisation_id, planned_on, contact_id, envelope_id, decision_id, campaign_id, lane, state,
                         rule, due_at, expires_at, planned_at, final_at)
    SELECT current_organisation(), %(planned_on)s, f.contact_id, %(envelope)s, v.decision_id, %(campaign)s, %(lane)s,
           v.state, v.rule,
           CASE WHEN v.state = 'withheld' THEN NULL
                WHEN v.held THEN greatest(v.due, f.paused_until, %(now)s)
                ELSE %(now)s END,
           %(expires_at)s, %(now)s,
           CASE WHEN v.state = 'withheld' THEN %(now)s END
    FROM facts f
    JOIN verdict v ON v.key = hash_record_extended(ROW(
        f.country, f.recipient, f.minor, f.erased, f.restricted, f.number_wrong, f.objected, f.consent_after_objection,
        f.blocked_platform, f.blocked_organisation, f.blocked_purpose, f.consent_method, f.consent_informed,
        f.consent_evidenced, f.consent_withdrawn, f.consent_on, f.consent_elsewhere, f.consent_other_sender,
        f.customer_on, f.sale_on, f.sale_collected, f.sale_informed, f.sale_offered, f.sale_similar, f.refused,
        f.paused, f.unread_reply, f.texts_day, f.texts_week), 0)
    ON CONFLICT (organisation_id, planned_on, campaign_id, contact_id) DO NOTHING
    RETURNING state, rule
)
SELECT state, rule, count(*) FROM written GROUP BY state, rule
