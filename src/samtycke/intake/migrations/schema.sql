-- What arrives: files, texts.

CREATE TABLE import_file (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    name            text   NOT NULL,
    state           text   NOT NULL DEFAULT 'draft'
                    CHECK (state IN ('draft', 'queued', 'running', 'done', 'failed')),
    encoding        text   NOT NULL,
    delimiter       text   NOT NULL,
    columns         text[] NOT NULL,
    mapping         jsonb  NOT NULL DEFAULT '{}',    -- column -> field
    defaults        jsonb  NOT NULL DEFAULT '{}',    -- what holds for the whole file
    rows            integer NOT NULL DEFAULT 0,
    done            integer NOT NULL DEFAULT 0,
    accepted        integer NOT NULL DEFAULT 0,
    refused         integer NOT NULL DEFAULT 0,
    unchanged       integer NOT NULL DEFAULT 0,      -- accepted, but already known
    blocked         integer NOT NULL DEFAULT 0,      -- accepted, and remain blocked
    warnings        jsonb  NOT NULL DEFAULT '[]',
    by              text   NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    finished_at     timestamptz,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('import_file');

-- A file waits in parts of some thousand rows, sealed, and each is deleted when its rows are in the ledger.
CREATE TABLE import_part (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    import_id       bigint  NOT NULL,
    number          integer NOT NULL,
    first_line      integer NOT NULL,
    rows            integer NOT NULL,
    sealed          bytea   NOT NULL,
    PRIMARY KEY (organisation_id, import_id, number),
    FOREIGN KEY (organisation_id, import_id) REFERENCES import_file
);
SELECT isolate('import_part');

CREATE TABLE import_refusal (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    import_id       bigint  NOT NULL,
    line            integer NOT NULL,               -- as in the file, header = 1
    field           text    NOT NULL,
    reason          text    NOT NULL,               -- a stable code
    sealed          bytea   NOT NULL,               -- the row and what was wrong with it
    PRIMARY KEY (organisation_id, import_id, line),
    FOREIGN KEY (organisation_id, import_id) REFERENCES import_file
);
SELECT isolate('import_refusal');

CREATE TABLE inbound_text (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    contact_id      bigint NOT NULL,
    inbound_number  text   NOT NULL,
    carrier         text   NOT NULL,
    received_at     timestamptz NOT NULL,
    intent          text   NOT NULL,
    sealed          bytea  NOT NULL,                -- the text
    read_at         timestamptz,
    read_by         text,
    campaign_id     bigint,                         -- the latest campaign they were sent, when they answered
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX inbound_text_contact ON inbound_text (organisation_id, contact_id);
SELECT isolate('inbound_text');

-- Whose a text to this number is. Outside row-level security: read before the organisation is known.
CREATE TABLE inbound_route (
    carrier         text   NOT NULL,
    inbound_number  text   NOT NULL,
    keyword         text   NOT NULL DEFAULT '',
    organisation_id bigint NOT NULL REFERENCES organisation,
    PRIMARY KEY (carrier, inbound_number, keyword, organisation_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_route TO samtycke_app;

-- A text to a number nobody here owns, or from somebody nobody on a shared number knows. Belongs to no tenant;
-- only the keyring opens it.
CREATE TABLE unrouted_text (
    id             bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    carrier        text   NOT NULL,
    inbound_number text   NOT NULL,
    received_at    timestamptz NOT NULL,
    sealed         bytea  NOT NULL
);
GRANT SELECT, INSERT, DELETE ON unrouted_text TO samtycke_app;
