-- What a person said, for ever.
--
-- contact       a number within an organisation, and the projection of all its events that is not per
--               purpose or category. Holds nothing readable: number_key is a keyed HMAC.
-- identity      all that can be read about a contact, sealed; deleting the row erases the person, since
--               it also holds the one key that opens the evidence (promise 6).
-- consent_event the ledger: append-only (promise 5).
-- permission, customer   projections, written in the event's transaction.
-- suppression   the block list: number keys only, so that it survives erasure and import.
-- read_entry    who has looked at whom.
-- unsealed, seal   what waits for its seal, and the seals: batches of events, or of lines of the logs of acts and of
--               reads, each a Merkle tree (promise 5).
-- batch_let_go  which batches of the logs have been let go of, their time being out.
-- seal_check    what each check of it all found.

-- The calendar day where a number's owner is: periods of the law are counted in it. The zones are those of the packs,
-- written in after each migration, see local_day.py.
CREATE FUNCTION local_day(at timestamptz, country text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN at < '9999-01-01' THEN (at AT TIME ZONE 'Europe/Stockholm')::date
        ELSE '9999-12-31'::date END;  -- a relation that runs

CREATE TABLE contact (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    id              bigint  GENERATED ALWAYS AS IDENTITY,
    number_key      bytea,                                  -- null once erased
    country         text    NOT NULL,                       -- ISO 3166, from the number
    recipient       text    NOT NULL DEFAULT 'unknown'
                    CHECK (recipient IN ('consumer', 'sole_trader', 'company', 'unknown')),
    minor           boolean NOT NULL DEFAULT false,         -- known to be under 16
    child_at        timestamptz,                            -- the last instant at which they were known to be under 13
    number_wrong    boolean NOT NULL DEFAULT false,
    restricted      boolean NOT NULL DEFAULT false,         -- GDPR 18
    erased          boolean NOT NULL DEFAULT false,         -- GDPR 17
    objected_at     timestamptz,                            -- newest objection to all marketing
    refused_at      timestamptz,                            -- newest refusal at a sale that stands
    consented_at    timestamptz,                            -- newest consent, to any purpose
    sale_on         date,                                   -- newest sale: last day as a customer by it
    sale_at         timestamptz,
    sale_category   text,
    sale_collected  boolean NOT NULL DEFAULT false,         -- number collected in that sale
    sale_informed   boolean NOT NULL DEFAULT false,         -- told of the use
    sale_offered    boolean NOT NULL DEFAULT false,         -- offered to refuse
    supported_on    date,                                   -- newest whole support of a charity
    paused_until    timestamptz,
    unread_reply    boolean NOT NULL DEFAULT false,         -- a reply that may be an opt-out is unread
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, number_key)
) WITH (fillfactor = 85);
SELECT isolate('contact');

CREATE TABLE identity (
    organisation_id bigint NOT NULL REFERENCES organisation,
    contact_id      bigint NOT NULL,
    sealed          bytea  NOT NULL,   -- {"number", "attributes"} under a data key of the keyring
    evidence_key    bytea  NOT NULL,   -- this person's own key, wrapped by a data key of the keyring
    bare            boolean NOT NULL DEFAULT false,  -- nothing but the number is in it: no name, no attributes
    PRIMARY KEY (organisation_id, contact_id),
    FOREIGN KEY (organisation_id, contact_id) REFERENCES contact
);
SELECT isolate('identity');

-- The exact words a person was shown. A change is a new version.
CREATE TABLE wording (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    digest          bytea  NOT NULL,   -- SHA-256 of text
    text            text   NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, id),
    UNIQUE (organisation_id, digest)
);
SELECT isolate('wording');

CREATE SEQUENCE consent_event_id;
GRANT USAGE ON consent_event_id TO samtycke_app;

CREATE TABLE consent_event (
    organisation_id bigint NOT NULL REFERENCES organisation,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    id              bigint NOT NULL DEFAULT nextval('consent_event_id'),
    contact_id      bigint NOT NULL,
    kind            text   NOT NULL CHECK (kind IN (
                    'consent', 'confirmation', 'withdrawal', 'objection', 'sale', 'sale_cancelled',
                    'negotiation', 'support',
                    'pause', 'block', 'unblock', 'restriction', 'restriction_lifted', 'number_wrong',
                    'number_right', 'recipient', 'minor', 'reply_held', 'reply_read', 'correction', 'erasure')),
    occurred_at     timestamptz NOT NULL,
    purpose         text,              -- null: all marketing
    category        text,
    method          text,
    wording_id      bigint,
    source          text   NOT NULL DEFAULT '',   -- where it came from: a till, a form, a file
    door            text   NOT NULL,   -- import, form, api, sms, staff, link, me, system
    by              text   NOT NULL DEFAULT '',   -- the member of staff or the key that recorded it
    informed        boolean,
    collected       boolean,
    offered         boolean,
    refused         boolean,
    until           timestamptz,       -- of a pause, or when a running relation ended
    value           text,              -- of recipient (consumer ...) and minor (yes, no, child): what is now known;
                                       --   of correction: number or attributes
    evidence        bytea,             -- sealed under the person's own key
    fingerprint     bytea  NOT NULL,   -- SHA-256 of what was said: the same fact is recorded once
    PRIMARY KEY (organisation_id, recorded_at, id)
) PARTITION BY RANGE (recorded_at);
CREATE TABLE consent_event_default PARTITION OF consent_event DEFAULT;
CREATE INDEX consent_event_contact ON consent_event (organisation_id, contact_id, fingerprint);
-- An order is cancelled by its number, and whose it was is not always told.
CREATE INDEX consent_event_source ON consent_event (organisation_id, source) WHERE kind = 'sale' AND source <> '';
SELECT isolate('consent_event');
REVOKE UPDATE, DELETE ON consent_event FROM samtycke_app;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consent_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON consent_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON consent_event_default
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Words that were shown are never changed: a change is a new version.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON wording
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON wording
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON wording FROM samtycke_app;

-- What waits for its seal: one row for each time something was recorded, written in that transaction. Ids are taken
-- before a transaction commits, so a later id may be seen before an earlier one; here each is seen when it is committed.
CREATE TABLE unsealed (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    log             text   NOT NULL DEFAULT 'consent' CHECK (log IN ('consent', 'acts', 'reads')),
    recorded_at     timestamptz NOT NULL,
    event_ids       bigint[] NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('unsealed');

-- A sealed batch, of events or of lines of one of the logs. Its events' leaves give its root; the batches themselves are leaves of a second tree, whose root, the
-- head, stands for everything sealed until then.
CREATE TABLE seal (
    organisation_id bigint   NOT NULL REFERENCES organisation,
    number          bigint   NOT NULL,               -- 1, 2, 3, without a gap
    version         smallint NOT NULL,               -- of the form in which events are written, see canonical.py
    log             text     NOT NULL DEFAULT 'consent' CHECK (log IN ('consent', 'acts', 'reads')),  -- of what
    event_ids       bigint[] NOT NULL,               -- ascending
    leaves          bytea    NOT NULL,               -- 32 bytes each, in the order of event_ids
    root            bytea    NOT NULL,
    peaks           bytea[]  NOT NULL,               -- of the tree of batches with this one in it
    head            bytea    NOT NULL,
    events          bigint   NOT NULL,               -- how many of the ledger's events are sealed, with these
    first_at        timestamptz NOT NULL,            -- the earliest and the latest recorded_at
    last_at         timestamptz NOT NULL,
    sealed_at       timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, number)
);
CREATE INDEX seal_last_at ON seal (organisation_id, last_at, first_at);
SELECT isolate('seal');
REVOKE UPDATE, DELETE ON seal FROM samtycke_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON seal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who has looked at whom: one line each time people's data were shown to staff, given to a key, or printed for the
-- operator. Contacts by their ids alone: no number, no name of theirs and no text ever stands here.
CREATE TABLE read_entry (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    at              timestamptz NOT NULL DEFAULT now(),
    account         text   NOT NULL,                 -- staff/7, key/3, operator
    actor           text   NOT NULL,                 -- what it was called then
    role            text   NOT NULL,                 -- owner, agent ...; api; operator
    sort            text   NOT NULL,                 -- what sort of read, see reads.py
    subject         text   NOT NULL,                 -- the page or call, with its ids: rights-request/4
    contact_ids     bigint[] NOT NULL,               -- who was shown; nobody where a search found nobody
    salt            bytea  NOT NULL DEFAULT uuid_send(gen_random_uuid()),
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX read_entry_at ON read_entry (organisation_id, at);
CREATE INDEX read_entry_account ON read_entry (organisation_id, account, at);
CREATE INDEX read_entry_contacts ON read_entry USING gin (contact_ids);
SELECT isolate('read_entry');
REVOKE UPDATE, DELETE ON read_entry FROM samtycke_app;

-- The lines in which a person stands. That an array holds a value is no condition the policies let come before them, so
-- that the index would go unused; asked here it is used, for the acting organisation alone.
CREATE FUNCTION reads_of(person bigint) RETURNS SETOF read_entry
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM read_entry WHERE organisation_id = current_organisation() AND contact_ids @> ARRAY[person]
$$;
REVOKE EXECUTE ON FUNCTION reads_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reads_of TO samtycke_app;

-- Batches of the logs whose lines are gone since their time was out. Their roots stay: nothing before or after them is
-- the less sealed. Written by let_go_of_log alone.
CREATE TABLE batch_let_go (
    organisation_id bigint NOT NULL,
    number          bigint NOT NULL,
    at              timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, number)
);
SELECT isolate('batch_let_go');
REVOKE INSERT, UPDATE, DELETE ON batch_let_go FROM samtycke_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON batch_let_go
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON batch_let_go
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Each line of a log waits for its seal from the moment it is written, whoever writes it.
CREATE FUNCTION wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unsealed (organisation_id, log, recorded_at, event_ids)
    SELECT organisation_id, TG_ARGV[0], at, array_agg(id ORDER BY id) FROM written GROUP BY organisation_id, at;
    RETURN NULL;
END $$;

-- A line is never changed, and goes only with the whole of its batch, once that has been let go of.
CREATE FUNCTION refuse_unless_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM gone g WHERE NOT EXISTS (
            SELECT FROM batch_let_go l JOIN seal s ON s.organisation_id = l.organisation_id AND s.number = l.number
            WHERE l.organisation_id = g.organisation_id AND s.log = TG_ARGV[0]
              AND s.last_at >= g.at AND s.first_at <= g.at AND g.id = ANY (s.event_ids)))
    THEN
        RAISE EXCEPTION 'The log is append-only: DELETE on % is refused before its time is out', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER wait_for_seal AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION wait_for_seal('acts');
CREATE TRIGGER append_only BEFORE UPDATE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_let_go AFTER DELETE ON audit_entry REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_let_go('acts');
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER wait_for_seal AFTER INSERT ON read_entry REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION wait_for_seal('reads');
CREATE TRIGGER append_only BEFORE UPDATE ON read_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_let_go AFTER DELETE ON read_entry REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_let_go('reads');
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON read_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The program may not delete what it has written in a log. The oldest lines go when their time is out, by the owner's
-- hand: those of the organisation that acts, batch by batch, and none that was sealed within the last year. Whole
-- batches go until at_most lines have; returns how many did.
CREATE FUNCTION let_go_of_log(which text, before timestamptz, at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    numbers bigint[];
    ids     bigint[];
    went    integer;
BEGIN
    IF which NOT IN ('acts', 'reads') THEN
        RAISE EXCEPTION 'Nothing of % is let go of', which;
    END IF;
    numbers := ARRAY(
        SELECT number FROM (
            SELECT number, sum(cardinality(event_ids)) OVER (ORDER BY number) - cardinality(event_ids) AS earlier
            FROM seal s WHERE s.organisation_id = current_organisation() AND s.log = which
              AND s.sealed_at < least(before, now() - interval '1 year')
              AND NOT EXISTS (SELECT FROM batch_let_go l
                              WHERE l.organisation_id = s.organisation_id AND l.number = s.number)) old
        WHERE earlier < at_most);
    INSERT INTO batch_let_go (organisation_id, number) SELECT current_organisation(), unnest(numbers);
    ids := ARRAY(SELECT unnest(event_ids) FROM seal
                 WHERE organisation_id = current_organisation() AND number = ANY (numbers));
    IF which = 'acts' THEN
        DELETE FROM audit_entry WHERE organisation_id = current_organisation() AND id = ANY (ids);
    ELSE
        DELETE FROM read_entry WHERE organisation_id = current_organisation() AND id = ANY (ids);
    END IF;
    GET DIAGNOSTICS went = ROW_COUNT;
    RETURN went;
END $$;
REVOKE EXECUTE ON FUNCTION let_go_of_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION let_go_of_log TO samtycke_app;

CREATE TABLE seal_check (
    organisation_id bigint NOT NULL REFERENCES organisation,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    checked_at      timestamptz NOT NULL,
    events          bigint NOT NULL,                 -- how many were sealed then
    findings        jsonb  NOT NULL,                 -- [{what, event_id, contact_id}], the first of them
    found           bigint NOT NULL,                 -- how many there were
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('seal_check');
REVOKE UPDATE, DELETE ON seal_check FROM samtycke_app;

-- The consent that counts for one purpose: one that meets every condition before one that does not,
-- then the newest.
CREATE TABLE permission (
    organisation_id bigint NOT NULL REFERENCES organisation,
    purpose         text   NOT NULL,
    contact_id      bigint NOT NULL,
    consent_at      timestamptz,
    consent_on      date,              -- consent_at as a day where the recipient is
    method          text,
    informed        boolean NOT NULL DEFAULT false,
    evidenced       boolean NOT NULL DEFAULT false,
    withdrawn_at    timestamptz,       -- set when a withdrawal is not older than the consent
    objected_at     timestamptz,       -- newest objection to this purpose
    PRIMARY KEY (organisation_id, purpose, contact_id)
) WITH (fillfactor = 90);
SELECT isolate('permission');

-- The last day a person was a customer by a sale that meets what the soft opt-in asks of the sale itself
-- (collected in it, informed, offered to refuse), per category.
CREATE TABLE customer (
    organisation_id bigint NOT NULL REFERENCES organisation,
    category        text   NOT NULL,
    contact_id      bigint NOT NULL,
    customer_on     date,
    talked_on       date,              -- the same of talks that led to no sale: some countries count them
    PRIMARY KEY (organisation_id, category, contact_id),
    CHECK (customer_on IS NOT NULL OR talked_on IS NOT NULL)
);
SELECT isolate('customer');

CREATE TABLE suppression (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    number_key      bytea   NOT NULL,
    purpose         text    NOT NULL DEFAULT '',   -- '': all marketing of the organisation
    since           timestamptz NOT NULL,
    because         text    NOT NULL,
    door            text    NOT NULL,
    own_doing       boolean NOT NULL,              -- the person's own opt-out; their new yes lifts it
    by_staff        boolean NOT NULL DEFAULT false, -- staff added it, and may lift it
    by              text    NOT NULL DEFAULT '',   -- who added it: a member of staff, a key; empty where they did it themselves
    source          text    NOT NULL DEFAULT '',   -- where it came from: a file, a carrier, a company of the group
    PRIMARY KEY (organisation_id, number_key, purpose),
    CHECK (own_doing OR by_staff)                  -- an entry goes when neither reason is left
);
CREATE INDEX suppression_since ON suppression (organisation_id, since, number_key, purpose);
SELECT isolate('suppression');

-- Blocks that came as hashes (SHA-256) of numbers nobody has met: each becomes an entry above when its number is met.
-- A bare hash of a number is soon guessed, so that what is kept is a keyed HMAC of the hash.
CREATE TABLE hashed_block (
    organisation_id bigint  NOT NULL REFERENCES organisation,
    digest          bytea   NOT NULL,
    purpose         text    NOT NULL DEFAULT '',
    since           timestamptz NOT NULL,
    because         text    NOT NULL,
    by              text    NOT NULL,
    source          text    NOT NULL,
    own_doing       boolean NOT NULL,              -- they said it themselves; else staff blocks them
    PRIMARY KEY (organisation_id, digest, purpose)
);
SELECT isolate('hashed_block');

-- What was put before numbers when they were hashed, by those who agreed to. A number that is met is hashed with each.
CREATE TABLE hash_salt (
    organisation_id bigint NOT NULL REFERENCES organisation,
    digest          bytea  NOT NULL,
    sealed          bytea  NOT NULL,
    PRIMARY KEY (organisation_id, digest)
);
SELECT isolate('hash_salt');

-- Numbers nobody on this platform may send marketing to. Keys only; read by all, written by the operator.
CREATE TABLE platform_suppression (
    number_key bytea PRIMARY KEY,
    since      timestamptz NOT NULL,
    because    text NOT NULL,
    by         text NOT NULL DEFAULT '',
    source     text NOT NULL DEFAULT ''
);
GRANT SELECT ON platform_suppression TO samtycke_app;

-- The same as hashes, as hashed_block is. The program may not write the platform's list: when it meets a number, it may
-- only have what the operator put here carried over.
CREATE TABLE platform_hashed_block (
    digest  bytea PRIMARY KEY,
    since   timestamptz NOT NULL,
    because text NOT NULL,
    by      text NOT NULL,
    source  text NOT NULL
);
GRANT SELECT ON platform_hashed_block TO samtycke_app;
CREATE FUNCTION meet_platform_blocks(digests bytea[], number_keys bytea[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO platform_suppression (number_key, since, because, by, source)
    SELECT t.k, h.since, h.because, h.by, h.source
    FROM unnest(digests, number_keys) AS t(d, k) JOIN platform_hashed_block h ON h.digest = t.d
    ON CONFLICT (number_key) DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION meet_platform_blocks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meet_platform_blocks TO samtycke_app;

-- Each life of this database: the first begins with its migration, every other when a backup is put back. Until the
-- newest is settled (what was said since the backup has been applied, or the operator has answered for it) no marketing
-- leaves, see gate/due.sql. Only the owner writes here.
CREATE TABLE database_life (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    begun_at   timestamptz NOT NULL DEFAULT now(),
    backup_of  timestamptz,               -- when the backup that was put back was made; null: this database began empty
    backed     jsonb,                     -- what that backup holds, to tell what it lacks: life, snapshot, journal
    settled_at timestamptz,
    settled_by text NOT NULL DEFAULT '',
    words      text NOT NULL DEFAULT ''   -- what was applied, or why the operator sends without it
);
INSERT INTO database_life (settled_at) VALUES (now());
GRANT SELECT ON database_life TO samtycke_app;

-- Every no, block, restriction and erasure on its way into the journal outside the database (journal.py), noted by the
-- database itself in the transaction that wrote it, so that no way in can forget it. Deleted once it is on that disk.
CREATE TABLE unjournaled (
    organisation_id bigint  NOT NULL,                -- 0: the platform's own lists
    id              bigint  GENERATED ALWAYS AS IDENTITY,
    kind            text    NOT NULL CHECK (kind IN
                    ('block', 'hashed', 'platform', 'platform_hashed', 'restriction', 'erasure')),
    contact_id      bigint,
    number_key      bytea   NOT NULL,                -- of hashes, the keyed HMAC of the hash
    purpose         text    NOT NULL DEFAULT '',
    since           timestamptz NOT NULL,
    own_doing       boolean NOT NULL,
    by_staff        boolean NOT NULL,
    xact            xid8    NOT NULL DEFAULT pg_current_xact_id(),  -- tells whether a backup holds it
    PRIMARY KEY (organisation_id, id)
);
SELECT isolate('unjournaled');

CREATE FUNCTION journal_blocks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'suppression' THEN
        INSERT INTO unjournaled (organisation_id, kind, number_key, purpose, since, own_doing, by_staff)
        SELECT organisation_id, 'block', number_key, purpose, since, own_doing, by_staff FROM told;
        PERFORM pg_notify('journal', organisation_id::text) FROM (SELECT DISTINCT organisation_id FROM told) t;
    ELSIF TG_TABLE_NAME = 'hashed_block' THEN
        INSERT INTO unjournaled (organisation_id, kind, number_key, purpose, since, own_doing, by_staff)
        SELECT organisation_id, 'hashed', digest, purpose, since, own_doing, NOT own_doing FROM told;
        PERFORM pg_notify('journal', organisation_id::text) FROM (SELECT DISTINCT organisation_id FROM told) t;
    ELSIF TG_TABLE_NAME = 'platform_suppression' THEN
        INSERT INTO unjournaled (organisation_id, kind, number_key, since, own_doing, by_staff)
        SELECT 0, 'platform', number_key, since, false, true FROM told;
        PERFORM pg_notify('journal', '0') WHERE EXISTS (SELECT FROM told);
    ELSE
        INSERT INTO unjournaled (organisation_id, kind, number_key, since, own_doing, by_staff)
        SELECT 0, 'platform_hashed', digest, since, false, true FROM told;
        PERFORM pg_notify('journal', '0') WHERE EXISTS (SELECT FROM told);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_new AFTER INSERT ON suppression REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION journal_blocks();
CREATE TRIGGER journal_again AFTER UPDATE ON suppression REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION journal_blocks();
CREATE TRIGGER journal_new AFTER INSERT ON hashed_block REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION journal_blocks();
CREATE TRIGGER journal_again AFTER UPDATE ON hashed_block REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION journal_blocks();
CREATE TRIGGER journal_new AFTER INSERT ON platform_suppression REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION journal_blocks();
CREATE TRIGGER journal_new AFTER INSERT ON platform_hashed_block REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION journal_blocks();

-- The number is cut from a contact that is erased: here it is known for the last time.
CREATE FUNCTION journal_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unjournaled (organisation_id, kind, contact_id, number_key, since, own_doing, by_staff)
    VALUES (NEW.organisation_id, TG_ARGV[0], NEW.id, OLD.number_key, now(), false, false);
    PERFORM pg_notify('journal', NEW.organisation_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER journal_erasure AFTER UPDATE OF number_key ON contact FOR EACH ROW
    WHEN (NEW.number_key IS NULL AND OLD.number_key IS NOT NULL) EXECUTE FUNCTION journal_contact('erasure');
CREATE TRIGGER journal_restriction AFTER UPDATE OF restricted ON contact FOR EACH ROW
    WHEN (NEW.restricted AND NOT OLD.restricted AND NEW.number_key IS NOT NULL)
    EXECUTE FUNCTION journal_contact('restriction');
