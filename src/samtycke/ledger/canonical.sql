-- Events as the seal writes them: the fields of canonical.py in their order.
--
-- In:    %(ids)s bigint[], %(first)s and %(last)s timestamptz: between which they were recorded.
-- Out:   one row an event, by id.
-- Locks: none.
-- Cost:  a range of the primary key; 5,000 events in about 40 ms.
--
-- Written out here rather than in functions of the database, which whoever changes a row could change as well.
SELECT e.by, e.category, e.collected, e.contact_id, e.door, encode(sha256(e.evidence), 'hex'),
       encode(e.fingerprint, 'hex'), e.id, e.informed, e.kind, e.method,
       to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.offered, e.organisation_id,
       e.purpose, to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.refused, e.source,
       CASE WHEN isfinite(e.until) THEN to_char(e.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            ELSE e.until::text END,
       e.value, encode(sha256(convert_to(w.text, 'UTF8')), 'hex')
FROM consent_event e
LEFT JOIN wording w ON w.organisation_id = e.organisation_id AND w.id = e.wording_id
WHERE e.organisation_id = current_organisation()
  AND e.recorded_at BETWEEN %(first)s AND %(last)s AND e.id = ANY(%(ids)b)
ORDER BY e.id
