-- Who sends. The tables of this room that belong to one tenant, and the function by which every room
-- puts a table behind row-level security (promise 9).
--
-- A tenant table leads every key with organisation_id, so that the database can one day be sharded by it.

CREATE FUNCTION current_organisation() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.organisation_id', true), '')::bigint;

-- isolate(table): rows of one organisation only, and nothing at all when none is named.
CREATE FUNCTION isolate(tenant_table regclass) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
        'CREATE POLICY tenant ON %s USING (organisation_id = (SELECT current_organisation())) '
        'WITH CHECK (organisation_id = (SELECT current_organisation()))', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO samtycke_app', tenant_table);
END $$;

-- What texts are for. A service purpose names its legal basis; marketing rests on each person's own.
CREATE TABLE purpose (
    organisation_id bigint NOT NULL REFERENCES organisation,
    slug            text   NOT NULL,
    name_sv         text   NOT NULL,
    name_en         text   NOT NULL,
    kind            text   NOT NULL CHECK (kind IN ('marketing', 'service')),
    legal_basis     text   CHECK (legal_basis IN ('contract', 'legal_obligation', 'legitimate_interest')),
    assessment      text,  -- the balancing test on file, for legitimate interest
    charitable      boolean NOT NULL DEFAULT false,  -- only furthers the own purposes of a charity
    archived_at     timestamptz,                     -- nothing new is sent for it; what stands on it stays
    PRIMARY KEY (organisation_id, slug)
);
SELECT isolate('purpose');

-- How people are told of a purpose, by version: nothing that somebody said yes to is worded away. None before the first
-- change of one that came with the account.
CREATE TABLE purpose_version (
    organisation_id bigint NOT NULL REFERENCES organisation,
    purpose         text   NOT NULL,
    number          integer NOT NULL,
    name_sv         text   NOT NULL,
    name_en         text   NOT NULL,
    about_sv        text   NOT NULL,
    about_en        text   NOT NULL,
    often_sv        text   NOT NULL,
    often_en        text   NOT NULL,
    reason          text   NOT NULL,                 -- why it means the same as the words before
    by              text   NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, purpose, number),
    FOREIGN KEY (organisation_id, purpose) REFERENCES purpose
);
SELECT isolate('purpose_version');
REVOKE UPDATE, DELETE ON purpose_version FROM samtycke_app;

-- What is sold. Similarity (MFL 19 § 2 st. 2) is declared by a named person with a reason.
CREATE TABLE category (
    organisation_id bigint NOT NULL REFERENCES organisation,
    slug            text   NOT NULL,
    name_sv         text   NOT NULL,
    name_en         text   NOT NULL,
    PRIMARY KEY (organisation_id, slug)
);
SELECT isolate('category');

CREATE TABLE similar_category (
    organisation_id bigint NOT NULL REFERENCES organisation,
    category        text   NOT NULL,
    similar_to      text   NOT NULL,
    declared_by     text   NOT NULL,
    reason          text   NOT NULL,
    declared_at     timestamptz NOT NULL DEFAULT now(),
    ended_by        text,
    ended_at        timestamptz,                   -- from then on it counts for nothing that has not left
    PRIMARY KEY (organisation_id, category, similar_to, declared_at),
    FOREIGN KEY (organisation_id, category) REFERENCES category,
    FOREIGN KEY (organisation_id, similar_to) REFERENCES category
);
CREATE UNIQUE INDEX similar_category_standing ON similar_category (organisation_id, category, similar_to)
    WHERE ended_at IS NULL;
SELECT isolate('similar_category');

-- Who a text is from, and where an answer goes. An alphanumeric sender cannot be answered: then the way
-- out names inbound_number ("Avsluta: STOPP till 71000").
CREATE TABLE sender (
    organisation_id bigint NOT NULL REFERENCES organisation,
    name            text   NOT NULL,  -- as the handset shows it: Skobutiken, 71000, +46...
    inbound_number  text   NOT NULL,  -- where STOPP arrives
    carrier         text   NOT NULL,
    PRIMARY KEY (organisation_id, name)
);
SELECT isolate('sender');

-- Who sends under a name, told to somebody in the street who wants no more and has nothing but the name: ids alone, past
-- the policies, since nobody knows yet whose it is.
CREATE FUNCTION senders_called(called text) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT organisation_id FROM sender WHERE lower(name) = lower(btrim(called))
    UNION SELECT id FROM organisation WHERE lower(btrim(called)) IN (lower(name), slug)
$$;
REVOKE EXECUTE ON FUNCTION senders_called FROM PUBLIC;
GRANT EXECUTE ON FUNCTION senders_called TO samtycke_app;

-- What a segment costs, in hundredths of the currency, by the recipient's country.
CREATE TABLE price (
    organisation_id bigint NOT NULL REFERENCES organisation,
    country         text   NOT NULL,
    minor_units     integer NOT NULL,
    currency        text   NOT NULL DEFAULT 'SEK',
    PRIMARY KEY (organisation_id, country)
);
SELECT isolate('price');

-- Who did what, for the organisation's own eyes. No number and no text stands here. It is sealed, and let go of, by the
-- ledger.
CREATE TABLE audit_entry (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    at              timestamptz NOT NULL DEFAULT now(),
    actor           text   NOT NULL,
    act             text   NOT NULL,
    subject         text   NOT NULL DEFAULT '',
    detail          jsonb  NOT NULL DEFAULT '{}',
    salt            bytea  NOT NULL DEFAULT uuid_send(gen_random_uuid()),  -- so that its seal tells nothing once it is gone
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('audit_entry');
REVOKE UPDATE, DELETE ON audit_entry FROM samtycke_app;
CREATE INDEX audit_entry_at ON audit_entry (organisation_id, at);
CREATE INDEX audit_entry_actor ON audit_entry (organisation_id, actor, id);

-- The law's parameters as the organisation has changed them: what, from, to, who answers for it and why.
-- "law" stands for the law's own value.
CREATE TABLE setting_change (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    name            text   NOT NULL,
    was             jsonb  NOT NULL,
    became          jsonb  NOT NULL,
    by              text   NOT NULL,
    reason          text   NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('setting_change');
REVOKE UPDATE, DELETE ON setting_change FROM samtycke_app;

-- What an API call with an Idempotency-Key was answered, so that the same call told twice is done once. Kept for a day.
CREATE TABLE idempotency (
    organisation_id bigint NOT NULL REFERENCES organisation,
    key             text   NOT NULL,
    request         bytea  NOT NULL,               -- SHA-256 of what was asked, and by which API key
    status          smallint,
    answer          bytea,                         -- sealed: it may name a person
    at              timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, key)
);
CREATE INDEX idempotency_at ON idempotency (organisation_id, at);
SELECT isolate('idempotency');

-- Who answers for people's data: what every notice has to say of the organisation (GDPR 13).
CREATE TABLE controller (
    organisation_id bigint NOT NULL REFERENCES organisation,
    name            text   NOT NULL,  -- as it is registered: Skobutiken i Staden AB
    number          text   NOT NULL,  -- its organisation number
    address         text   NOT NULL,
    email           text   NOT NULL,
    phone           text   NOT NULL,
    website         text   NOT NULL,
    officer         text   NOT NULL,  -- how the data protection officer is reached
    recipients      text   NOT NULL,  -- who carries the texts, by name
    PRIMARY KEY (organisation_id)
);
SELECT isolate('controller');

-- Somebody asked to work here. The link is the only key, its digest is all that is kept, and it works once.
CREATE TABLE invitation (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    code            bytea  NOT NULL,  -- SHA-256 of the code in the link
    email           text   NOT NULL,
    role            text   NOT NULL CHECK (role IN ('owner', 'marketer', 'officer', 'dpo', 'agent', 'developer', 'auditor')),
    invited_by      text   NOT NULL,
    invited_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    accepted_at     timestamptz,
    withdrawn_at    timestamptz,
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, code)
);
SELECT isolate('invitation');

-- The DM officer: a named person, authorised until a day, who answers for what is sent. An appointment that ended stays,
-- since what was approved under it stays.
CREATE TABLE officer (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    staff_id        bigint NOT NULL,  -- a member; the name is kept for when they no longer are
    name            text   NOT NULL,
    authorisation   text   NOT NULL,  -- by whom: Auktoriserad DM-ansvarig, SWEDMA
    number          text   NOT NULL,  -- of the authorisation, where it has one
    valid_from      date   NOT NULL,
    valid_until     date   NOT NULL CHECK (valid_until >= valid_from),
    appointed_by    text   NOT NULL,
    appointed_at    timestamptz NOT NULL,
    ended_by        text,
    ended_at        timestamptz,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX officer_one_each ON officer (organisation_id, staff_id) WHERE ended_at IS NULL;
SELECT isolate('officer');

-- Days on which an officer is away, and who answers instead.
CREATE TABLE officer_absence (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    officer_id      bigint NOT NULL,
    from_day        date   NOT NULL,
    to_day          date   NOT NULL CHECK (to_day >= from_day),
    deputy_id       bigint,           -- a member who may approve; nobody answers where there is none
    deputy          text   NOT NULL,
    noted_by        text   NOT NULL,
    noted_at        timestamptz NOT NULL,
    cancelled_at    timestamptz,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, officer_id) REFERENCES officer
);
SELECT isolate('officer_absence');

-- How often somebody without an account has asked for something in the present window. It belongs to no tenant, and
-- knows an address only by its keyed digest; a window that has passed is removed.
CREATE TABLE asked_lately (
    what    text        NOT NULL,
    who     bytea       NOT NULL,
    ends_at timestamptz NOT NULL,
    times   integer     NOT NULL,
    PRIMARY KEY (what, who, ends_at)
);
CREATE INDEX asked_lately_ends_at ON asked_lately (ends_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON asked_lately TO samtycke_app;
