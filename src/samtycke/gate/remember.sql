-- Note that people have been sent marketing now: the next decision counts it.
--
-- In:    %(contacts)s bigint[], sorted (one order for all who lock these rows), %(now)s
-- Locks: the rows of recent_marketing, in order.
-- Cost:  500 in about three milliseconds.
INSERT INTO recent_marketing (organisation_id, contact_id, sent)
SELECT current_organisation(), c, ARRAY[%(now)s::timestamptz] FROM unnest(%(contacts)s::bigint[]) AS t(c)
ON CONFLICT (organisation_id, contact_id) DO UPDATE
    -- Seven days hold at most a few; older ones are of no use to any rule.
    SET sent = recent_marketing.sent[greatest(1, cardinality(recent_marketing.sent) - 18):] || excluded.sent
