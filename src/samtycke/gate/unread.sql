-- The words that wait for a person: service texts that read like advertising, and that nobody has judged.
--
-- In:    nothing
-- Out:   words, how many messages wait, since when, the newest envelope with them
-- Locks: none
-- Cost:  by the service messages that wait, found by message_due; a few milliseconds for thousands.
SELECT e.words, count(*), min(m.planned_at), max(e.id)
FROM lane l
JOIN message m ON m.organisation_id = (SELECT current_organisation()) AND m.lane = l.name AND m.due_at IS NOT NULL
JOIN envelope e ON e.organisation_id = m.organisation_id AND e.id = m.envelope_id
WHERE l.organisation_id = (SELECT current_organisation()) AND l.name LIKE '%/service%'
  AND m.rule = 'content.unread' AND m.state = 'planned'
  AND NOT EXISTS (SELECT FROM content_reading r WHERE r.organisation_id = e.organisation_id AND r.words = e.words)
GROUP BY e.words
ORDER BY min(m.planned_at)
