-- Whether anybody who has said no to all marketing was sent marketing afterwards: what a way out is worth.
--
-- In:    nothing; the organisation of the transaction.
-- Out:   objected (how many have said no), after (how many texts left after it, without a later yes of their own).
-- Locks: none.
-- Cost:  the contacts that have said no, and their messages by index.
SELECT count(DISTINCT c.id), count(m.id) FILTER (WHERE e.id IS NOT NULL)
FROM contact c
LEFT JOIN message m ON m.organisation_id = c.organisation_id AND m.contact_id = c.id AND m.sent_at IS NOT NULL
    AND m.leased_at > c.objected_at
LEFT JOIN envelope e ON e.organisation_id = m.organisation_id AND e.id = m.envelope_id AND e.kind = 'marketing'
    AND NOT EXISTS (
        SELECT FROM permission p WHERE p.organisation_id = c.organisation_id AND p.purpose = e.purpose
          AND p.contact_id = c.id AND p.consent_at > c.objected_at AND p.consent_at <= m.leased_at)
WHERE c.organisation_id = (SELECT current_organisation()) AND c.objected_at IS NOT NULL
