-- What people may demand, and what they ask.

-- Somebody asks whether a text may be sent, and a named person answers. Who asked, what, and the reply are sealed; the
-- case holds no number and no name. All of it is let go of a year after it was asked.
CREATE TABLE advice_request (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    code            bytea  NOT NULL,               -- SHA-256 of the code in the asker's own link
    asker           bytea  NOT NULL,               -- sealed: name, e-mail, question
    language        text   NOT NULL,
    answers         text   NOT NULL,               -- what was told to /may-i, as in its address
    told            jsonb  NOT NULL,               -- the same as a case of law
    decision        jsonb  NOT NULL,               -- as it was then, with the version of its pack
    asked_at        timestamptz NOT NULL,
    reply           bytea,                         -- sealed
    replied_by      text,
    replied_at      timestamptz,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, code),
    CHECK ((reply IS NULL) = (replied_at IS NULL) AND (reply IS NULL) = (replied_by IS NULL))
);
CREATE INDEX advice_request_waiting ON advice_request (organisation_id, asked_at) WHERE replied_at IS NULL;
SELECT isolate('advice_request');

-- For how long a kind of data is kept, where the organisation has set it otherwise than the program does. The newest
-- of a kind counts; who, when and why stay.
CREATE TABLE retention_period (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    kind            text   NOT NULL,
    was             text   NOT NULL,               -- 90d, 12m
    became          text   NOT NULL,
    by              text   NOT NULL,
    reason          text   NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('retention_period');
REVOKE UPDATE, DELETE ON retention_period FROM samtycke_app;

-- What retention has let go of: each run, and of each kind how many, by which period.
CREATE TABLE retention_run (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    state           text   NOT NULL CHECK (state IN ('running', 'stopping', 'done', 'stopped')),
    by              text   NOT NULL,               -- who began it; empty: the program itself, at night
    started_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('retention_run');
REVOKE DELETE ON retention_run FROM samtycke_app;

CREATE TABLE retention_gone (
    organisation_id bigint NOT NULL REFERENCES organisation,
    run_id          bigint NOT NULL,
    kind            text   NOT NULL,
    period          text   NOT NULL,
    before          timestamptz NOT NULL,          -- what was older than this went
    gone            bigint NOT NULL,
    PRIMARY KEY (organisation_id, run_id, kind),
    FOREIGN KEY (organisation_id, run_id) REFERENCES retention_run
);
SELECT isolate('retention_gone');
REVOKE DELETE ON retention_gone FROM samtycke_app;
