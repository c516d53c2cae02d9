-- Read the facts of a part of an audience once, for a plan to decide on and to write from.
--
-- In:    {facts} (the facts query for the audience, with its parameters), {key} (names a situation but for its days)
-- Out:   the temporary table reading, until the transaction ends
-- Locks: none.
-- Cost:  about that of the facts query.
CREATE TEMPORARY TABLE reading ON COMMIT DROP AS
SELECT {key} AS key, contact_id, paused_until, {columns}
FROM ({facts}) f
