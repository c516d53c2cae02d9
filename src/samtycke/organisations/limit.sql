-- Counts one more time within a window, and says how many there are now.
-- In: what, who (keyed digest), ends_at. Out: times. Locks: the one row.
INSERT INTO asked_lately AS a (what, who, ends_at, times) VALUES (%(what)s, %(who)s, %(ends_at)s, 1)
ON CONFLICT (what, who, ends_at) DO UPDATE SET times = a.times + 1
RETURNING times
