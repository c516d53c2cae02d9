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
-- On a number that several share, a word is one organisation's.
CREATE UNIQUE INDEX inbound_route_keyword ON inbound_route (carrier, inbound_number, keyword) WHERE keyword <> '';
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

-- A web shop whose orders come in by webhooks.
CREATE TABLE shop (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    kind            text   NOT NULL CHECK (kind IN ('woocommerce', 'shopify')),
    name            text   NOT NULL,                -- its address; sales are recorded under it, so it never changes
    sealed          bytea  NOT NULL,                -- the token in our address, and the secret its webhooks are signed by
    everything      text,                           -- the category of goods that nothing else says anything of
    refused_calls   bigint NOT NULL DEFAULT 0,      -- calls to its address that were not signed by its secret
    refused_at      timestamptz,
    by              text   NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    closed_at       timestamptz,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, name)
);
SELECT isolate('shop');

-- What the checkout says of texts, by version: an order is read by the terms of the instant it was made at.
CREATE TABLE shop_terms (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    shop_id         bigint  NOT NULL,
    version         integer NOT NULL,
    since           timestamptz NOT NULL,
    words           text    NOT NULL,               -- by which the use is told and the refusal offered; may be empty
    refusal_field   text    NOT NULL,               -- the field of an order that holds the answer; empty: none is offered
    silence         boolean NOT NULL,               -- a box left alone leaves no field at all
    consent_field   text    NOT NULL,
    consent_purpose text    NOT NULL,
    consent_words   text    NOT NULL,
    by              text    NOT NULL,
    PRIMARY KEY (organisation_id, shop_id, version),
    FOREIGN KEY (organisation_id, shop_id) REFERENCES shop
);
SELECT isolate('shop_terms');

-- What the shop calls its goods, as it arrives, and which category of the organisation's it is.
CREATE TABLE shop_goods (
    organisation_id bigint NOT NULL REFERENCES organisation,
    shop_id         bigint NOT NULL,
    sort            text   NOT NULL CHECK (sort IN ('product', 'article', 'group')),
    value           text   NOT NULL,                -- the shop's id of a product, the beginning of article numbers, a group
    label           text   NOT NULL,
    category        text,                           -- null: nobody has said yet; '-': no goods to advertise
    otherwise       text,                           -- what it was taken for when it was last seen, by other rules
    lines           bigint NOT NULL DEFAULT 0,
    seen_at         timestamptz,
    PRIMARY KEY (organisation_id, shop_id, sort, value),
    FOREIGN KEY (organisation_id, shop_id) REFERENCES shop
);
SELECT isolate('shop_goods');

-- How an order stands, so that a late or repeated webhook changes nothing. Nobody's number is here.
CREATE TABLE shop_order (
    organisation_id bigint NOT NULL REFERENCES organisation,
    shop_id         bigint NOT NULL,
    ref             text   NOT NULL,
    source          text   NOT NULL,                -- what its sales are recorded under
    changed_at      timestamptz NOT NULL,
    kept            jsonb  NOT NULL DEFAULT '{}',   -- line -> [category, how many were kept]
    refunds         text[] NOT NULL DEFAULT '{}',   -- those that are counted
    PRIMARY KEY (organisation_id, shop_id, ref),
    FOREIGN KEY (organisation_id, shop_id) REFERENCES shop
);
SELECT isolate('shop_order');

CREATE TABLE shop_delivery (
    organisation_id bigint NOT NULL REFERENCES organisation,
    shop_id         bigint NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    delivery        text   NOT NULL,                -- the platform's id of it
    at              timestamptz NOT NULL,
    topic           text   NOT NULL,
    order_shown     text   NOT NULL DEFAULT '',
    outcome         text   NOT NULL DEFAULT '',     -- a stable code
    sales           integer NOT NULL DEFAULT 0,
    cancelled       integer NOT NULL DEFAULT 0,
    notes           jsonb  NOT NULL DEFAULT '[]',   -- [code, detail]: what was left out and why
    PRIMARY KEY (organisation_id, shop_id, id),
    UNIQUE (organisation_id, shop_id, delivery),
    FOREIGN KEY (organisation_id, shop_id) REFERENCES shop
);
SELECT isolate('shop_delivery');

-- Whose shop an address belongs to. Outside row-level security: read before the organisation is known. Digests only.
CREATE TABLE shop_door (
    digest          bytea  PRIMARY KEY,             -- SHA-256 of the token in the address
    organisation_id bigint NOT NULL REFERENCES organisation,
    shop_id         bigint NOT NULL
);
GRANT SELECT, INSERT, DELETE ON shop_door TO samtycke_app;

-- The question of a double opt-in: asked once, within a day of their asking; an answer counts until it expires.
CREATE TABLE optin_request (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    contact_id      bigint NOT NULL,
    purpose         text   NOT NULL,
    wording         text   NOT NULL,                -- the words they were shown when they asked
    question        text   NOT NULL,                -- our own, exactly
    method          text   NOT NULL,                -- how they asked: keyword_sms, web_form, start …
    door            text   NOT NULL,
    by              text   NOT NULL DEFAULT '',
    sealed          bytea  NOT NULL,                -- what shows that they asked
    requested_at    timestamptz NOT NULL,
    asked_at        timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    message_id      bigint NOT NULL,
    state           text   NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'confirmed', 'refused', 'expired')),
    answered_at     timestamptz,
    how             text   CHECK (how IN ('reply', 'link')),
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX optin_request_contact ON optin_request (organisation_id, contact_id);
CREATE UNIQUE INDEX optin_request_open ON optin_request (organisation_id, contact_id, purpose) WHERE state = 'asked';
SELECT isolate('optin_request');

-- Whose question a link answers. Outside row-level security: read before the organisation is known. Digests only.
CREATE TABLE optin_code (
    digest          bytea  PRIMARY KEY,             -- SHA-256 of the code in the link
    organisation_id bigint NOT NULL REFERENCES organisation,
    request_id      bigint NOT NULL
);
CREATE INDEX optin_code_request ON optin_code (organisation_id, request_id);
GRANT SELECT, INSERT, DELETE ON optin_code TO samtycke_app;

-- "SKOR till 71000": a word that is a yes, since the poster said to what. A change is a new row, so that what was shown
-- when somebody texted it stands for ever.
CREATE TABLE keyword (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    id              bigint  GENERATED ALWAYS AS IDENTITY,
    carrier         text    NOT NULL,
    inbound_number  text    NOT NULL,
    word            text    NOT NULL,               -- folded, as it is compared
    shown           text    NOT NULL,               -- as the poster writes it
    purpose         text    NOT NULL,
    wording         text    NOT NULL,               -- the exact words of the poster
    often           text    NOT NULL DEFAULT '',    -- how often they will hear from us, as the poster says it
    reply           text    NOT NULL,               -- the text that informs them
    asks_first      boolean NOT NULL,               -- double opt-in: the reply is a question, and JA the yes
    created_at      timestamptz NOT NULL,
    created_by      text    NOT NULL,
    retired_at      timestamptz,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX keyword_in_use ON keyword (organisation_id, carrier, inbound_number, word) WHERE retired_at IS NULL;
SELECT isolate('keyword');

-- A form by which people say yes. What it says lies in its versions; ``draft`` is the next one.
CREATE TABLE form (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    slug            text   NOT NULL DEFAULT '',     -- its address, fixed when it is first published
    name            text   NOT NULL,                -- for the organisation's own eyes
    purpose         text   NOT NULL,
    sender          text   NOT NULL,                -- from whom the code, or the question, comes
    confirm         text   NOT NULL DEFAULT 'code' CHECK (confirm IN ('code', 'double_opt_in')),
    state           text   NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'paused')),
    colour          text   NOT NULL DEFAULT '' CHECK (colour ~ '^(#[0-9a-f]{6})?$'),
    draft           jsonb  NOT NULL DEFAULT '{}',   -- language -> words
    created_by      text   NOT NULL,
    created_at      timestamptz NOT NULL,
    saved_at        timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('form');

-- What a form said, for ever: words and notice, in each language. Nothing of it can be changed.
CREATE TABLE form_version (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    form_id         bigint  NOT NULL,
    number          integer NOT NULL,
    purpose         text    NOT NULL,
    sender          text    NOT NULL,
    confirm         text    NOT NULL,
    pages           jsonb   NOT NULL,               -- language -> words, notice, the whole of art. 13
    published_by    text    NOT NULL,
    published_at    timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, form_id, number),
    FOREIGN KEY (organisation_id, form_id) REFERENCES form
);
SELECT isolate('form_version');
REVOKE UPDATE, DELETE ON form_version FROM samtycke_app;

-- Somebody who has sent a form. Sealed, and forgotten within a day unless the number confirms; then only who it was.
CREATE TABLE form_entry (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    id              bigint  GENERATED ALWAYS AS IDENTITY,
    form_id         bigint  NOT NULL,
    version         integer NOT NULL,
    language        text    NOT NULL,
    token           bytea   NOT NULL,               -- mark of the page it was sent from: sent twice, it is one
    sealed          bytea,                          -- number, address and program; null once confirmed
    code            bytea,                          -- mark of the code that waits
    tries           integer NOT NULL DEFAULT 0,
    asked_at        timestamptz NOT NULL,
    code_at         timestamptz NOT NULL,
    confirmed_at    timestamptz,
    contact_id      bigint,
    met             boolean NOT NULL DEFAULT false, -- whether nobody knew the number before
    request_id      bigint,                         -- the question, where a reply confirms
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, token),
    FOREIGN KEY (organisation_id, form_id, version) REFERENCES form_version
);
CREATE INDEX form_entry_waiting ON form_entry (organisation_id, asked_at) WHERE confirmed_at IS NULL;
CREATE INDEX form_entry_contact ON form_entry (organisation_id, contact_id);
SELECT isolate('form_entry');

-- How many, by day. Nobody in particular.
CREATE TABLE form_tally (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    form_id         bigint  NOT NULL,
    version         integer NOT NULL,
    day             date    NOT NULL,
    what            text    NOT NULL CHECK (what IN ('viewed', 'sent', 'confirmed')),
    times           bigint  NOT NULL,
    PRIMARY KEY (organisation_id, form_id, version, day, what),
    FOREIGN KEY (organisation_id, form_id, version) REFERENCES form_version
);
SELECT isolate('form_tally');

-- Whose form an address is. Outside row-level security: read before the organisation is known.
CREATE TABLE form_route (
    slug            text   PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisation,
    form_id         bigint NOT NULL
);
GRANT SELECT, INSERT ON form_route TO samtycke_app;
-- A scanned form, a letter. Sealed under the person's own evidence key: erasing them erases it. Its digest stands in the
-- event it belongs to, so that it can be shown to be the same.
CREATE TABLE attachment (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    contact_id      bigint NOT NULL,
    media_type      text   NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size            integer NOT NULL,
    sealed          bytea  NOT NULL,
    added_at        timestamptz NOT NULL,
    added_by        text   NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX attachment_contact ON attachment (organisation_id, contact_id);
SELECT isolate('attachment');
-- A block list that is brought in: numbers, hashes of numbers, or both.
CREATE TABLE block_file (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    name            text   NOT NULL,
    own_doing       boolean NOT NULL,               -- the people on it said no themselves; else staff blocks them
    purpose         text   NOT NULL,                -- empty: all marketing
    since           timestamptz NOT NULL,
    because         text   NOT NULL,
    source          text   NOT NULL,                -- a carrier, another system, a company of the group
    salt            bytea,                          -- sealed
    state           text   NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'matching', 'done', 'failed')),
    numbers         integer NOT NULL,               -- lines that hold a number
    hashes          integer NOT NULL,               -- lines that hold a hash
    unread          integer[] NOT NULL DEFAULT '{}', -- lines that hold neither, the first of them
    unread_lines    integer NOT NULL DEFAULT 0,
    done            integer NOT NULL DEFAULT 0,     -- lines that are in
    looked          integer NOT NULL DEFAULT 0,     -- contacts that were held against the hashes
    after_contact   bigint NOT NULL DEFAULT 0,      -- the last of them
    met             integer NOT NULL DEFAULT 0,     -- contacts that were on it
    by              text   NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    finished_at     timestamptz,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('block_file');

-- It waits in sealed parts, each of which is deleted when it is in.
CREATE TABLE block_part (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    file_id         bigint  NOT NULL,
    number          integer NOT NULL,
    sealed          bytea   NOT NULL,
    PRIMARY KEY (organisation_id, file_id, number),
    FOREIGN KEY (organisation_id, file_id) REFERENCES block_file
);
SELECT isolate('block_part');

-- Somebody who works here shows that a phone is theirs: a code is out, for ten minutes. The number is sealed.
CREATE TABLE own_code (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    staff_id        bigint  NOT NULL,
    token           bytea   NOT NULL,              -- to which seal and code are bound
    sealed          bytea   NOT NULL,              -- the number, and the words they said yes to
    code            bytea   NOT NULL,              -- mark of the code
    tries           integer NOT NULL DEFAULT 0,
    code_at         timestamptz NOT NULL,
    message_id      bigint,                        -- that carries it; null: the number is blocked, and none went
    met             bigint[] NOT NULL DEFAULT '{}', -- a contact that nobody knew before
    PRIMARY KEY (organisation_id, staff_id)
);
CREATE INDEX own_code_code_at ON own_code (organisation_id, code_at);
SELECT isolate('own_code');
