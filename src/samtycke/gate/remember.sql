-- Note that people are sent marketing now: the next decision counts it.
--
-- In:    %(contacts)s bigint[], in order (one order for all who lock these rows); %(seen)s timestamptz[], pairwise: the
--        latest instant that the decision over them counted, or null; %(now)s
-- Out:   contact_id of those noted. Who is missing has been sent something since the facts were read, by another
--        gateway in the same moment: they must be decided over again.
-- Locks: the rows of recent_marketing, in order.
-- Cost:  500 in about three milliseconds.
WITH meant AS MATERIALIZED (
    SELECT * FROM unnest(%(contacts)s::bigint[], %(seen)s::timestamptz[]) AS m(contact_id, seen)
),
again AS (
    UPDATE recent_marketing r
    -- Seven days hold at most a few; older ones are of no use to any rule.
    SET sent = r.sent[greatest(1, cardinality(r.sent) - 18):] || %(now)s::timestamptz
    -- By position and not by a join, which would be planned by what the table was when last looked at.
    WHERE r.organisation_id = (SELECT current_organisation()) AND r.contact_id = ANY(%(contacts)s::bigint[])
      AND r.sent[cardinality(r.sent)] IS NOT DISTINCT FROM
          (%(seen)s::timestamptz[])[array_position(%(contacts)s::bigint[], r.contact_id)]
    RETURNING r.contact_id
),
first AS (
    INSERT INTO recent_marketing (organisation_id, contact_id, sent)
    SELECT current_organisation(), contact_id, ARRAY[%(now)s::timestamptz]
    FROM meant WHERE seen IS NULL AND contact_id NOT IN (SELECT contact_id FROM again)
    ON CONFLICT (organisation_id, contact_id) DO NOTHING
    RETURNING contact_id
)
SELECT contact_id FROM again UNION ALL SELECT contact_id FROM first
