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
