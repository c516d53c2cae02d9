"""A ledger can be checked on another machine from a file that names nobody."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from samtycke.ledger.door import added_since, erase, heads, record
from samtycke.ledger.export import export_ledger
from samtycke.ledger.merkle import check_consistency
from samtycke.ledger.offline import NotALedger, against_witness, noted_heads, read_ledgers
from samtycke.ledger.tests.cast import ASA, BO, NOW, consent, no, sale
from samtycke.ledger.tests.test_seal import seal_all
from samtycke.organisations.door import acting_for


@pytest.fixture
def lines(organisation):
    """An export of two batches, with one event that waits."""
    for at, entries in enumerate(([consent(), consent(BO)], [sale()])):
        with acting_for(organisation.pk) as cursor:
            record(cursor, entries, now=NOW + timedelta(seconds=at))
        seal_all(organisation)
    with acting_for(organisation.pk) as cursor:
        no(cursor)
        written = list(export_ledger(cursor, slug=organisation.slug, now=NOW))
    return json.loads(json.dumps(written))


def the(lines, kind, at=0):
    return [line for line in lines if line["type"] == kind][at]


def read(lines):
    (reading,) = read_ledgers(lines)
    return [str(one) for one in reading.amiss]


def test_an_export_checks_out_and_holds_nothing_that_names_anybody(organisation, lines):
    (reading,) = read_ledgers(lines)
    assert reading.amiss == []
    assert (reading.slug, reading.events, reading.waiting) == (organisation.slug, 3, 1)
    with acting_for(organisation.pk) as cursor:
        assert reading.heads[2][1] == heads(cursor)[0].head
    assert ASA.e164[1:] not in json.dumps(lines)


def test_the_export_of_a_ledger_with_an_erased_person_checks_out(organisation, lines):
    with acting_for(organisation.pk) as cursor:
        erase(cursor, the(lines, "event")["event"]["contact"], by="Karin", door="staff", now=NOW)
        assert read(json.loads(json.dumps(list(export_ledger(cursor, slug="x", now=NOW))))) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: the(lines, "event")["event"].update(method="paper"), "was changed after"),
        (lambda lines: the(lines, "event")["event"].update(extra=1), "was changed after"),
        (lambda lines: the(lines, "event").update(event=None), "is missing"),
        (lambda lines: lines.remove(the(lines, "event")), "do not give its root"),
        (lambda lines: the(lines, "batch").update(sealed_at="2026-03-10T12:00:00.000000Z"), "was rewritten"),
        (lambda lines: the(lines, "batch").update(head="00" * 32), "was rewritten"),
        (lambda lines: the(lines, "wording").update(text="Ja till allt."), "words that were shown were changed"),
        (lambda lines: lines.remove(the(lines, "wording")), "words of event"),
        (lambda lines: lines.insert(-1, the(lines, "waiting")), "stands twice"),
        (lambda lines: lines.pop(), "ends before"),
        (lambda lines: lines.__delitem__(slice(lines.index(the(lines, "batch", 1)), -1)), "has 2 batches"),
    ],
)
def test_a_change_in_the_file_is_named(lines, change, says):
    change(lines)
    found = read(lines)
    assert any(says in one for one in found), found


@pytest.mark.parametrize(
    "lines", [[{"type": "event"}], [{}], [{"type": "ledger", "format": "x", "organisation": 1, "slug": "x"}], [[1]]]
)
def test_what_is_no_ledger_is_refused_with_its_line(lines):
    with pytest.raises(NotALedger, match="line 1"):
        read_ledgers(lines)


def test_a_ledger_rewritten_whole_differs_from_what_a_witness_noted(organisation, lines):
    (reading,) = read_ledgers(lines)
    with acting_for(organisation.pk) as cursor:
        noted = noted_heads([json.loads(json.dumps(one.as_json())) for one in heads(cursor)])
    assert against_witness(noted, organisation.pk, reading.heads) == ([], 2)
    rewritten = {**reading.heads, 2: (b"x", b"x")}
    (amiss,), agree = against_witness(noted, organisation.pk, rewritten)
    assert "the ledger was rewritten" in str(amiss)
    assert agree == 1
    (amiss,), _ = against_witness(noted, organisation.pk, {1: reading.heads[1]})
    assert "has none of that number" in str(amiss)


def test_whoever_noted_a_head_can_see_that_batches_were_only_added(organisation, lines):
    with acting_for(organisation.pk) as cursor:
        new, old = heads(cursor)
        path = added_since(cursor, old.number)
    check_consistency(old.number, new.number, old.head, new.head, path)
