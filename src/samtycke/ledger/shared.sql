-- Noes to all marketing that were said to another company of the group, entered here.
--
-- In:    %(keys)s bytea[] and %(since)s timestamptz[] of one length; %(source)s, %(by)s, %(door)s text;
--        %(own_doors)s and %(no_consent)s text[]
-- Out:   the contact of each entry that is new, or null where it is nobody's
-- Locks: the entries.
-- Cost:  three index lookups a key.
WITH told AS (
    SELECT t.key, max(t.since) AS since, c.id AS contact_id
    FROM unnest(%(keys)s::bytea[], %(since)s::timestamptz[]) AS t(key, since)
    LEFT JOIN contact c ON c.organisation_id = (SELECT current_organisation()) AND c.number_key = t.key
    GROUP BY t.key, c.id
),
stands AS (
    -- A whole yes of the person's own, to this organisation and later, is not undone by an older no to another.
    SELECT * FROM told
    WHERE NOT EXISTS (
        SELECT FROM consent_event e
        WHERE e.organisation_id = (SELECT current_organisation()) AND e.contact_id = told.contact_id
          AND e.kind = 'consent' AND e.door = ANY(%(own_doors)s::text[]) AND e.occurred_at > told.since AND e.informed
          AND e.method <> ALL(%(no_consent)s::text[]) AND (e.wording_id IS NOT NULL OR e.evidence IS NOT NULL))
),
entered AS (
    INSERT INTO suppression AS s
        (organisation_id, number_key, purpose, since, because, door, own_doing, by, source)
    SELECT current_organisation(), key, '', since, '', %(door)s, true, %(by)s, %(source)s FROM stands ORDER BY key
    ON CONFLICT (organisation_id, number_key, purpose) DO UPDATE
        SET own_doing = true, source = excluded.source, door = excluded.door WHERE NOT s.own_doing
    RETURNING number_key
)
SELECT stands.contact_id FROM entered JOIN stands ON stands.key = entered.number_key
