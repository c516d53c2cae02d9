-- Take messages that are due, for this transaction alone.
--
-- In:    %(lane)s, %(now)s, %(limit)s
-- Out:   planned_on, id, contact_id, envelope_id, campaign_id, expires_at, attempts, sealed (who the person is)
--        No marketing at all while the database was put back from a backup and lacks what was said since.
-- Locks: the message rows; rows that another gateway holds are skipped.
-- Cost:  500 by the partial index message_due in about two milliseconds, however large the table.
WITH due AS (
    SELECT planned_on, id, contact_id, envelope_id, campaign_id, expires_at, attempts
    FROM message
    WHERE organisation_id = (SELECT current_organisation()) AND lane = %(lane)s AND due_at <= %(now)s
      AND (split_part(%(lane)s, '/', 2) <> 'marketing'
           OR NOT EXISTS (SELECT FROM database_life WHERE settled_at IS NULL))
    ORDER BY due_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
SELECT due.*, i.sealed
FROM due
LEFT JOIN identity i ON i.organisation_id = (SELECT current_organisation()) AND i.contact_id = due.contact_id
