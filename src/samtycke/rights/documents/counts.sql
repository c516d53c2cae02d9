-- How many people an organisation holds data of, and of which kinds: for registers and for the thresholds of article 35.
--
-- In:    %(home)s its home country; %(now)s; %(months)s for which a purchase makes a customer
-- Out:   people, consenting, customers, blocked, children, companies, abroad, monthly, categories.
-- Locks: none.
-- Cost:  one pass over contact, permission and customer; of messages those planned in the last thirty days.
SELECT
    c.people,
    (SELECT count(DISTINCT p.contact_id) FROM permission p
     WHERE p.organisation_id = (SELECT current_organisation()) AND p.consent_at IS NOT NULL AND p.withdrawn_at IS NULL),
    (SELECT count(DISTINCT m.contact_id) FROM customer m
     WHERE m.organisation_id = (SELECT current_organisation()) AND m.customer_on >= (%(now)s::timestamptz - make_interval(months => %(months)s))::date),
    (SELECT count(DISTINCT s.number_key) FROM suppression s
     WHERE s.organisation_id = (SELECT current_organisation())),
    c.children, c.companies, c.abroad,
    (SELECT count(*) FROM message m JOIN envelope e ON e.organisation_id = m.organisation_id AND e.id = m.envelope_id
     WHERE m.organisation_id = (SELECT current_organisation())
       AND m.planned_on >= (%(now)s::timestamptz - interval '30 days')::date
       AND e.kind = 'marketing' AND m.sent_at IS NOT NULL),
    (SELECT count(*) FROM category k WHERE k.organisation_id = (SELECT current_organisation()))
FROM (
    SELECT count(*) AS people, count(*) FILTER (WHERE minor OR child_at IS NOT NULL) AS children,
           count(*) FILTER (WHERE recipient = 'company') AS companies,
           count(*) FILTER (WHERE country <> %(home)s) AS abroad
    FROM contact WHERE organisation_id = (SELECT current_organisation()) AND NOT erased) c
