"""A file comes in with proof, or is refused row by row (walk In, promise 5)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from importlib import resources

import pytest

from samtycke.intake.drafts import ImportStarted, MappingRefused, draft_import, draft_rows, map_import
from samtycke.intake.refusals import refusals, refusals_csv
from samtycke.intake.run import start_import
from samtycke.intake.state import first_rows, import_state, imports
from samtycke.intake.tasks import run_import_task
from samtycke.intake.trial import dry_run
from samtycke.ledger.door import find_contact, history, reveal
from samtycke.organisations.door import acting_for

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEADER = "number;purpose;method;consented_at;wording;shop\n"
WORDS = "Ja, skicka erbjudanden"


def bring_in(organisation, content, *, defaults=None, mapping=None):
    if isinstance(content, str):
        content = content.encode()
    with acting_for(organisation.pk) as cursor:
        import_id = draft_import(cursor, name="kunder.csv", content=content, by="alice")
        map_import(cursor, import_id, mapping=mapping, defaults=defaults)
        start_import(cursor, import_id)
    run_import_task.func(organisation_id=organisation.pk, import_id=import_id)
    with acting_for(organisation.pk) as cursor:
        state = import_state(cursor, import_id)
        return state, refusals(cursor, import_id)


def consent(number="070-174 06 05", *, method="paper", at="2026-03-02", wording=WORDS, purpose="offers"):
    return f"{number};{purpose};{method};{at};{wording};Malmö\n"


def test_the_demo_file_is_taken_in_as_a_shop_exports_it(organisation):
    """Semicolons, Windows-1252, numbers in every shape; each junk row is refused for its own reason."""
    content = resources.files("samtycke.ops.demo").joinpath("kunder.csv").read_bytes()
    state, refused = bring_in(organisation, content, defaults={"purpose": "Erbjudanden"})
    assert (state.state, state.encoding, state.delimiter) == ("done", "windows-1252", ";")
    assert state.accepted + state.refused == state.rows == state.done
    assert {(refusal.field, refusal.reason) for refusal in refused} == {
        ("number", "landline"),
        ("number", "unreadable"),
        ("consented_at", "missing"),
        ("consented_at", "in_future"),
        ("method", "pre_ticked"),
        ("wording", "missing"),
    }
    assert [warning["code"] for warning in state.warnings] == ["duplicate_rows"]
    with acting_for(organisation.pk) as cursor:
        contact = find_contact(cursor, "+46701740655")
        assert reveal(cursor, [contact])[contact].attributes["name"] == "Astrid Öberg"
        assert len(history(cursor, contact)) == 1


def test_the_same_file_twice_changes_nothing(organisation):
    content = HEADER + consent() + consent("0701740606")
    first, _ = bring_in(organisation, content)
    second, _ = bring_in(organisation, content)
    assert (first.accepted, first.unchanged) == (2, 0)
    assert (second.accepted, second.unchanged) == (2, 2)


def test_a_row_without_provenance_is_refused_with_its_line_and_a_reason(organisation):
    content = HEADER + "".join(
        [
            consent(),
            consent("08-465 004 06"),
            consent(at=""),
            consent(method="Förkryssad ruta"),
            consent(wording=""),
            consent(purpose="nyhetsbrev"),
            consent(at="02/03/2026"),
            consent(at="2027-01-01"),
            consent(method=""),
            consent("hej"),
            consent(purpose="orders"),
        ]
    )
    state, refused = bring_in(organisation, content)
    assert (state.accepted, state.refused) == (1, 10)
    assert [(refusal.line, refusal.field, refusal.reason) for refusal in refused] == [
        (3, "number", "landline"),
        (4, "consented_at", "missing"),
        (5, "method", "pre_ticked"),
        (6, "wording", "missing"),
        (7, "purpose", "not_declared"),
        (8, "consented_at", "ambiguous_date"),
        (9, "consented_at", "in_future"),
        (10, "method", "missing"),
        (11, "number", "unreadable"),
        (12, "purpose", "not_declared"),  # a consent to service texts is none
    ]
    assert "08-465 004 06" in refused[0].message
    assert all(str(refusal.line) in refusal.message for refusal in refused)


def test_a_sale_needs_when_what_and_what_was_said(organisation):
    header = "mobil;köpdatum;kategori;collected_in_sale;informed;offered_refusal\n"
    content = header + (
        "0701740605;2026-03-02;Skor;ja;ja;ja\n"
        "0701740606;2026-03-02;Mattor;ja;ja;ja\n"
        "0701740607;2026-03-02;shoes;ja;;ja\n"
        "0701740608;;shoes;ja;ja;ja\n"
        "0701740609;2026-03-02;shoes;kanske;ja;ja\n"
        "0701740610;2026-03-02;shoes;nej;nej;nej\n"
    )
    state, refused = bring_in(organisation, content)
    assert state.accepted == 2  # the last says no to all: a fact too, though no basis
    assert [(refusal.line, refusal.field, refusal.reason) for refusal in refused] == [
        (3, "category", "not_declared"),
        (4, "informed", "missing"),
        (5, "sold_at", "missing"),
        (6, "collected_in_sale", "not_yes_or_no"),
    ]


def test_refused_rows_come_back_as_a_file_that_can_be_mended_and_dropped_back(organisation):
    content = HEADER + consent() + consent("0701740606", at="") + consent("08-465 004 06")
    state, _ = bring_in(organisation, content)
    with acting_for(organisation.pk) as cursor:
        mended = "".join(refusals_csv(cursor, state.id))
    assert mended.startswith("\ufeff")
    again, refused = bring_in(organisation, mended.replace(";paper;;", ";paper;2026-03-02;"))
    assert (again.accepted, again.refused) == (1, 1)
    assert refused[0].reason == "landline"
    with acting_for(organisation.pk) as cursor:
        contact = find_contact(cursor, "+46701740606")
        assert set(reveal(cursor, [contact])[contact].attributes) == {"shop"}


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(organisation):
    content = "number;purpose;method;consented_at;wording;note\n"
    content += "+46701740605;offers;paper;;x;=HYPERLINK(1)\n-1;offers;paper;;x;@SUM(A1)\n"
    state, _ = bring_in(organisation, content)
    with acting_for(organisation.pk) as cursor:
        text = "".join(refusals_csv(cursor, state.id)).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][0] == "+46701740605"
    assert rows[1][5] == "'=HYPERLINK(1)"
    assert rows[2][5] == "'@SUM(A1)"


def test_a_trial_says_what_would_happen_and_changes_nothing(organisation):
    content = HEADER + consent() + consent() + consent("0701740606") + consent("08-465 004 06")
    bring_in(organisation, HEADER + consent())
    with acting_for(organisation.pk) as cursor:
        import_id = draft_import(cursor, name="k.csv", content=content.encode(), by="alice")
        trial = dry_run(cursor, import_id, now=NOW)
        assert find_contact(cursor, "+46701740606") is None
        assert import_state(cursor, import_id).state == "draft"
        assert first_rows(cursor, import_id)[0][0] == "070-174 06 05"
    assert (trial.rows, trial.accepted, trial.refused, trial.unchanged, trial.blocked) == (4, 3, 1, 2, 0)
    assert [(group.field, group.reason, group.count) for group in trial.groups] == [("number", "landline", 1)]
    assert trial.groups[0].first[0].line == 5
    assert trial.warnings == ({"code": "duplicate_rows", "count": 1, "lines": [3]},)


def test_a_list_that_a_machine_made_is_flagged(organisation):
    content = HEADER + "".join(consent(f"+4673000{number:04}") for number in range(60))
    state, _ = bring_in(organisation, content)
    assert {"code": "consecutive_numbers", "count": 60} in state.warnings


def test_an_import_that_falls_between_parts_goes_on_where_it_was(organisation, monkeypatch):
    """Each part is recorded and removed in one transaction: a crash repeats none and loses none."""
    monkeypatch.setattr("samtycke.intake.parts.ROWS", 3)
    content = HEADER + "".join(consent(f"+46730000{number:03}") for number in range(10))
    with acting_for(organisation.pk) as cursor:
        import_id = draft_import(cursor, name="k.csv", content=content.encode(), by="alice")
        start_import(cursor, import_id)
    from samtycke.intake.run import run_part

    with acting_for(organisation.pk) as cursor:
        run_part(cursor, import_id, now=NOW)

    class Crash(BaseException):
        pass

    def crash():
        with acting_for(organisation.pk) as cursor:
            run_part(cursor, import_id, now=NOW)
            raise Crash

    with pytest.raises(Crash):
        crash()
    run_import_task.func(organisation_id=organisation.pk, import_id=import_id)
    run_import_task.func(organisation_id=organisation.pk, import_id=import_id)
    with acting_for(organisation.pk) as cursor:
        state = import_state(cursor, import_id)
        cursor.execute("SELECT count(*) FROM import_part WHERE import_id = %s", [import_id])
        assert cursor.fetchone() == (0,)
    assert (state.state, state.done, state.accepted, state.unchanged) == ("done", 10, 10, 0)


def test_starting_is_queued_with_the_transaction_and_only_once(organisation):
    with acting_for(organisation.pk) as cursor:
        import_id = draft_import(cursor, name="k.csv", content=(HEADER + consent()).encode(), by="alice")
        start_import(cursor, import_id)
        start_import(cursor, import_id)
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'intake.run_import' "
            "AND (args->>'organisation_id')::bigint = %s",
            [organisation.pk],
        )
        assert cursor.fetchone() == (1,)
        with pytest.raises(ImportStarted):
            map_import(cursor, import_id, defaults={"purpose": "offers"})


def test_a_mapping_speaks_of_what_there_is(organisation):
    with acting_for(organisation.pk) as cursor:
        import_id = draft_import(cursor, name="k.csv", content=b"a;b\n1;2\n", by="alice")
        for mapping in ({"c": "number"}, {"a": "nummer"}, {"a": "number", "b": "number"}):
            with pytest.raises(MappingRefused):
                map_import(cursor, import_id, mapping=mapping)
        map_import(cursor, import_id, mapping={"a": "number", "b": ""})
        assert import_state(cursor, import_id).mapping == {"a": "number"}


def test_rows_of_an_api_call_are_an_import_too(organisation):
    with acting_for(organisation.pk) as cursor:
        rows = [
            {"number": "+46701740605", "purpose": "offers", "method": "web_form",
             "consented_at": "2026-03-02T10:00:00Z", "wording": WORDS, "shoe_size": 42},
            {"number": "+46701740606", "category": "shoes", "sold_at": "2026-03-02", "collected_in_sale": True,
             "informed": True, "offered_refusal": True, "refused": False},
            {"number": "+46701740607"},
        ]  # fmt: skip
        import_id = draft_rows(cursor, rows, name="api", by="key")
        start_import(cursor, import_id)
    run_import_task.func(organisation_id=organisation.pk, import_id=import_id)
    with acting_for(organisation.pk) as cursor:
        assert import_state(cursor, import_id).accepted == 2
        assert [(r.line, r.reason) for r in refusals(cursor, import_id)] == [(3, "no_provenance")]
        contact = find_contact(cursor, "+46701740605")
        assert reveal(cursor, [contact])[contact].attributes == {"shoe_size": "42"}


def test_nothing_readable_lies_in_the_database_while_a_file_waits(organisation):
    content = HEADER + consent("0701740605") + consent("0701740606", at="")
    state, _ = bring_in(organisation, content)
    with acting_for(organisation.pk) as cursor:
        draft_import(cursor, name="k.csv", content=content.encode(), by="alice")
        for table in ("import_part", "import_refusal"):
            cursor.execute(f"SELECT sealed FROM {table}")
            assert all(b"701740" not in bytes(row[0]) for row in cursor.fetchall())
        assert [one.id for one in imports(cursor)][1] == state.id


def test_an_import_belongs_to_one_organisation(organisation, other_organisation):
    state, _ = bring_in(organisation, HEADER + consent())
    with acting_for(other_organisation.pk) as cursor:
        assert import_state(cursor, state.id) is None


def test_an_order_that_came_back_is_a_row_of_a_file_too(organisation):
    """By its number, whole or of one category; without its number nobody knows which."""
    header = "Mobil;Ordernummer;Kategori;Köpdatum;Numret vid köpet;Informerad;Kunde tacka nej;Returnerad\n"
    bought = "070-174 06 05;1001;{};2026-10-02;ja;ja;ja;\n"
    content = header + bought.format("Skor") + bought.format("Väskor") + "070-174 06 05;1001;Väskor;;;;;ja\n"
    state, refused = bring_in(organisation, content + "070-174 06 05;;;;;;;ja\n")
    assert (state.accepted, [(one.field, one.reason) for one in refused]) == (3, [("source", "missing")])
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT category FROM customer")
        assert cursor.fetchall() == [("shoes",)]
