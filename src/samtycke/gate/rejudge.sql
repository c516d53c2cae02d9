-- A person has said what a text is: what is planned with it is due, in the lane where it belongs.
--
-- In:    %(envelopes)s bigint[]; %(were)s: the kind of lane they are in so far, %(are)s: from now on (service or
--        marketing); %(now)s
-- Out:   the lane they were in, the lane they are in, how many
-- Locks: the planned messages of these envelopes. Those being leased are waited for and left: they were decided before.
-- Cost:  by the messages that wait in the lanes they may be in, found by message_due.
WITH moved AS (
    UPDATE message m SET due_at = %(now)s, lane = replace(m.lane, '/' || %(were)s, '/' || %(are)s)
    FROM lane l
    WHERE l.organisation_id = (SELECT current_organisation()) AND l.name LIKE '%%/' || %(were)s || '%%'
      AND m.organisation_id = (SELECT current_organisation()) AND m.lane = l.name AND m.due_at IS NOT NULL
      AND m.envelope_id = ANY(%(envelopes)s::bigint[]) AND m.state = 'planned'
    RETURNING l.name AS was, m.lane AS is_now
)
SELECT was, is_now, count(*) FROM moved GROUP BY was, is_now
