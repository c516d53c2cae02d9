"""The command that explains: a message then and now, and a number against a message that is not written."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from samtycke.gate.door import opt_out, send
from samtycke.gate.tests.scene import OFFER, number, people, yes
from samtycke.ops.cli import main
from samtycke.organisations.door import Organisation, acting_for


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def explain(organisation, capsys):
    def run(*arguments: str, code: int = 0) -> str:
        assert main(["explain", "--organisation", organisation.slug, "--language", "en", *arguments]) == code
        said = capsys.readouterr()
        return said.err if code else said.out

    return run


@pytest.fixture
def sent(organisation) -> int:
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        return send(cursor, OFFER, number(1), now=now()).id


def to(i: int) -> tuple[str, ...]:
    return "--to", number(i).e164, "--purpose", "offers", "--category", "shoes"


def test_the_answer_stands_first_and_then_where_the_law_says_so(explain, sent):
    answer, law, _, about, *_ = explain(str(sent)).splitlines()
    assert answer == "It may go. The person has said yes to this purpose themselves, and it can be shown."
    assert law.startswith("MFL 19 § 1 st.; GDPR art. 4(11), 6(1)(a), 7  https://")
    assert about == f"Text {sent} to +46730 ••• •• 01, for offers from Skobutiken: planned."


def test_every_rule_says_what_it_saw_and_one_settled_it(explain, sent):
    lines = explain(str(sent)).splitlines()
    (settled,) = [line for line in lines if line.startswith("  =>")]
    assert "settled it [mfl19.consent]" in settled
    assert "         How consent was given: Web form" in lines
    assert lines[-1] == "  The same, for the same reasons."


def test_what_is_otherwise_now_is_named(explain, sent, organisation):
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(1), because="STOPP", door="sms", now=now())
        cursor.execute("SELECT state FROM message WHERE id = %s", [sent])
        assert cursor.fetchone() == ("withheld",)
    Organisation.objects.filter(pk=organisation.pk).update(settings={"quiet_hours": None, "per_24h": 7})
    told = explain(str(sent))
    assert told.startswith("It may not go. This person has said no to marketing.")
    assert "At most in 24 hours: – -> 7" in told


def test_no_number_is_shown_whole(explain, sent):
    assert number(1).e164 not in explain(str(sent)) + explain(*to(1)) + explain(str(sent), "--json")


def test_a_number_is_explained_without_a_message_and_nothing_is_recorded(explain, organisation):
    told = explain(*to(77))
    assert told.startswith("It may not go. There is neither a yes to the purpose nor a purchase of similar goods.")
    assert "Has said yes to something else." not in told
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM decision), (SELECT count(*) FROM contact)")
        assert cursor.fetchone() == (0, 0)


def test_at_another_time_it_is_the_law_of_that_day(explain, sent):
    before = json.loads(explain(*to(1), "--at", "2018-05-24T12:00:00+02:00", "--json"))
    assert (before["verdict"], before["rule"]) == ("deny", "pack.none")
    assert json.loads(explain(*to(1), "--json"))["verdict"] == "allow"


def test_a_program_gets_the_whole_of_it(explain, sent):
    found = json.loads(explain(str(sent), "--json"))
    assert found.keys() >= {"id", "decision", "facts", "rules", "settings", "now", "now_reasons", "differences"}
    assert found["decision"] == found["now"]


def test_it_speaks_swedish(organisation, sent, capsys):
    assert main(["explain", "--organisation", organisation.slug, "--language", "sv", str(sent)]) == 0
    assert capsys.readouterr().out.startswith("Det får gå. Personen har själv sagt ja")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give either a message's number, or --to"),
        (("5", "--to", "+46701740605"), "give either a message's number, or --to"),
        (("--to", "+46701740605"), "--to needs --purpose"),
        (("--to", "+46701740605", "--purpose", "offer"), "--purpose: name one of events, offers"),
        (("--to", "+46701740605", "--purpose", "offers", "--category", "hats"), "--category: name one of"),
        (("--to", "+46701740605", "--purpose", "offers", "--sender", "X"), "--sender: name one of Skobutiken"),
        (("--to", "08-465 004 00", "--purpose", "offers"), "--to: "),
    ],
)
def test_a_question_that_is_not_whole_is_told_what_it_lacks(explain, arguments, says):
    assert says in explain(*arguments, code=2)


def test_a_message_that_is_not_there_is_said_so(explain):
    assert explain("999999999", code=1) == "Skobutiken has no message 999999999.\n"


def test_somebody_elses_message_is_not_there(sent, other_organisation, capsys):
    assert main(["explain", "--organisation", other_organisation.slug, str(sent)]) == 1


def test_an_instant_needs_its_offset(explain):
    with pytest.raises(SystemExit) as refused:
        explain(*to(1), "--at", "2026-03-10T12:00:00")
    assert refused.value.code == 2


def test_whom_it_was_asked_about_is_written_down(explain, sent, organisation):
    explain(str(sent))
    explain(*to(1))
    explain(*to(2))
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT account, sort, subject, cardinality(contact_ids) FROM read_entry ORDER BY id")
        assert cursor.fetchall() == [
            ("operator", "explain", f"message/{sent}", 1),
            ("operator", "explain", "explain", 1),
            ("operator", "explain", "explain", 0),
        ]
