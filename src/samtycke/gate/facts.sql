-- What is known of people for one envelope: the one query by which preview, plan, lease, send and decision know it.
--
-- In:    %(purpose)s, %(goods)s text[] (the categories and all declared similar to them), %(now)s;
--        what the law's periods and caps make needless to tell apart, see Bounds in facts.py: %(consent_dated)s,
--        %(current_since)s and %(lapsed_before)s date, %(per_24h)s and %(per_7d)s int,
--        %(counts_talks)s and %(counts_support)s text[] of countries; and conditions that say which
--        contacts: {contacts} on c, and the same on p, r and customer, since the planner does not carry a range over a
--        join: {givers}, {texted}, {buyers} (which may name c, where few are looked up one by one).
-- Out:   contact_id, the fields of policy.Facts by name and type, then paused_until and recent, which have an instant
--        and are read row by row for those they hold.
-- Locks: none.
-- Cost:  a million contacts in about 1.5 s by hash joins; five hundred by index in about three milliseconds.
--
-- No fact is finer than a rule needs, so that a million people fall into few situations: one sale is described where
-- one settles the matter, and texts are counted where their number reaches a cap.
SELECT
    c.id AS contact_id,
    c.country,
    c.recipient,
    c.minor,
    coalesce(p.consent_at <= c.child_at, false) AS child,
    c.erased,
    c.restricted,
    c.number_wrong,
    (c.objected_at IS NOT NULL OR p.objected_at IS NOT NULL) AS objected,
    coalesce(p.consent_at > greatest(c.objected_at, p.objected_at), false) AS consent_after_objection,
    (pb.number_key IS NOT NULL) AS blocked_platform,
    (ob.number_key IS NOT NULL) AS blocked_organisation,
    (sb.number_key IS NOT NULL) AS blocked_purpose,
    p.method AS consent_method,
    coalesce(p.informed, false) AS consent_informed,
    coalesce(p.evidenced, false) AS consent_evidenced,
    (p.withdrawn_at IS NOT NULL) AS consent_withdrawn,
    CASE WHEN %(consent_dated)s THEN p.consent_on END AS consent_on,
    (p.method IS NULL AND c.consented_at IS NOT NULL) AS consent_elsewhere,
    false AS consent_other_sender,
    CASE WHEN n.other AND k.customer_on < %(lapsed_before)s THEN NULL ELSE k.customer_on END AS customer_on,
    CASE WHEN n.other THEN c.sale_on END AS sale_on,
    (n.other AND c.sale_collected) AS sale_collected,
    (n.other AND c.sale_informed) AS sale_informed,
    (n.other AND c.sale_offered) AS sale_offered,
    coalesce(n.other AND c.sale_category = ANY(%(goods)s::text[]), false) AS sale_similar,
    (c.sale_on IS NULL AND c.sale_at IS NOT NULL AND k.customer_on IS NULL) AS sale_cancelled,
    false AS sale_other_sender,
    CASE WHEN c.country = ANY(%(counts_support)s::text[]) THEN c.supported_on END AS supported_on,
    (c.refused_at IS NOT NULL OR p.withdrawn_at IS NOT NULL) AS refused,
    coalesce(c.paused_until > %(now)s, false) AS paused,
    c.unread_reply,
    CASE WHEN t.in_24h >= %(per_24h)s::int THEN t.in_24h ELSE 0 END AS texts_day,
    CASE WHEN t.in_7d >= %(per_7d)s::int THEN t.in_7d ELSE 0 END AS texts_week,
    c.paused_until,
    r.sent AS recent
FROM contact c
LEFT JOIN permission p
    ON p.organisation_id = c.organisation_id AND p.purpose = %(purpose)s AND p.contact_id = c.id AND {givers}
LEFT JOIN LATERAL (
    SELECT contact_id, max(customer_on) AS bought_on, max(talked_on) AS talked_on
    FROM customer
    WHERE organisation_id = (SELECT current_organisation()) AND category = ANY(%(goods)s::text[]) AND {buyers}
    GROUP BY contact_id
) g ON g.contact_id = c.id
LEFT JOIN suppression ob
    ON ob.organisation_id = c.organisation_id AND ob.number_key = c.number_key AND ob.purpose = ''
LEFT JOIN suppression sb
    ON sb.organisation_id = c.organisation_id AND sb.number_key = c.number_key AND sb.purpose = %(purpose)s
LEFT JOIN platform_suppression pb ON pb.number_key = c.number_key
LEFT JOIN recent_marketing r ON r.organisation_id = c.organisation_id AND r.contact_id = c.id AND {texted}
CROSS JOIN LATERAL (
    -- Talks of a sale make a customer where the country's law counts them.
    SELECT CASE WHEN c.country = ANY(%(counts_talks)s::text[]) THEN greatest(g.bought_on, g.talked_on)
                ELSE g.bought_on END AS customer_on
) k
CROSS JOIN LATERAL (
    -- The newest sale is described where it is another than the whole one of similar goods that customer_on speaks of,
    -- unless that one makes a customer today, whatever was bought since.
    SELECT CASE WHEN c.sale_on IS NULL THEN false
                WHEN k.customer_on IS NULL THEN true
                WHEN c.sale_on = k.customer_on AND c.sale_collected AND c.sale_informed AND c.sale_offered
                     AND c.sale_category = ANY(%(goods)s::text[]) THEN false
                ELSE coalesce(k.customer_on < %(current_since)s, true)
                     OR c.refused_at IS NOT NULL OR p.withdrawn_at IS NOT NULL END AS other
) n
CROSS JOIN LATERAL (
    -- recent_marketing.sent is in order: what width_bucket leaves is later than the beginning of the window.
    SELECT cardinality(r.sent) - width_bucket(%(now)s - interval '24 hours', r.sent) AS in_24h,
           cardinality(r.sent) - width_bucket(%(now)s - interval '168 hours', r.sent) AS in_7d
) t
WHERE c.organisation_id = (SELECT current_organisation()) AND {contacts}
