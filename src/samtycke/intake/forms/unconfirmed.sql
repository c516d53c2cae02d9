-- People whom nothing but a form that nobody confirmed has made known: no event, no text of theirs, no other message.
-- In: before. Out: contact_id. Locks: those contact rows; one that somebody is busy with is left for the next time.
-- Cost: the waiting entries older than the instant, then index lookups for each.
SELECT c.id
FROM contact c
WHERE c.organisation_id = current_organisation() AND NOT c.erased
  AND c.id IN (
    SELECT e.contact_id FROM form_entry e
     WHERE e.organisation_id = current_organisation() AND e.confirmed_at IS NULL AND e.request_id IS NULL AND e.met
       AND e.asked_at <= %(before)s)
  AND NOT EXISTS (
    SELECT FROM form_entry e
     WHERE e.organisation_id = c.organisation_id AND e.contact_id = c.id
       AND (e.confirmed_at IS NOT NULL OR e.request_id IS NOT NULL OR e.asked_at > %(before)s))
  AND NOT EXISTS (
    SELECT FROM consent_event v WHERE v.organisation_id = c.organisation_id AND v.contact_id = c.id)
  AND NOT EXISTS (
    SELECT FROM inbound_text t WHERE t.organisation_id = c.organisation_id AND t.contact_id = c.id)
  AND NOT EXISTS (
    SELECT FROM message m
      JOIN envelope v ON v.organisation_id = m.organisation_id AND v.id = m.envelope_id
     WHERE m.organisation_id = c.organisation_id AND m.contact_id = c.id AND v.purpose NOT IN ('form_code', 'me_code', 'own_number_code'))
ORDER BY c.id
FOR UPDATE OF c SKIP LOCKED
