-- What came of each version of a form.
-- In: form. Out: version, viewed, sent, confirmed, left within 30 days. Locks: none.
-- Cost: the tallies of one form; for those who left, one look by contact into the ledger for each who confirmed.
WITH yes AS (
    SELECT e.version, e.contact_id, coalesce(e.confirmed_at, r.answered_at) AS at, r.id IS NOT NULL AS replied
      FROM form_entry e
      LEFT JOIN optin_request r ON r.organisation_id = e.organisation_id AND r.id = e.request_id
           AND r.state = 'confirmed'
     WHERE e.organisation_id = current_organisation() AND e.form_id = %(form)s
       AND (e.confirmed_at IS NOT NULL OR r.id IS NOT NULL)
), told AS (
    SELECT version,
        sum(times) FILTER (WHERE what = 'viewed') AS viewed,
        sum(times) FILTER (WHERE what = 'sent') AS sent,
        sum(times) FILTER (WHERE what = 'confirmed') AS confirmed
      FROM form_tally WHERE organisation_id = current_organisation() AND form_id = %(form)s
     GROUP BY version
)
SELECT v.number, coalesce(t.viewed, 0)::bigint, coalesce(t.sent, 0)::bigint,
    coalesce(t.confirmed, 0)::bigint + (SELECT count(*) FROM yes WHERE yes.version = v.number AND yes.replied),
    (SELECT count(*) FROM yes WHERE yes.version = v.number
        AND EXISTS (SELECT FROM consent_event c
                     WHERE c.organisation_id = v.organisation_id AND c.contact_id = yes.contact_id
                       AND c.kind IN ('withdrawal', 'objection') AND (c.purpose IS NULL OR c.purpose = v.purpose)
                       AND c.occurred_at > yes.at AND c.occurred_at <= yes.at + interval '30 days'))
FROM form_version v
LEFT JOIN told t ON t.version = v.number
WHERE v.organisation_id = current_organisation() AND v.form_id = %(form)s
ORDER BY v.number DESC
