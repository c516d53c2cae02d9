"""`verify` finds what somebody with the database in hand has changed."""

from __future__ import annotations

import os

import psycopg
import pytest

from samtycke.ledger.door import record, verify
from samtycke.ledger.tests.cast import ASA, BO, NOW, consent, no, sale
from samtycke.organisations.door import acting_for


def test_an_honest_ledger_has_no_findings(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(), consent(BO), sale(), sale(BO, refused=True)], now=NOW)
        no(cursor)
        assert verify(cursor) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE permission SET method = 'paper'", "permission"),
        ("UPDATE permission SET withdrawn_at = NULL, consent_at = now()", "permission"),
        ("DELETE FROM permission", "permission"),
        (
            "INSERT INTO permission (organisation_id, purpose, contact_id, consent_at, method, informed, evidenced) "
            "SELECT organisation_id, 'events', id, now(), 'web_form', true, true FROM contact",
            "permission",
        ),
        ("UPDATE customer SET customer_on = '9999-12-31'", "customer"),
        (
            "INSERT INTO customer SELECT organisation_id, 'bags', id, '2030-01-01' FROM contact",
            "customer",
        ),
        ("UPDATE contact SET objected_at = NULL", "contact"),
        ("UPDATE contact SET recipient = 'company'", "contact"),
        ("DELETE FROM suppression", "no has no block"),
        ("UPDATE suppression SET number_key = '\\x00112233445566778899aabbccddeeff'", "no has no block"),
        ("UPDATE identity SET sealed = evidence_key", "identity"),
        ("UPDATE identity SET evidence_key = sealed", "proof"),
        ("DELETE FROM identity", "cannot be read"),
        ("UPDATE contact SET erased = true", "still be read"),
        (
            "UPDATE contact SET number_key = '\\x00112233445566778899aabbccddeeff'",
            "another's",
        ),
    ],
)
def test_a_change_is_found(organisation, change, found):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(), sale()], now=NOW)
        contact = no(cursor)
        cursor.execute(change)
        findings = verify(cursor)
        assert {finding.contact_id for finding in findings} == {contact}
        assert any(found in str(finding) for finding in findings), findings


def test_an_event_slipped_in_behind_the_program_is_found(organisation):
    """The owner of the database may insert; what follows from it then differs from what is projected."""
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids
        cursor.execute(
            "INSERT INTO consent_event (organisation_id, contact_id, kind, occurred_at, purpose, method, informed, "
            "door, fingerprint) VALUES (current_organisation(), %s, 'withdrawal', %s, 'offers', NULL, NULL, 'x', 'x')",
            [contact, NOW],
        )
        findings = verify(cursor)
    assert {finding.contact_id for finding in findings} == {contact}


@pytest.mark.parametrize(
    ("off", "on", "found"),
    [
        (
            "ALTER TABLE consent_event_default DISABLE TRIGGER append_only",
            "ALTER TABLE consent_event_default ENABLE TRIGGER append_only",
            "append_only of consent_event_default",
        ),
        (
            "ALTER TABLE consent_event DISABLE TRIGGER never_truncated",
            "ALTER TABLE consent_event ENABLE TRIGGER never_truncated",
            "never_truncated of consent_event",
        ),
        (
            "ALTER TABLE suppression DISABLE TRIGGER journal_again",
            "ALTER TABLE suppression ENABLE TRIGGER journal_again",
            "journal_again of suppression",
        ),
        (
            "ALTER TABLE contact DISABLE TRIGGER journal_erasure",
            "ALTER TABLE contact ENABLE TRIGGER journal_erasure",
            "journal_erasure of contact",
        ),
        (
            "GRANT UPDATE ON consent_event TO samtycke_app",
            "REVOKE UPDATE ON consent_event FROM samtycke_app",
            "UPDATE consent_event",
        ),
        (
            "ALTER TABLE permission DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE permission ENABLE ROW LEVEL SECURITY",
            "permission",
        ),
    ],
)
def test_a_guard_that_is_off_is_found(organisation, off, on, found):
    with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"], autocommit=True) as owner:
        owner.execute(off)
        try:
            with acting_for(organisation.pk) as cursor:
                findings = verify(cursor)
        finally:
            owner.execute(on)
    assert any(found in str(finding) for finding in findings), findings
    assert ASA.e164 not in str(findings)
