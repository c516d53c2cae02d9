-- Contacts about whom nothing was said since an instant, and nothing that was said still permits anything.
--
-- In:    %(before)s
-- Out:   contact_id, at most ten thousand; ask again until there are none.
-- Locks: those contact rows; one that somebody is recording about is left for the next time.
-- Cost:  one pass over contact, then index lookups for those created before the instant.
SELECT c.id AS contact_id
FROM contact c
WHERE c.organisation_id = current_organisation() AND NOT c.erased AND c.created_at < %(before)s
  AND NOT EXISTS (
    SELECT FROM consent_event e
    WHERE e.organisation_id = c.organisation_id AND e.contact_id = c.id AND e.recorded_at >= %(before)s)
  AND NOT EXISTS (
    SELECT FROM consent_event e
    JOIN permission p ON p.organisation_id = e.organisation_id AND p.purpose = e.purpose AND p.contact_id = e.contact_id
    WHERE e.organisation_id = c.organisation_id AND e.contact_id = c.id AND e.kind = 'consent'
      AND p.withdrawn_at IS NULL AND p.consent_at > coalesce(greatest(c.objected_at, p.objected_at), '-infinity'))
  AND NOT EXISTS (
    SELECT FROM consent_event e
    JOIN customer m ON m.organisation_id = e.organisation_id AND m.category = e.category AND m.contact_id = e.contact_id
    WHERE e.organisation_id = c.organisation_id AND e.contact_id = c.id AND e.kind IN ('sale', 'negotiation')
      AND greatest(m.customer_on, m.talked_on) >= %(before)s::date)
  AND coalesce(c.supported_on < %(before)s::date, true)
ORDER BY c.id
LIMIT 10000
FOR UPDATE SKIP LOCKED
