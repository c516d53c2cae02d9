"""A list of those who said no, or whom we block, is brought in: numbers or hashes, before or after they are met."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from samtycke.gate.door import Spec, send
from samtycke.intake.door import Given, block_file, bring_in_blocks, read_list
from samtycke.intake.tasks import run_block_file_task
from samtycke.ledger.door import (
    Consent,
    block_list,
    blocks_on,
    each_block,
    find_contact,
    hashed,
    history,
    meet,
    record,
    verify,
)
from samtycke.organisations.door import NotDeclared, acting_for
from samtycke.sms import parse_number

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASA, BO, NOBODY = "+46701740605", "+46701740606", "+46701740607"


def yes(number: str) -> Consent:
    return Consent(
        number=parse_number(number), occurred_at=NOW - timedelta(days=30), door="import", purpose="offers",
        method="paper", wording="Ja.", informed=True,
    )  # fmt: skip


@pytest.fixture
def known(organisation):
    """Åsa and Bo said yes a month ago."""
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes(ASA), yes(BO)], now=NOW)
    return organisation


def bring_in(organisation, content: str, *, own: bool, salt: str = "", purpose: str = ""):
    given = Given(
        own_doing=own, purpose=purpose, since=NOW - timedelta(days=1), because="klagade", source="Telia", salt=salt
    )
    with acting_for(organisation.pk) as cursor:
        read = read_list(content.encode(), country="SE")
        file_id = bring_in_blocks(cursor, read, given, name="lista.csv", by="Karin")
    run_block_file_task.func(organisation_id=organisation.pk, file_id=file_id)
    with acting_for(organisation.pk) as cursor:
        return block_file(cursor, file_id)


def offer(organisation, number: str) -> str:
    spec = Spec("marketing", "offers", "Höstens skor", ("shoes",), "Skobutiken")
    with acting_for(organisation.pk) as cursor:
        return send(cursor, spec, parse_number(number), now=NOW).decision.verdict


def kinds(organisation, number: str) -> list[str]:
    with acting_for(organisation.pk) as cursor:
        return [event.kind for event in history(cursor, find_contact(cursor, number))]


@pytest.mark.parametrize("written", ["numbers", "hashes"])
def test_those_who_said_no_elsewhere_have_said_it_here(known, written):
    """A contact's ledger holds the objection with where it came from; a stranger is blocked and made no contact."""
    assert offer(known, ASA) == "allow"
    people = [ASA, NOBODY]
    file = bring_in(known, "\n".join(people if written == "numbers" else map(hashed, people)), own=True)
    assert (file.state, file.met, file.done) == ("done", 1, 2)
    assert offer(known, ASA) == "deny"
    assert kinds(known, ASA)[0] == "objection"
    assert offer(known, BO) == "allow"
    with acting_for(known.pk) as cursor:
        assert find_contact(cursor, NOBODY) is None
        (entry,) = blocks_on(cursor, NOBODY)
        assert (entry.own_doing, entry.by, entry.source, entry.because) == (True, "Karin", "Telia", "klagade")
        record(cursor, [yes(NOBODY)], now=NOW)
        assert verify(cursor) == []
    assert offer(known, NOBODY) == "deny"


@pytest.mark.parametrize("written", ["numbers", "hashes"])
def test_those_whom_we_block_have_said_nothing(known, written):
    people = [ASA, NOBODY]
    file = bring_in(known, "\n".join(people if written == "numbers" else map(hashed, people)), own=False)
    assert (file.state, file.met) == ("done", 1)
    assert kinds(known, ASA) == ["block", "consent"]
    assert offer(known, ASA) == offer(known, NOBODY) == "deny"


def test_what_was_planned_is_withheld_at_once(known):
    with acting_for(known.pk) as cursor:
        spec = Spec("marketing", "offers", "Höstens skor", ("shoes",), "Skobutiken")
        send(cursor, spec, parse_number(ASA), now=NOW)
    bring_in(known, ASA, own=True)
    with acting_for(known.pk) as cursor:
        cursor.execute("SELECT state FROM message")
        assert cursor.fetchall() == [("withheld",)]


def test_a_stranger_on_a_list_of_hashes_is_denied_when_somebody_sends_to_them(known):
    bring_in(known, hashed(NOBODY), own=False)
    with acting_for(known.pk) as cursor:
        meet(cursor, parse_number(NOBODY))
        assert [entry.source for entry in blocks_on(cursor, NOBODY)] == ["Telia"]


def test_a_list_for_one_purpose_says_nothing_of_the_others(known):
    bring_in(known, ASA, own=True, purpose="events")
    assert offer(known, ASA) == "allow"
    with pytest.raises(NotDeclared):
        bring_in(known, ASA, own=True, purpose="lottery")


def test_an_agreed_salt_is_tried_on_every_number(known):
    assert bring_in(known, hashed(ASA, salt="vi två"), own=True, salt="vi två").met == 1
    assert offer(known, ASA) == "deny"


def test_the_same_list_again_changes_nothing(known):
    for _ in range(2):
        bring_in(known, f"{ASA}\n{hashed(BO)}", own=True)
    assert kinds(known, ASA) == kinds(known, BO) == ["objection", "consent"]


def test_a_list_is_read_in_whatever_column_and_shape():
    told = hashlib.sha256(ASA.encode())
    base = base64.b64encode(told.digest()).decode()
    content = f'Namn;Mobil\nÅsa;070-174 06 06\n"Bo",{told.hexdigest().upper()}\n{base}\n\nring mig\n08-465 004 00\n'
    read = read_list(content.encode("windows-1252"), country="SE")
    assert (read.numbers, read.hashes, read.unread) == ([BO], [told.hexdigest()], [6, 7])


def test_a_worker_that_dies_goes_on_where_it_was(known, monkeypatch):
    """Each turn is one transaction: what is in is in, the rest comes."""
    monkeypatch.setattr("samtycke.intake.blocks.files.LINES", 1)
    turns = iter(range(100))

    def dies(*arguments, **named):
        if next(turns) == 2:
            raise KeyboardInterrupt
        return run(*arguments, **named)

    from samtycke.intake import tasks

    run = tasks.run_block_turn
    monkeypatch.setattr(tasks, "run_block_turn", dies)
    with pytest.raises(KeyboardInterrupt):
        bring_in(known, f"{NOBODY}\n{hashed(ASA)}\n{hashed(BO)}", own=True)
    with acting_for(known.pk) as cursor:
        cursor.execute("SELECT id, done FROM block_file")
        file_id, done = cursor.fetchone()
    assert done == 2
    run_block_file_task.func(organisation_id=known.pk, file_id=file_id)
    with acting_for(known.pk) as cursor:
        file = block_file(cursor, file_id)
    assert (file.state, file.done, file.met, file.looked) == ("done", 3, 2, 2)
    assert offer(known, ASA) == offer(known, BO) == "deny"


def test_no_number_lies_readable_while_a_list_waits(known):
    with acting_for(known.pk) as cursor:
        given = Given(own_doing=True, since=NOW, because="x", source="y", salt="hemligt")
        bring_in_blocks(cursor, read_list(ASA.encode(), country="SE"), given, name="x", by="Karin")
        cursor.execute("SELECT p.sealed, f.salt FROM block_part p, block_file f")
        held = b"".join(bytes(part) for part in cursor.fetchone())
        assert b"701740605" not in held
        assert b"hemligt" not in held


def test_the_list_is_read_from_place_to_place_and_names_only_contacts(known):
    bring_in(known, "\n".join([ASA, BO, NOBODY]), own=False)
    with acting_for(known.pk) as cursor:
        first = block_list(cursor, limit=2)
        rest = block_list(cursor, before=first[-1].place, limit=2)
        assert len(first) + len(rest) == 3 == len(list(each_block(cursor)))
        seen = [entry.identity.number if entry.identity else None for entry in [*first, *rest]]
        assert sorted(filter(None, seen)) == [ASA, BO]
        assert block_list(cursor, own=True) == []
        assert len(block_list(cursor, own=False, before="nonsense")) == 3
