-- Events of many contacts, appended in one statement.
--
-- In:    by position, when they are recorded; then the fields of append.Said, as arrays of one length.
-- Out:   nothing.
-- Locks: none; the caller has locked the contacts.
-- Cost:  5,000 events in about 60 ms.
INSERT INTO consent_event (
    organisation_id, recorded_at, contact_id, fingerprint, kind, occurred_at, door, by, source, purpose, category, method,
    wording_id, informed, collected, offered, refused, until, value, evidence)
SELECT current_organisation(), %s, said.*
FROM unnest(
    %b::bigint[], %b::bytea[], %b::text[], %b::timestamptz[], %b::text[], %b::text[], %b::text[], %b::text[],
    %b::text[], %b::text[], %b::bigint[], %b::boolean[], %b::boolean[], %b::boolean[], %b::boolean[],
    %b::timestamptz[], %b::text[], %b::bytea[]) AS said
