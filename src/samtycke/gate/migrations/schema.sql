-- Messages are the queue. A message is planned -> leased -> sent -> delivered | failed | expired | unknown,
-- or withheld with its rule, or cancelled.

-- What is about to be sent, fixed for ever: a campaign's approved text, or a single message's.
CREATE TABLE envelope (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    kind            text   NOT NULL CHECK (kind IN ('marketing', 'service')),
    purpose         text   NOT NULL,
    categories      text[] NOT NULL DEFAULT '{}',
    similar_goods   text[] NOT NULL DEFAULT '{}',  -- the categories and all declared similar to them
    legal_basis     text,                          -- of a service text
    sender          text   NOT NULL,
    inbound_number  text   NOT NULL,
    carrier         text   NOT NULL,               -- the carrier's name, or 'phone' for a test
    body            bytea,                         -- the text with its {{placeholders}}, sealed; null: let go of
    own_goods       boolean NOT NULL DEFAULT true,
    advertising     boolean NOT NULL DEFAULT false,
    charitable      boolean NOT NULL DEFAULT false,  -- only furthers the own purposes of a charity
    parts_cap       smallint NOT NULL DEFAULT 6,
    words           bytea,                         -- of a text declared service that was read: its words, keyed
    signs           text[] NOT NULL DEFAULT '{}',  -- of advertising, found when it was read
    own             boolean NOT NULL DEFAULT false, -- a test account's text to its own people's phone: to nobody else
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('envelope');
-- A person's decision on some words finds the texts that wait for it.
CREATE INDEX envelope_words ON envelope (organisation_id, words) WHERE signs <> '{}';

-- The phone of somebody who works here, which has shown itself by a code: the one place outside the simulator that a
-- text of a test account may go.
CREATE TABLE own_number (
    organisation_id bigint NOT NULL REFERENCES organisation,
    staff_id        bigint NOT NULL,
    contact_id      bigint NOT NULL,
    confirmed_at    timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, staff_id)
);
CREATE INDEX own_number_contact ON own_number (organisation_id, contact_id);
SELECT isolate('own_number');

-- How many texts have gone there: one row, so that whoever takes the last of them is one.
CREATE TABLE own_quota (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    day             date    NOT NULL,               -- that "today" counts, where the organisation is at home
    today           integer NOT NULL,
    total           integer NOT NULL,
    PRIMARY KEY (organisation_id)
);
SELECT isolate('own_quota');

-- What a person decided of a text that was declared service and reads like advertising: the newest on its words counts.
CREATE TABLE content_reading (
    organisation_id bigint NOT NULL REFERENCES organisation,
    words           bytea  NOT NULL,               -- as envelope.words: the same with other figures
    id              bigint GENERATED ALWAYS AS IDENTITY,
    verdict         text   NOT NULL CHECK (verdict IN ('service', 'advertising')),
    reason          text   NOT NULL CHECK (btrim(reason) <> ''),
    decided_by      text   NOT NULL CHECK (decided_by <> ''),
    decided_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, words, id)
);
SELECT isolate('content_reading');
REVOKE UPDATE, DELETE ON content_reading FROM samtycke_app;

-- Every rule that was asked, in order, what it answered, and its words as they stood: a hundred ways, however many
-- decisions went them.
CREATE TABLE reasoning (
    organisation_id bigint NOT NULL REFERENCES organisation,
    digest          bytea  NOT NULL,               -- SHA-256 of the steps
    steps           jsonb  NOT NULL,               -- [{rule, outcome, because, label, condition, citation, url,
                                                   --   saw: names of facts and parameters}]
    PRIMARY KEY (organisation_id, digest)
);
SELECT isolate('reasoning');

-- A distinct situation and what was decided of it: thousands, where messages are millions (promise 4). With its words
-- and all it was measured by, so that it reads the same for ever: no law, pack or setting is asked when it is shown.
CREATE SEQUENCE decision_id;
GRANT USAGE ON decision_id TO samtycke_app;

CREATE TABLE decision (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint NOT NULL DEFAULT nextval('decision_id'),
    envelope_id     bigint NOT NULL,
    made_at         timestamptz NOT NULL,
    verdict         text   NOT NULL CHECK (verdict IN ('allow', 'hold', 'deny')),
    basis           text,
    rule            text   NOT NULL,
    citation        text   NOT NULL,               -- where the law said so
    explanation     jsonb  NOT NULL,               -- {sv, en}: why, in the words of that day
    until           timestamptz,
    pack            text   NOT NULL,               -- country and version, as SE 2026.1
    facts           jsonb  NOT NULL,               -- those it looked at, where they are not the safe value
    parameters      jsonb  NOT NULL,               -- of law and settings, as they were in force
    reasoning       bytea  NOT NULL,               -- the rules asked, by the digest of their answers
    facts_sql       text   NOT NULL,               -- SHA-256 of the facts query it was read by
    digest          bytea  NOT NULL,               -- SHA-256 of all that: the same decision is kept once
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, envelope_id, digest)
);
SELECT isolate('decision');

CREATE SEQUENCE message_id;
GRANT USAGE ON message_id TO samtycke_app;

CREATE TABLE message (
    -- No foreign key: row-level security lets only the organisation that acts be written, and looking it up a million
    -- times is a third of what a plan costs.
    organisation_id bigint NOT NULL,
    planned_on      date   NOT NULL,               -- the campaign's approval, or the day of a single send
    id              bigint NOT NULL DEFAULT nextval('message_id'),
    contact_id      bigint NOT NULL,
    envelope_id     bigint NOT NULL,
    decision_id     bigint NOT NULL,               -- the latest
    campaign_id     bigint,
    lane            text   NOT NULL,               -- carrier/kind, and of a campaign /its id
    state           text   NOT NULL,
    rule            text   NOT NULL,               -- that settled the latest decision
    due_at          timestamptz,                   -- when it may be leased; null when it is not in the queue
    expires_at      timestamptz NOT NULL,
    planned_at      timestamptz NOT NULL,
    leased_at       timestamptz,
    sent_at         timestamptz,
    final_at        timestamptz,
    parts           smallint,
    attempts        smallint NOT NULL DEFAULT 0,
    carrier_ref     text,                          -- the carrier's id
    carrier_code    text,                          -- what it said when it refused or failed
    body            bytea,                         -- the text as sent, sealed; null: the envelope's own
    PRIMARY KEY (organisation_id, planned_on, id),
    -- In this order, so that it is never mistaken for a way to find (planned_on, id).
    -- One message each in a campaign; and by whom it is to, since an opt-out must find what is planned at once.
    UNIQUE (organisation_id, contact_id, campaign_id, planned_on)
) PARTITION BY RANGE (planned_on);
CREATE TABLE message_default PARTITION OF message DEFAULT WITH (fillfactor = 75);
-- The queue. Only a message that waits is in this index; later changes of state touch no index.
CREATE INDEX message_due ON message (organisation_id, lane, due_at) WHERE due_at IS NOT NULL;
SELECT isolate('message');

-- When this person was last sent marketing by this organisation: the last few instants, in order.
CREATE TABLE recent_marketing (
    organisation_id bigint NOT NULL REFERENCES organisation,
    contact_id      bigint NOT NULL,
    sent            timestamptz[] NOT NULL,
    PRIMARY KEY (organisation_id, contact_id)
) WITH (fillfactor = 80);
SELECT isolate('recent_marketing');

-- A batch in a gateway's hands, from the commit of the lease to the commit of its results.
CREATE TABLE lease (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    gateway_id      bigint NOT NULL,
    lane            text   NOT NULL,
    leased_at       timestamptz NOT NULL DEFAULT now(),
    planned_on      date[]   NOT NULL,             -- pairwise with message_ids
    message_ids     bigint[] NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('lease');

-- Running counts, so that no page counts messages. One row per writer (slot), summed when read.
CREATE TABLE tally (
    organisation_id bigint NOT NULL REFERENCES organisation,
    campaign_id     bigint NOT NULL,
    state           text   NOT NULL,
    rule            text   NOT NULL DEFAULT '',
    slot            integer NOT NULL,
    n               bigint NOT NULL,
    PRIMARY KEY (organisation_id, campaign_id, state, rule, slot)
) WITH (fillfactor = 50);
SELECT isolate('tally');

-- What must be found before the organisation is known. Outside row-level security; nothing readable here.

CREATE TABLE gateway (
    id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    started_at timestamptz NOT NULL DEFAULT now(),
    beat_at    timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway TO samtycke_app;

-- Where there is work.
CREATE TABLE lane (
    organisation_id bigint NOT NULL REFERENCES organisation,
    name            text   NOT NULL,               -- as message.lane
    next_due        timestamptz NOT NULL,          -- not later than the first message that is due; or infinity
    halted          boolean NOT NULL DEFAULT false, -- a campaign is paused or cancelled: one row, at once
    PRIMARY KEY (organisation_id, name)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON lane TO samtycke_app;

-- The carrier's id of a text it took, so that a receipt finds its message.
CREATE TABLE sent_ref (
    carrier         text   NOT NULL,
    ref             text   NOT NULL,
    organisation_id bigint NOT NULL,
    planned_on      date   NOT NULL,
    message_id      bigint NOT NULL,
    PRIMARY KEY (carrier, ref)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sent_ref TO samtycke_app;

-- A receipt that came before its submit response waits here for it.
CREATE TABLE early_receipt (
    carrier text NOT NULL,
    ref     text NOT NULL,
    state   text NOT NULL,
    code    text NOT NULL DEFAULT '',
    at      timestamptz NOT NULL,
    PRIMARY KEY (carrier, ref)
);
GRANT SELECT, INSERT, DELETE ON early_receipt TO samtycke_app;

-- Who texted this person from this number lately: a STOPP to a shared number goes to all of them.
CREATE TABLE last_sender (
    inbound_number  text   NOT NULL,
    number_key      bytea  NOT NULL,
    organisation_id bigint NOT NULL REFERENCES organisation,
    at              timestamptz NOT NULL,
    PRIMARY KEY (inbound_number, number_key, organisation_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON last_sender TO samtycke_app;

-- Whose the code of a link in a text is, so that its way out works without their number. Kept through erasure: an old
-- link must still say that nothing more is sent.
CREATE TABLE way_out_code (
    digest          bytea  PRIMARY KEY,            -- SHA-256 of the code
    organisation_id bigint NOT NULL REFERENCES organisation,
    contact_id      bigint NOT NULL
);
GRANT SELECT, INSERT ON way_out_code TO samtycke_app;

-- Let the planner know what has just been written. By itself the database looks once a minute; a campaign that is
-- planned and sent within that minute would be read by the statistics of an empty table: measured, 400 ms for what
-- takes 4. Only an owner may look, so this is the owner's.
CREATE FUNCTION refresh_statistics(stale text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF stale NOT IN ('contact', 'identity', 'permission', 'customer', 'suppression', 'consent_event', 'message',
                     'recent_marketing', 'sent_ref', 'early_receipt', 'last_sender') THEN
        RAISE EXCEPTION 'no statistics are kept fresh for %', stale;
    END IF;
    EXECUTE format('ANALYZE %I', stale);
END $$;
REVOKE ALL ON FUNCTION refresh_statistics(text) FROM public;
GRANT EXECUTE ON FUNCTION refresh_statistics(text) TO samtycke_app;

-- Two organisations of a group, each its own controller: a no to all marketing that is said to the giver counts at the
-- taker too. Both have agreed, each by a named person with a reason; either may end it. Seen by these two only.
CREATE TABLE block_sharing (
    id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    giver_id        bigint NOT NULL REFERENCES organisation,
    taker_id        bigint NOT NULL REFERENCES organisation,
    offered_by      text   NOT NULL,
    offered_reason  text   NOT NULL,
    offered_at      timestamptz NOT NULL,
    accepted_by     text,
    accepted_reason text,
    accepted_at     timestamptz,
    ended_by        text,
    ended_reason    text,
    ended_at        timestamptz,
    ended_for       bigint,                         -- which of the two ended it
    copied          bigint,                         -- entries that were there when it began; null until they are over
    CHECK (giver_id <> taker_id)
);
CREATE UNIQUE INDEX block_sharing_standing ON block_sharing (giver_id, taker_id) WHERE ended_at IS NULL;
CREATE INDEX block_sharing_taker ON block_sharing (taker_id);
ALTER TABLE block_sharing ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_both ON block_sharing USING ((SELECT current_organisation()) IN (giver_id, taker_id))
    WITH CHECK ((SELECT current_organisation()) IN (giver_id, taker_id));
GRANT SELECT, INSERT, UPDATE ON block_sharing TO samtycke_app;
