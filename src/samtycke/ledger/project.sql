-- The projections of some contacts, computed anew from all of their events. Its twin in Python is project.py.
--
-- In:    %(contacts)s bigint[]; %(strict)s text[], the countries that ask for one kind of proof, and %(proof)s text[],
--        the methods that alone prove a consent there ("DE paper")
-- Out:   nothing; contact, permission and customer of those contacts say what their events say.
-- Locks: the contact rows, which the caller has locked already.
-- Cost:  one index scan of consent_event a contact, then sorts; 5,000 contacts in about 0.1 s. No two of the parts
--        below are joined to each other: the planner cannot know how many rows they hold, and would loop.
--
-- A projection is a function of the events and of nothing else, so the order in which they were recorded cannot
-- matter: what happened settles in the order it happened, and of two things at the same instant the fingerprint
-- chooses. Only what is noted here as it happens (a pause, a restriction, a held reply) goes by id.
WITH event AS (
    SELECT e.contact_id, e.id, e.kind, e.occurred_at, e.purpose, e.category, e.method, e.source, e.value, e.fingerprint,
           e.informed, e.collected, e.offered, e.refused, e.until, c.country,
           (e.wording_id IS NOT NULL OR e.evidence IS NOT NULL) AS evidenced,
           (c.country <> ALL(%(strict)s::text[])
            OR coalesce(c.country || ' ' || e.method = ANY(%(proof)s::text[]), false)) AS proves,
           (e.kind = 'consent' AND e.informed AND (e.wording_id IS NOT NULL OR e.evidence IS NOT NULL)
            AND e.method NOT IN ('checkbox_preticked', 'bundled_terms', 'double_opt_in_pending')) IS TRUE AS whole_yes
    FROM unnest(%(contacts)s::bigint[]) AS t(id)
    JOIN contact c ON c.organisation_id = (SELECT current_organisation()) AND c.id = t.id
    JOIN consent_event e ON e.organisation_id = c.organisation_id AND e.contact_id = c.id
),
settled AS (
    -- A cancelled sale makes no customer; where part of an order came back, what was kept of other goods still does.
    -- The same sale told again with an end is the relation having ended; until then it runs, so the earliest end that
    -- was told is the end.
    SELECT *,
           kind = 'sale' AND NOT (source <> '' AND (
               bool_or(kind = 'sale_cancelled' AND category IS NULL) OVER of_source
               OR bool_or(kind = 'sale_cancelled') OVER of_goods)) AS sold,
           local_day(greatest(occurred_at, min(until) OVER of_sale), country) AS customer_on
    FROM event
    WINDOW of_source AS (PARTITION BY contact_id, source),
           of_goods AS (PARTITION BY contact_id, source, category),
           of_sale AS (PARTITION BY contact_id, source, kind, category, occurred_at,
                                    collected, informed, offered, refused)
),
known AS MATERIALIZED (
    SELECT *,
           row_number() OVER (PARTITION BY contact_id ORDER BY sold DESC, occurred_at DESC, fingerprint DESC) AS nth_sale,
           max(occurred_at) FILTER (WHERE kind = 'withdrawal' AND purpose IS NULL) OVER of_contact AS withdrew_all_at,
           -- A no stands, also where the sale at which it was said came to nothing.
           max(occurred_at) FILTER (WHERE kind IN ('sale', 'negotiation', 'support') AND refused) OVER of_contact AS refused_at,
           max(occurred_at) FILTER (WHERE kind = 'withdrawal') OVER of_purpose AS withdrew_at,
           max(occurred_at) FILTER (WHERE kind = 'objection') OVER of_purpose AS objected_at
    FROM settled
    WINDOW of_contact AS (PARTITION BY contact_id), of_purpose AS (PARTITION BY contact_id, purpose)
),
person AS (
    SELECT contact_id,
           max(occurred_at) FILTER (WHERE kind = 'objection' AND purpose IS NULL) AS objected_at,
           -- To take back every consent is to refuse; a refusal stands until a whole yes of the person's own.
           greatest(max(refused_at), max(withdrew_all_at)) AS refused_at,
           max(occurred_at) FILTER (WHERE whole_yes) AS said_yes_at,
           max(occurred_at) FILTER (WHERE kind = 'consent') AS consented_at,
           (array_agg(kind = 'number_wrong' ORDER BY occurred_at DESC, id DESC)
            FILTER (WHERE kind IN ('number_wrong', 'number_right')))[1] AS number_wrong,
           (array_agg(until ORDER BY occurred_at DESC, id DESC) FILTER (WHERE kind = 'pause'))[1] AS paused_until,
           (array_agg(kind = 'restriction' ORDER BY occurred_at DESC, id DESC)
            FILTER (WHERE kind IN ('restriction', 'restriction_lifted')))[1] AS restricted,
           (array_agg(kind = 'reply_held' ORDER BY occurred_at DESC, id DESC)
            FILTER (WHERE kind IN ('reply_held', 'reply_read')))[1] AS unread_reply,
           (array_agg(value ORDER BY occurred_at DESC, id DESC) FILTER (WHERE kind = 'recipient'))[1] AS recipient,
           (array_agg(value ORDER BY occurred_at DESC, id DESC) FILTER (WHERE kind = 'minor'))[1] AS minor,
           max(occurred_at) FILTER (WHERE kind = 'minor' AND value = 'child') AS child_at,
           max(customer_on) FILTER (WHERE kind = 'support' AND collected AND informed AND offered) AS supported_on,
           max(customer_on) FILTER (WHERE sold AND nth_sale = 1) AS sale_on,
           -- Without a day, where all that was sold was cancelled.
           coalesce(max(occurred_at) FILTER (WHERE sold AND nth_sale = 1),
                    max(occurred_at) FILTER (WHERE kind = 'sale')) AS sale_at,
           max(category) FILTER (WHERE sold AND nth_sale = 1) AS sale_category,
           bool_or(collected) FILTER (WHERE sold AND nth_sale = 1) AS sale_collected,
           bool_or(informed) FILTER (WHERE sold AND nth_sale = 1) AS sale_informed,
           bool_or(offered) FILTER (WHERE sold AND nth_sale = 1) AS sale_offered
    FROM known GROUP BY contact_id
),
of_contact AS (
    UPDATE contact c SET
        objected_at = p.objected_at,
        refused_at = CASE WHEN p.said_yes_at > p.refused_at THEN NULL ELSE p.refused_at END,
        consented_at = p.consented_at,
        number_wrong = coalesce(p.number_wrong, false),
        paused_until = p.paused_until,
        restricted = coalesce(p.restricted, false),
        unread_reply = coalesce(p.unread_reply, false),
        recipient = coalesce(p.recipient, 'unknown'),
        minor = coalesce(p.minor IN ('yes', 'child'), false),
        child_at = p.child_at,
        supported_on = p.supported_on,
        sale_on = p.sale_on, sale_at = p.sale_at, sale_category = p.sale_category,
        sale_collected = coalesce(p.sale_collected, false), sale_informed = coalesce(p.sale_informed, false),
        sale_offered = coalesce(p.sale_offered, false)
    FROM person p
    WHERE c.organisation_id = current_organisation() AND c.id = p.contact_id
),
counting AS (
    -- The consent that counts: the newest that stands, is whole and is proved as the country asks; else the newest. It
    -- stands when it is strictly later than every withdrawal of this purpose or of all, and than every refusal at a
    -- sale.
    SELECT DISTINCT ON (contact_id, purpose) *
    FROM (
        SELECT contact_id, purpose, kind = 'consent' AS said, occurred_at, country, method, informed, evidenced, objected_at,
               fingerprint, proves,
               greatest(withdrew_at, withdrew_all_at) AS withdrew_at,
               greatest(withdrew_at, withdrew_all_at, refused_at) AS ended_at,
               whole_yes AND occurred_at > coalesce(greatest(withdrew_at, withdrew_all_at, refused_at), '-infinity') AS stands
        FROM known
        WHERE purpose IS NOT NULL AND kind IN ('consent', 'objection', 'withdrawal')
    ) k
    ORDER BY contact_id, purpose, said DESC, stands AND proves DESC, occurred_at DESC, fingerprint DESC
),
of_purpose AS (
    -- A flawed yes does not undo a withdrawal: then withdrawn_at stays, and with it the refusal that it is.
    INSERT INTO permission (organisation_id, purpose, contact_id, consent_at, consent_on, method, informed,
                            evidenced, withdrawn_at, objected_at)
    SELECT current_organisation(), purpose, contact_id,
           CASE WHEN said THEN occurred_at END,
           CASE WHEN said THEN local_day(occurred_at, country) END,
           CASE WHEN said THEN method END,
           said AND coalesce(informed, false),
           said AND evidenced,
           CASE WHEN NOT said THEN withdrew_at WHEN NOT stands THEN ended_at END,
           objected_at
    FROM counting
    ON CONFLICT (organisation_id, purpose, contact_id) DO UPDATE SET
        consent_at = excluded.consent_at, consent_on = excluded.consent_on, method = excluded.method,
        informed = excluded.informed, evidenced = excluded.evidenced, withdrawn_at = excluded.withdrawn_at,
        objected_at = excluded.objected_at
),
of_category AS (
    SELECT contact_id, category, max(customer_on) FILTER (WHERE sold AND collected AND informed AND offered) AS customer_on,
           max(customer_on) FILTER (WHERE kind = 'negotiation' AND collected AND informed AND offered) AS talked_on
    FROM known WHERE kind IN ('sale', 'negotiation') GROUP BY contact_id, category
),
no_longer AS (
    DELETE FROM customer c USING of_category o
    WHERE c.organisation_id = current_organisation() AND c.contact_id = o.contact_id AND c.category = o.category
      AND o.customer_on IS NULL AND o.talked_on IS NULL
)
INSERT INTO customer (organisation_id, category, contact_id, customer_on, talked_on)
SELECT current_organisation(), category, contact_id, customer_on, talked_on
FROM of_category WHERE coalesce(customer_on, talked_on) IS NOT NULL
ON CONFLICT (organisation_id, category, contact_id) DO UPDATE SET
    customer_on = excluded.customer_on, talked_on = excluded.talked_on
