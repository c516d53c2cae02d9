-- Noes that stand and are missing from the block list.
--
-- In:    %(contacts)s bigint[], %(own_doors)s text[], %(no_consent)s text[]
-- Out:   contact_id, purpose ('': all marketing)
-- Locks: none.
-- Cost:  one index scan of consent_event a contact.
SELECT said_no.contact_id, said_no.purpose
FROM (
    SELECT e.contact_id, coalesce(e.purpose, '') AS purpose, max(e.occurred_at) AS at
    FROM consent_event e
    WHERE e.organisation_id = current_organisation() AND e.contact_id = ANY(%(contacts)s)
      AND e.kind IN ('objection', 'withdrawal')
    GROUP BY 1, 2
) said_no
JOIN contact c ON c.organisation_id = current_organisation() AND c.id = said_no.contact_id
WHERE c.number_key IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM suppression s
    WHERE s.organisation_id = c.organisation_id AND s.number_key = c.number_key AND s.purpose = said_no.purpose
      AND s.own_doing)
  AND NOT EXISTS (
    SELECT FROM consent_event yes
    WHERE yes.organisation_id = c.organisation_id AND yes.contact_id = c.id AND yes.kind = 'consent'
      AND yes.door = ANY(%(own_doors)s) AND yes.occurred_at > said_no.at AND said_no.purpose IN ('', yes.purpose)
      AND yes.informed AND yes.method <> ALL(%(no_consent)s)
      AND (yes.wording_id IS NOT NULL OR yes.evidence IS NOT NULL))
ORDER BY 1, 2
