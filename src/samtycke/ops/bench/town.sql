-- A town of people as a shop knows them: who said yes, bought, refused, left, was texted lately.
--
-- In:    %(people)s how many, %(now)s.
-- Out:   nothing; projections as the ledger would have written them. There are no events: no command here sends.
-- Cost:  a million people in about a minute.
--
-- Each trait is drawn by a hash of the contact's id, so that two runs make the same town.
INSERT INTO contact (organisation_id, number_key, country, recipient, minor, number_wrong, restricted, objected_at,
                     refused_at, consented_at, sale_on, sale_at, sale_category, sale_collected, sale_informed,
                     sale_offered, paused_until, unread_reply)
SELECT current_organisation(),
       decode(md5(current_organisation() || ':' || i), 'hex'),
       'SE',
       CASE WHEN d.kind < 20 THEN 'company' WHEN d.kind < 30 THEN 'sole_trader' WHEN d.kind < 40 THEN 'consumer'
            ELSE 'unknown' END,
       d.odd = 1, d.odd IN (2, 3), d.odd = 4,
       CASE WHEN d.no < 20 THEN %(now)s - make_interval(days => d.age) END,
       CASE WHEN d.no BETWEEN 20 AND 40 THEN %(now)s - make_interval(days => d.age) END,
       CASE WHEN d.yes < 520 THEN %(now)s - make_interval(days => d.age + 30) END,
       CASE WHEN d.buys < 300 THEN (%(now)s - make_interval(days => d.bought))::date END,
       CASE WHEN d.buys < 300 THEN %(now)s - make_interval(days => d.bought) END,
       CASE WHEN d.buys < 300 THEN (ARRAY['shoes', 'boots', 'bags', 'insurance'])[1 + d.goods %% 4] END,
       d.buys < 285, d.buys < 275, d.buys < 270,
       CASE WHEN d.odd = 5 THEN %(now)s + interval '9 days' END,
       d.odd = 6
FROM generate_series(1, %(people)s) AS i
CROSS JOIN LATERAL (
    SELECT (hashint8extended(i, 1) & 1023)::int AS kind, (hashint8extended(i, 2) & 1023)::int AS odd,
           (hashint8extended(i, 3) & 1023)::int AS no, (hashint8extended(i, 4) & 1023)::int AS yes,
           (hashint8extended(i, 5) & 1023)::int AS buys, (hashint8extended(i, 6) & 1023)::int AS bought,
           (hashint8extended(i, 7) & 1023)::int AS goods, (hashint8extended(i, 8) & 1023)::int AS age
) d;

INSERT INTO permission (organisation_id, purpose, contact_id, consent_at, consent_on, method, informed, evidenced,
                        withdrawn_at)
SELECT organisation_id, 'offers', id, consented_at, consented_at::date,
       (ARRAY['web_form', 'web_form', 'checkbox_unticked', 'keyword_sms', 'web_form', 'paper', 'web_form',
              'checkbox_preticked'])[1 + (h & 7)],
       h & 31 <> 8, h & 63 <> 16, CASE WHEN h & 127 < 4 THEN consented_at + interval '1 day' END
FROM contact CROSS JOIN LATERAL (SELECT (hashint8extended(id, 9) & 1023)::int AS h) d
WHERE organisation_id = current_organisation() AND consented_at IS NOT NULL AND h < 920;

INSERT INTO customer (organisation_id, category, contact_id, customer_on)
SELECT organisation_id, sale_category, id, sale_on FROM contact
WHERE organisation_id = current_organisation() AND sale_on IS NOT NULL AND sale_offered
UNION ALL
-- One in five has bought something else before.
SELECT organisation_id, CASE sale_category WHEN 'shoes' THEN 'boots' ELSE 'shoes' END, id,
       sale_on - (30 + (hashint8extended(id, 10) & 511)::int)
FROM contact
WHERE organisation_id = current_organisation() AND sale_on IS NOT NULL AND (hashint8extended(id, 11) & 4) = 4
  AND sale_category <> 'boots';

INSERT INTO suppression (organisation_id, number_key, purpose, since, because, door, own_doing)
SELECT organisation_id, number_key, CASE WHEN id & 7 = 0 THEN 'offers' ELSE '' END, objected_at, 'STOPP', 'sms', true
FROM contact WHERE organisation_id = current_organisation() AND objected_at IS NOT NULL;

INSERT INTO recent_marketing (organisation_id, contact_id, sent)
SELECT organisation_id, id, ARRAY[%(now)s - make_interval(hours => 24 * (1 + (h & 15)), mins => h & 1023)]
FROM contact CROSS JOIN LATERAL (SELECT (hashint8extended(id, 12) & 4095)::int AS h) d
WHERE organisation_id = current_organisation() AND h < 1400
