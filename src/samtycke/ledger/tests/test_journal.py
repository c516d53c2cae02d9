"""The journal outside the database: lines are added, changed ones are named, and what a backup lacks is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from samtycke.gate.door import opt_out
from samtycke.ledger.door import Backed, Consent, Journal, drain, erase, read_journal, record, since_backup
from samtycke.organisations.door import acting_for
from samtycke.sms import Number

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 9, tzinfo=UTC)


def said(n, *, xact="100", life="a", **more):
    return {
        "kind": "block", "organisation": 1, "contact": None, "key": f"{n:032x}", "purpose": "", "own": True,
        "staff": False, "since": "2026-03-10T12:00:00+00:00", "xact": xact, "life": life, **more,
    }  # fmt: skip


def keys(read):
    return [int.from_bytes(one.number_key, "big") for one in read.noted]


BACKED = Backed(life="a", snapshot="100:105:102", mark="")


def test_lines_come_back_as_they_were_over_months_and_processes(tmp_path):
    for n, at in ((1, NOW), (2, NOW), (3, APRIL)):
        Journal(tmp_path).append([said(n)], now=at)  # each as by a process of its own
    lines = list(read_journal(tmp_path))
    assert [line.said["key"][-1] for line in lines] == ["1", "2", "3"]
    assert all(line.whole for line in lines)
    assert sorted(path.name for path in tmp_path.glob("*.journal")) == ["2026-03.journal", "2026-04.journal"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_a_month_that_is_over_can_be_let_go_of(tmp_path):
    for n, at in ((1, NOW), (2, APRIL), (3, APRIL)):
        Journal(tmp_path).append([said(n)], now=at)
    (tmp_path / "2026-03.journal").unlink()
    assert [line.whole for line in read_journal(tmp_path)] == [True, True]


@pytest.mark.parametrize("harm", ["changed", "taken out"])
def test_a_line_that_is_not_as_it_was_is_named(tmp_path, harm):
    Journal(tmp_path).append([said(n) for n in (1, 2, 3, 4)], now=NOW)
    path = tmp_path / "2026-03.journal"
    lines = path.read_text().splitlines(keepends=True)
    lines[1:2] = [lines[1].replace('"own":true', '"own":false')] if harm == "changed" else []
    path.write_text("".join(lines))
    read = since_backup(read_journal(tmp_path), BACKED)
    assert read.broken == ["2026-03.journal, line 2"]


def test_a_line_cut_short_by_a_crash_is_none_and_the_next_is_whole(tmp_path):
    journal = Journal(tmp_path)
    journal.append([said(1)], now=NOW)
    with (tmp_path / "2026-03.journal").open("ab") as file:
        file.write(b'{"kind":"block","key":"00')
    journal.append([said(2)], now=NOW)
    lines = list(read_journal(tmp_path))
    assert [(line.said["key"][-1], line.whole) for line in lines] == [("1", True), ("2", True)]


@pytest.mark.parametrize(
    ("xact", "life", "lacks"),
    [
        ("99", "a", False),
        ("100", "a", False),
        ("102", "a", True),
        ("104", "a", False),
        ("105", "a", True),
        ("200", "a", True),
        ("99", "b", True),
    ],
    ids=["before", "done", "was running", "done since", "after", "long after", "another life"],
)
def test_what_the_backups_snapshot_did_not_see_is_what_it_lacks(tmp_path, xact, life, lacks):
    Journal(tmp_path).append([said(1, xact=xact, life=life)], now=NOW)
    assert keys(since_backup(read_journal(tmp_path), BACKED)) == ([1] if lacks else [])


def test_what_was_applied_when_a_life_began_is_not_told_again_to_its_backups(tmp_path):
    journal = Journal(tmp_path)
    journal.append([said(1, life="older"), {"kind": "restored", "life": "a"}, said(2, life="older")], now=NOW)
    assert keys(since_backup(read_journal(tmp_path), BACKED)) == [2]


def test_a_backup_knows_its_own_journal(tmp_path):
    journal = Journal(tmp_path)
    mark = journal.append([{"kind": "backup"}], now=NOW)
    assert since_backup(read_journal(tmp_path), Backed("a", "1:1:", mark)).the_one
    assert not since_backup(read_journal(tmp_path), BACKED).the_one


def test_every_no_and_erasure_waits_for_the_journal_from_its_own_transaction_on(organisation, tmp_path):
    asa, bo = Number("+46701740612", "SE"), Number("+46701740613", "SE")
    with acting_for(organisation.pk) as cursor:
        yes = {"occurred_at": NOW, "door": "form", "purpose": "offers", "method": "web_form", "wording": "Ja."}
        (contact,) = record(cursor, [Consent(number=bo, informed=True, **yes)], now=NOW).contact_ids
        assert drain(cursor, Journal(tmp_path), now=NOW) == 0  # a yes is none
        opt_out(cursor, asa, because="STOPP", door="sms", purpose="offers", now=NOW)
        erase(cursor, contact, by="Karin", door="staff", now=NOW)
        assert drain(cursor, Journal(tmp_path), now=NOW) == 3
        assert drain(cursor, Journal(tmp_path), now=NOW) == 0
    told = [(line.said["kind"], line.said["purpose"], line.said["contact"]) for line in read_journal(tmp_path)]
    assert told == [("block", "offers", None), ("block", "", None), ("erasure", "", contact)]


def test_what_could_not_be_written_waits_on(organisation, tmp_path):
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, Number("+46701740612", "SE"), because="STOPP", door="sms", now=NOW)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError), acting_for(organisation.pk) as cursor:  # noqa: PT011 - of whatever kind
        drain(cursor, Journal(tmp_path / "file" / "journal"), now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert drain(cursor, Journal(tmp_path), now=NOW) == 1
