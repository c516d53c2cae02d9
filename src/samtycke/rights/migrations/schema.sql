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

-- Somebody who wants to see what is held about their number: from the code until they leave, half an hour at most. Then
-- the row is gone. The number is sealed; the browser's own secret is kept by its digest only, and is another once the
-- code has come back.
CREATE TABLE me_visit (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    id              bigint  GENERATED ALWAYS AS IDENTITY,
    secret          bytea   NOT NULL,              -- SHA-256
    token           bytea   NOT NULL,              -- to which seal and code are bound
    sealed          bytea   NOT NULL,              -- the number
    code            bytea   NOT NULL,              -- mark of the code that waits
    tries           integer NOT NULL DEFAULT 0,
    code_at         timestamptz NOT NULL,
    asked_at        timestamptz NOT NULL,
    opened_at       timestamptz,
    wish            bytea,                         -- sealed: the number they want instead, to which the code then goes
    met             bigint[] NOT NULL DEFAULT '{}', -- contacts that nobody knew before the code was sent
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX me_visit_asked_at ON me_visit (organisation_id, asked_at);
SELECT isolate('me_visit');

-- What people demand by their rights (GDPR 15-22), by whichever door, and what they were answered. Of somebody who has
-- been erased only that it was asked, and when and how it was answered, is left.
CREATE TABLE rights_request (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    kind            text   NOT NULL CHECK (kind IN (
                    'access', 'portability', 'rectification', 'erasure', 'restriction', 'restriction_lifted',
                    'objection', 'objection_other')),
    door            text   NOT NULL CHECK (door IN ('me', 'letter', 'email', 'phone', 'visit')),
    contact_id      bigint,                        -- null: nobody we know
    sealed          bytea,                         -- number, name, how they are reached, what they say; null: erased
    language        text   NOT NULL,
    received_at     timestamptz NOT NULL,
    due_on          date   NOT NULL,               -- the last day to answer, extension counted
    taken_by        text   NOT NULL DEFAULT '',    -- empty: they did it themselves
    identity_how    text   CHECK (identity_how IN ('code', 'called_back', 'shown_id', 'signed', 'known')),
    identity_by     text,
    identity_at     timestamptz,
    extended_at     timestamptz,
    extended_by     text,
    extension       bytea,                         -- sealed: what the person was told
    outcome         text   CHECK (outcome IN ('granted', 'refused', 'moot')),
    answered_at     timestamptz,
    answered_by     text,
    answer          bytea,                         -- sealed: what the person was told
    given           text[] NOT NULL DEFAULT '{}',  -- pdf, json, what was done
    PRIMARY KEY (organisation_id, id),
    CHECK ((identity_how IS NULL) = (identity_at IS NULL) AND (extended_at IS NULL) = (extended_by IS NULL)),
    CHECK ((outcome IS NULL) = (answered_at IS NULL))
);
CREATE INDEX rights_request_waiting ON rights_request (organisation_id, due_on) WHERE answered_at IS NULL;
CREATE INDEX rights_request_contact ON rights_request (organisation_id, contact_id);
SELECT isolate('rights_request');

-- Who gets personal data from the organisation, or holds it for it: carriers, hosts, agencies (GDPR 28, 30(1)(d)–(e), 44).
CREATE TABLE recipient (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    name            text   NOT NULL,               -- as it is registered
    does            text   NOT NULL,               -- what it does, in the organisation's words
    carrier         text   NOT NULL DEFAULT '',    -- which of the program's carriers it is, if any
    part            text   NOT NULL CHECK (part IN ('processor', 'sub_processor', 'controller')),
    country         text   NOT NULL,               -- ISO 3166: where the data are
    ground          text   NOT NULL CHECK (ground IN ('eea', 'adequacy', 'clauses', 'rules', 'derogation')),
    safeguards      text   NOT NULL DEFAULT '',    -- of a transfer: which clauses, and what the assessment of it found
    agreed_on       date,                          -- when the agreement was made
    by              text   NOT NULL,
    at              timestamptz NOT NULL,
    ended_by        text,
    ended_at        timestamptz,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('recipient');
REVOKE DELETE ON recipient FROM samtycke_app;

-- What the organisation writes itself in its registers and documents, until it is kept as a version.
CREATE TABLE document_draft (
    organisation_id bigint NOT NULL REFERENCES organisation,
    kind            text   NOT NULL,
    texts           jsonb  NOT NULL,               -- section -> language -> text
    saved_by        text   NOT NULL,
    saved_at        timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, kind)
);
SELECT isolate('document_draft');

-- A document as it stood, whole, in each language: what the program knew that day and what was written.
CREATE TABLE document_version (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    kind            text    NOT NULL,
    number          integer NOT NULL,
    pages           jsonb   NOT NULL,               -- language -> [{key, title, citation, known, own}]
    public          boolean NOT NULL,
    why             text    NOT NULL,
    by              text    NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, kind, number)
);
SELECT isolate('document_version');
REVOKE UPDATE, DELETE ON document_version FROM samtycke_app;

-- A personal-data breach (GDPR 33(5)): each time something more is known it is a new version, and none is changed.
CREATE TABLE breach (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('breach');

CREATE TABLE breach_version (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    breach_id       bigint  NOT NULL,
    number          integer NOT NULL,
    aware_at        timestamptz NOT NULL,          -- when the clock of 72 hours began
    notified_at     timestamptz,
    risk            text    NOT NULL CHECK (risk IN ('unknown', 'unlikely', 'risk', 'high')),
    closed          boolean NOT NULL,
    sealed          bytea   NOT NULL,              -- what happened, and all that is written of it
    by              text    NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, breach_id, number),
    FOREIGN KEY (organisation_id, breach_id) REFERENCES breach ON DELETE CASCADE
);
SELECT isolate('breach_version');
REVOKE UPDATE ON breach_version FROM samtycke_app;

-- Somebody wants to know more of the service. It is the operator's own: kept by the organisation that runs the
-- installation, sealed, and let go of a year after.
CREATE TABLE interest (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    code            bytea  NOT NULL,               -- SHA-256 of the code in their own link
    sealed          bytea  NOT NULL,               -- name, e-mail, organisation, what they write
    language        text   NOT NULL,
    at              timestamptz NOT NULL,
    state           text   NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'talking', 'done')),
    handled_by      text   NOT NULL DEFAULT '',
    handled_at      timestamptz,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, code)
);
SELECT isolate('interest');
