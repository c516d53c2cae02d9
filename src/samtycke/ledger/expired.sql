-- Contacts by the last instant at which anything was said of them or permitted by them, where that is before an instant:
-- the newest event, the last day of a customer relation, the end of a consent that stands (which has none, unless the
-- organisation has set one). Nobody whose data may only be stored (GDPR 18), or whose reply waits to be read.
--
-- In:    %(before)s
-- Out:   what (contact id), at, bare (nothing but the number is kept of them).
-- Locks: none. Whoever acts on it locks the contact and asks again.
-- Cost:  one pass over the contacts created before the instant, with index lookups for each.
SELECT c.id::text AS what, last.at AS at, i.bare
FROM contact c
JOIN identity i ON i.organisation_id = c.organisation_id AND i.contact_id = c.id
CROSS JOIN (
    SELECT (settings ->> 'consent_months')::integer AS consent_months,
           -- Twelve is what every country's law says of itself.
           make_interval(months => coalesce((settings ->> 'customer_months')::integer, 12)) AS as_customer
    FROM organisation
    WHERE id = (SELECT current_organisation())) o
CROSS JOIN LATERAL (
    SELECT greatest(
        c.created_at,
        c.supported_on + o.as_customer,
        (SELECT max(e.recorded_at) FROM consent_event e
         WHERE e.organisation_id = c.organisation_id AND e.contact_id = c.id),
        (SELECT max(greatest(m.customer_on, m.talked_on)) + o.as_customer FROM consent_event e
         JOIN customer m ON m.organisation_id = e.organisation_id AND m.category = e.category
             AND m.contact_id = e.contact_id
         WHERE e.organisation_id = c.organisation_id AND e.contact_id = c.id AND e.kind IN ('sale', 'negotiation')),
        (SELECT max(coalesce(p.consent_at + make_interval(months => o.consent_months), 'infinity'))
         FROM consent_event e
         JOIN permission p ON p.organisation_id = e.organisation_id AND p.purpose = e.purpose
             AND p.contact_id = e.contact_id
         WHERE e.organisation_id = c.organisation_id AND e.contact_id = c.id AND e.kind = 'consent'
             AND p.withdrawn_at IS NULL
             AND p.consent_at > coalesce(greatest(c.objected_at, p.objected_at), '-infinity'))
    ) AS at) last
WHERE c.organisation_id = (SELECT current_organisation()) AND NOT c.erased AND NOT c.restricted AND NOT c.unread_reply
  AND c.created_at < %(before)s AND last.at < %(before)s
