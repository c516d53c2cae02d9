-- The last statements of the transaction that puts a backup back: the database begins a life of its own.
--
-- In:    psql variables life (its id), backup_of (when the backup was made), backed (what it says it holds).
-- Until the life is settled no marketing leaves. What waited to be sent may have left since the backup was made: nobody
-- can say, so nothing of it is sent again. A campaign on its way is cancelled; a person decides whether to write it anew.
SET LOCAL search_path = public;

INSERT INTO database_life (id, begun_at, backup_of, backed)
VALUES (:'life', clock_timestamp(), :'backup_of', :'backed');

-- Their transactions were another server's: for the journal they are of this one.
UPDATE unjournaled SET xact = pg_current_xact_id();

WITH waiting AS (
    SELECT organisation_id, planned_on, id, campaign_id, state FROM message WHERE state IN ('planned', 'leased')
),
unknown AS (
    UPDATE message m SET state = 'unknown', due_at = NULL, final_at = now(), carrier_code = 'restored'
    FROM waiting w
    WHERE m.organisation_id = w.organisation_id AND m.planned_on = w.planned_on AND m.id = w.id
    RETURNING m.organisation_id, m.campaign_id, w.state
),
counted AS (
    SELECT organisation_id, campaign_id, state, -count(*) AS n FROM unknown WHERE campaign_id IS NOT NULL GROUP BY 1, 2, 3
    UNION ALL
    SELECT organisation_id, campaign_id, 'unknown', count(*) FROM unknown WHERE campaign_id IS NOT NULL GROUP BY 1, 2
)
INSERT INTO tally (organisation_id, campaign_id, state, rule, slot, n)
SELECT organisation_id, campaign_id, state, '', 0, n FROM counted
ON CONFLICT (organisation_id, campaign_id, state, rule, slot) DO UPDATE SET n = tally.n + excluded.n;

DELETE FROM lease;
DELETE FROM gateway;

WITH stopped AS (
    UPDATE campaign SET state = 'cancelled' WHERE state IN ('sending', 'paused') RETURNING organisation_id, id
),
halted AS (
    UPDATE lane l SET halted = true FROM stopped s
    WHERE l.organisation_id = s.organisation_id AND l.name LIKE '%/%/' || s.id
)
INSERT INTO audit_entry (organisation_id, actor, act, subject)
SELECT organisation_id, 'restore', 'campaign.cancelled', id::text FROM stopped;
