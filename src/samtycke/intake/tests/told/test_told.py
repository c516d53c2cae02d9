"""On paper and by word of mouth: who heard it, which words, and the scan that proves it until the person is erased."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from samtycke.intake.personal import erase as erase_here
from samtycke.intake.personal import export
from samtycke.intake.refusal import RowRefused
from samtycke.intake.told.attachment import LARGEST, AttachmentRefused, open_attachment
from samtycke.intake.told.told import Told, take_told_no, take_told_yes
from samtycke.ledger.door import erase, find_contact
from samtycke.organisations.door import acting_for

ANNA = "+46701740605"
PDF = b"%PDF-1.7 a signed form"
WORDS = "Ja, jag vill ha erbjudanden från Skobutiken på SMS. Jag kan avsluta när jag vill."


@pytest.fixture
def told(shop):
    return Told(number="070-174 06 05", at=shop.now - timedelta(days=2), heard_by="Lina i kassan", scan=PDF)


def yes(shop, told, **more):
    fields = {"purpose": "offers", "method": "paper", "wording": WORDS, "by": "Alice", "now": shop.now, **more}
    with shop.acting() as cursor:
        return take_told_yes(cursor, told, **fields)


def test_a_paper_with_its_scan_is_a_consent_that_can_be_shown(shop, told):
    assert yes(shop, told).new == 1
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")
    (event,) = shop.events(ANNA)
    assert (event.method, event.door, event.by, event.wording) == ("paper", "staff", "Alice", WORDS)
    assert event.evidence["heard_by"] == "Lina i kassan"
    assert event.evidence["scan_sha256"] == hashlib.sha256(PDF).hexdigest()
    with shop.acting() as cursor:
        opened = open_attachment(cursor, int(event.evidence["scan"]), by="Alice")
        assert (opened.content, opened.media_type) == (PDF, "application/pdf")
        cursor.execute("SELECT actor, act FROM audit_entry ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("Alice", "attachment.view")


def test_erasing_the_person_makes_the_scan_unreadable_also_where_the_row_is_left(shop, told):
    yes(shop, told)
    scan = int(shop.events(ANNA)[0].evidence["scan"])
    with shop.acting() as cursor:
        contact = find_contact(cursor, ANNA)
        assert export(cursor, contact)["scans"][0]["media_type"] == "application/pdf"
        erase(cursor, contact, by="Alice", door="staff", now=shop.now)
        assert open_attachment(cursor, scan, by="Alice") is None
        erase_here(cursor, contact, by="Alice", door="staff", now=shop.now)
        cursor.execute("SELECT count(*) FROM attachment")
        assert cursor.fetchone() == (0,)


def test_another_organisation_sees_no_scan(shop, told, other_organisation):
    yes(shop, told)
    scan = int(shop.events(ANNA)[0].evidence["scan"])
    with acting_for(other_organisation.pk) as cursor:
        assert open_attachment(cursor, scan, by="Charlie") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"MZ\x90\x00 a program", "kind"), (b"<html>", "kind"), (b"%PDF-" + bytes(LARGEST), "size")],
)
def test_a_file_that_is_no_scan_is_refused_and_nothing_recorded(shop, told, content, reason):
    with pytest.raises(AttachmentRefused, match=reason):
        yes(shop, replace(told, scan=content))
    assert shop.events(ANNA) == []


@pytest.mark.parametrize("beginning", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_pictures_are_taken_too(shop, told, beginning):
    assert yes(shop, replace(told, scan=beginning + b"...")).new == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"wording": " "}, "wording"),
        ({"purpose": "orders"}, "purpose"),
        ({"told": {"heard_by": ""}}, "heard_by"),
        ({"told": {"number": "08-465 004 00"}}, "number"),
        ({"told": {"at": "future"}}, "consented_at"),
    ],
)
def test_what_could_not_be_shown_later_is_refused(shop, told, change, field):
    of_told = change.pop("told", {})
    if of_told.get("at") == "future":
        of_told["at"] = shop.now + timedelta(days=1)
    with pytest.raises(RowRefused) as refused:
        yes(shop, replace(told, **of_told), **change)
    assert refused.value.refusal.field == field


def test_a_yes_told_by_staff_lifts_no_no_of_the_person_s_own(shop, told):
    shop.hears(ANNA, "STOPP")
    told = replace(told, at=shop.now)
    assert yes(shop, told).blocked == 1
    assert shop.verdict(ANNA)[0] == "deny"


@pytest.mark.parametrize("kind", ["objection", "withdrawal"])
def test_a_no_by_phone_or_letter_holds_at_once(shop, told, kind):
    yes(shop, told)
    with shop.acting() as cursor:
        no = replace(told, at=shop.now, scan=PDF)
        take_told_no(cursor, no, purpose="offers", kind=kind, how="letter", by="Alice", now=shop.now)
    assert shop.verdict(ANNA)[0] == "deny"
    event = shop.events(ANNA)[0]
    assert (event.kind, event.door, event.by, event.source) == (kind, "staff", "Alice", "letter")
    assert event.evidence["heard_by"] == "Lina i kassan"
