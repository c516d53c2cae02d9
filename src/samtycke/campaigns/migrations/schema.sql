-- A campaign: a text, for a purpose, about goods, to an audience, that somebody approves.

CREATE TABLE campaign (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    name            text   NOT NULL,
    kind            text   NOT NULL DEFAULT 'marketing',
    state           text   NOT NULL DEFAULT 'draft'
                    CHECK (state IN ('draft', 'approved', 'sending', 'paused', 'sent', 'cancelled')),
    text            text   NOT NULL DEFAULT '',
    purpose         text   NOT NULL DEFAULT '',
    categories      text[] NOT NULL DEFAULT '{}',
    sender          text   NOT NULL DEFAULT '',
    audience        jsonb  NOT NULL DEFAULT '{"all": true}',
    typed           bytea,                           -- an audience's numbers as typed, sealed; none once it is started
    contact_ids     bigint[],                        -- whose numbers they are, fixed at approval
    test            boolean NOT NULL DEFAULT false,  -- ends at the simulator
    envelope_id     bigint,                          -- fixed at approval
    planned_on      date,                            -- the partition of its messages, fixed at approval
    created_by      text   NOT NULL,
    written_by      bigint[] NOT NULL DEFAULT '{}',  -- the members who wrote any of it: they may be barred from approving
    approved_by     text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    saved_at        timestamptz NOT NULL DEFAULT now(),
    approved_at     timestamptz,
    started_at      timestamptz,
    finished_at     timestamptz,
    segments        bigint,                          -- parts of all that left, once it is sent
    cost            bigint,                          -- of those, in hundredths of the currency
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('campaign');

-- Somebody who may not approve a campaign asks those who may. What came of it stays, with the reason it was sent back for.
CREATE TABLE approval_asked (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    campaign_id     bigint NOT NULL,
    by              text   NOT NULL,
    staff_id        bigint,                          -- the member who asks; null: a program
    note            text   NOT NULL DEFAULT '',
    at              timestamptz NOT NULL,
    outcome         text   CHECK (outcome IN ('approved', 'sent_back', 'changed')),
    answered_by     text   NOT NULL DEFAULT '',
    answered_at     timestamptz,
    reason          text   NOT NULL DEFAULT '',
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign,
    CHECK ((outcome IS NULL) = (answered_at IS NULL) AND (outcome <> 'sent_back' OR reason <> ''))
);
CREATE UNIQUE INDEX approval_asked_once ON approval_asked (organisation_id, campaign_id) WHERE outcome IS NULL;
CREATE INDEX approval_asked_campaign ON approval_asked (organisation_id, campaign_id, id);
SELECT isolate('approval_asked');

-- A range of contacts, planned in one transaction that also marks it done: a crash repeats none.
CREATE TABLE campaign_chunk (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    campaign_id     bigint  NOT NULL,
    number          integer NOT NULL,
    after_id        bigint  NOT NULL,                -- contacts with after_id < id <= up_to_id
    up_to_id        bigint  NOT NULL,
    done_at         timestamptz,
    PRIMARY KEY (organisation_id, campaign_id, number),
    FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign
);
SELECT isolate('campaign_chunk');
