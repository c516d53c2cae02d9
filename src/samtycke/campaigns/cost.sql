-- What a campaign that has been sent took: parts, and what they cost where their recipients are.
--
-- In:    %(campaign)s bigint
-- Out:   nothing; campaign.segments and campaign.cost are set.
-- Locks: the campaign's row.
-- Cost:  reads the messages of the day it was planned on once: 1,000,000 in about a second. Done once in its life.
WITH took AS (
    SELECT coalesce(sum(m.parts), 0) AS segments,
           coalesce(sum(m.parts * coalesce(p.minor_units, dearest.minor_units, 0)), 0) AS cost
    FROM campaign c
    JOIN message m ON m.organisation_id = c.organisation_id AND m.planned_on = c.planned_on AND m.campaign_id = c.id
                  AND m.sent_at IS NOT NULL
    JOIN contact k ON k.organisation_id = m.organisation_id AND k.id = m.contact_id
    LEFT JOIN price p ON p.organisation_id = m.organisation_id AND p.country = k.country
    LEFT JOIN (SELECT max(minor_units) AS minor_units FROM price
               WHERE organisation_id = current_organisation()) dearest ON true
    WHERE c.organisation_id = current_organisation() AND c.id = %(campaign)s
)
UPDATE campaign c SET segments = took.segments, cost = took.cost FROM took
WHERE c.organisation_id = current_organisation() AND c.id = %(campaign)s
