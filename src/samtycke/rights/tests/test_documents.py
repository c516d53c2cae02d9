"""Registers and documents are filled from what the program knows, say what is lacking, and are kept as they stood."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from samtycke.gate.door import opt_out
from samtycke.ledger.door import Consent, note, record
from samtycke.organisations.door import Controller, acting_for, save_controller
from samtycke.rights.door import (
    DOCUMENTS,
    NotWhole,
    Period,
    Recipient,
    RecipientRefused,
    add_recipient,
    change_period,
    criteria,
    end_recipient,
    keep_version,
    kept_version,
    kept_versions,
    known,
    live,
    must_be_made,
    public_notice,
    recipients,
    save_texts,
    unnamed_carriers,
)
from samtycke.sms import parse_number

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ASA = parse_number("070-174 06 05")
TELE = Recipient(name="Tele X AB", does="förmedlar SMS", carrier="telex", country="SE", agreed_on=date(2026, 1, 7))


def yes(number=ASA):
    return Consent(
        number=number,
        occurred_at=NOW - timedelta(days=9),
        door="import",
        purpose="offers",
        method="web_form",
        wording="Ja.",
        informed=True,
        evidence={"row": "1"},
    )


def read(cursor, organisation, kind, language="sv"):
    return live(cursor, kind, known(cursor, organisation, now=NOW), language=language)


def words(one, key, language="sv"):
    part = next(part for part in one.pages[language] if part.key == key)
    return " ".join([*part.known, part.own])


def write_all(cursor, organisation, kind, language="sv"):
    """Whatever the organisation has to write."""
    asked = [one.key for one in DOCUMENTS[kind].sections if one.needed]
    save_texts(cursor, kind, {key: f"Vårt om {key}." for key in asked}, language=language, by="Karin", now=NOW)


def keep(cursor, organisation, kind, **more):
    what = {"language": "sv", "public": False, "why": "Första.", "by": "Karin", "now": NOW} | more
    return keep_version(cursor, kind, known(cursor, organisation, now=NOW), **what)


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_document_reads_in_both_languages_and_cites_its_law(organisation, kind, language):
    with acting_for(organisation.pk) as cursor:
        one = read(cursor, organisation, kind, language)
    for part, section in zip(one.pages[language], one.document.sections, strict=True):
        assert part.title == section.title[language]
        assert part.citation
        assert part.known or section.ask or section.lacks, part.key
        assert all(line.strip() for line in part.known)


def test_the_record_says_what_the_program_knows_today(organisation):
    """Article 30(1), (a) to (g): each has a heading of its own."""
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes()], now=NOW)
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        change_period(cursor, "bodies", Period(6), by="Karin", reason="", now=NOW)
        one = read(cursor, organisation, "record")
    assert [section.citation for section in one.document.sections] == [
        *("GDPR art. 30(1)(a)", "GDPR art. 30(1)(b)", "GDPR art. 30(1)(c)", "GDPR art. 30(1)(c)"),
        *("GDPR art. 30(1)(d)", "GDPR art. 30(1)(e), 44–49", "GDPR art. 30(1)(f)", "GDPR art. 30(1)(g), 32(1)"),
    ]
    assert "Skobutiken i Staden AB" in words(one, "controller")
    assert "Erbjudanden: reklam på SMS" in words(one, "purposes")
    assert "1\u00a0person i dag, varav 1\u00a0har sagt ja" in words(one, "people")
    assert "webbformulär" in words(one, "data")
    assert "Tele X AB: förmedlar SMS. Sverige." in words(one, "recipients")
    assert "Ingen av mottagarna finns utanför EU/EES." in words(one, "transfers")
    assert "Ordalydelsen i SMS till en person: 6 månader" in words(one, "retention")


def test_the_notice_tells_all_that_article_13_asks(organisation):
    """Each point of 13(1) and (2) stands in the citation of a heading."""
    cited = " ".join(section.citation for section in DOCUMENTS["notice"].sections)
    for point in (
        "13(1)(a)–(b)",
        "13(1)(c)–(d)",
        "13(1)(e)",
        "13(1)(f)",
        "13(2)(a)",
        "13(2)(b)–(c)",
        "13(2)(d)",
        "13(2)(e)",
        "13(2)(f)",
    ):
        assert point in cited
    with acting_for(organisation.pk) as cursor:
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        one = read(cursor, organisation, "notice")
    assert "IMY" in words(one, "complain")
    assert "STOPP" in words(one, "rights")
    assert "5 år" in words(one, "how_long")


def test_what_is_missing_is_named_and_nothing_half_is_kept(organisation):
    with acting_for(organisation.pk) as cursor:
        save_controller(cursor, Controller(name="Skobutiken i Staden AB"), by="Karin")
        with pytest.raises(NotWhole) as lacking:
            keep(cursor, organisation, "notice", public=True)
        # The address, who carries the texts, where they are, how to reach them, whether it is voluntary.
        assert [one.key for one in lacking.value.lacking] == ["who", "to", "abroad", "rights", "voluntary"]
        assert kept_versions(cursor, "notice") == []


def test_a_version_stands_as_it_stood_whatever_becomes_of_the_facts(organisation):
    with acting_for(organisation.pk) as cursor:
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        write_all(cursor, organisation, "notice")
        first = keep(cursor, organisation, "notice", public=True)
        assert read(cursor, organisation, "notice").changed is False
        change_period(cursor, "people", Period(36), by="Karin", reason="", now=NOW)
        today = read(cursor, organisation, "notice")
        assert (today.changed, "3 år" in words(today, "how_long")) == (True, True)
        second = keep(cursor, organisation, "notice", why="Vi gallrar tidigare.")
        assert kept_version(cursor, "notice", 1) == first
        assert [one.number for one in kept_versions(cursor, "notice")] == [2, 1]
        # The second was kept for ourselves: the street still reads the first.
        assert (second.public, public_notice(cursor)) == (False, first)


def test_one_person_more_is_no_change(organisation):
    """Otherwise no register would read as it does today for longer than until somebody says yes."""
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes(), yes(parse_number("070-174 06 06"))], now=NOW)
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        write_all(cursor, organisation, "record")
        keep(cursor, organisation, "record")
        record(cursor, [yes(parse_number("070-174 06 07"))], now=NOW)
        today = read(cursor, organisation, "record")
        assert "3\u00a0personer" in words(today, "people")
        assert today.changed is False


@pytest.mark.parametrize("statement", ["UPDATE document_version SET why = ''", "DELETE FROM document_version"])
def test_nobody_changes_a_version(organisation, statement):
    with acting_for(organisation.pk) as cursor:
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        write_all(cursor, organisation, "record")
        keep(cursor, organisation, "record")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


def test_only_what_is_made_for_the_street_is_ever_public(organisation):
    with acting_for(organisation.pk) as cursor:
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        write_all(cursor, organisation, "record")
        assert keep(cursor, organisation, "record", public=True).public is False


def test_a_text_in_one_language_stands_in_the_other_until_it_is_written(organisation):
    with acting_for(organisation.pk) as cursor:
        write_all(cursor, organisation, "assessment")
        assert words(read(cursor, organisation, "assessment"), "outcome", "en") == "Vårt om outcome."
        save_texts(cursor, "assessment", {"outcome": "Ours."}, language="en", by="Karin", now=NOW)
        one = read(cursor, organisation, "assessment")
        assert (words(one, "outcome", "en"), words(one, "outcome")) == ("Ours.", "Vårt om outcome.")
        with pytest.raises(KeyError):
            save_texts(cursor, "assessment", {"thresholds": "x"}, language="sv", by="Karin", now=NOW)


def test_the_assessment_weighs_the_organisations_own_settings(organisation):
    """The demo has neither quiet hours nor a cap; its no and its customers are counted."""
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes()], now=NOW)
        opt_out(cursor, ASA, because="STOPP", door="sms", now=NOW)
        balance = words(read(cursor, organisation, "assessment"), "balance")
    assert "1\u00a0nummer är spärrat" in balance
    assert "Tyst tid är avslagen, vilket väger mot er." in balance


def test_the_agreement_has_every_point_of_article_28_and_its_sub_processors(organisation, other_organisation, settings):
    settings.HOUSE = other_organisation.slug
    cited = " ".join(section.citation for section in DOCUMENTS["agreement"].sections)
    for letter in "abcdefgh":
        assert f"28(3)({letter})" in cited, letter
    with acting_for(organisation.pk) as cursor:
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        accepted = keep(cursor, organisation, "agreement")
        assert "Tele X AB" in " ".join(next(p for p in accepted.pages["sv"] if p.key == "sub_processors").known)
        new = Recipient(name="Moln Oy", does="driver servrarna", country="FI", agreed_on=date(2026, 2, 1))
        add_recipient(cursor, new, by="Karin", now=NOW)
        assert read(cursor, organisation, "agreement").changed is True
    with acting_for(other_organisation.pk) as cursor:
        assert "inte biträde åt sig själv" in words(read(cursor, other_organisation, "agreement"), "parties")


def test_the_impact_assessments_thresholds_are_reckoned_on_what_is_known(organisation, monkeypatch):
    from samtycke.rights.documents import impact

    monkeypatch.setattr(impact, "LARGE", 1)
    with acting_for(organisation.pk) as cursor:
        facts = known(cursor, organisation, now=NOW)
        assert must_be_made(facts) is False
        (contact,) = record(cursor, [yes()], now=NOW).contact_ids
        note(cursor, contact, "minor", value="yes", door="staff", now=NOW)
        facts = known(cursor, organisation, now=NOW)
    assert [one.key for one in criteria(facts) if one.met] == ["scale", "vulnerable"]
    assert must_be_made(facts) is True


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"does": ""}, "does"),
        ({"country": "Sverige"}, "country"),
        ({"country": "US"}, "ground"),
        ({"country": "CN", "ground": "adequacy"}, "ground"),
        ({"country": "IN", "ground": "clauses"}, "safeguards"),
        ({"part": "friend"}, "part"),
    ],
)
def test_nothing_goes_abroad_without_a_ground(organisation, said, field):
    values = {"name": "X", "does": "Y", **said}
    with acting_for(organisation.pk) as cursor, pytest.raises(RecipientRefused) as refused:
        add_recipient(cursor, Recipient(**values), by="Karin", now=NOW)
    assert refused.value.field == field


def test_a_transfer_is_told_of_with_its_ground_where_it_matters(organisation):
    said = Recipient(name="Post Inc", does="skickar e-post", country="IN", ground="clauses", safeguards="SCC 2021/914.")
    with acting_for(organisation.pk) as cursor:
        gone = add_recipient(cursor, said, by="Karin", now=NOW)
        assert "standardavtalsklausuler" in words(read(cursor, organisation, "record"), "transfers")
        assert "Post Inc finns i Indien" in words(read(cursor, organisation, "notice"), "abroad")
        assert end_recipient(cursor, gone, by="Karin", now=NOW) is True
        assert end_recipient(cursor, gone, by="Karin", now=NOW) is False
        assert recipients(cursor) == []


def test_a_carrier_nobody_has_written_down_is_pointed_out(organisation):
    with acting_for(organisation.pk) as cursor:
        assert unnamed_carriers(cursor) == []  # the simulator gets nobody's data
        cursor.execute("UPDATE sender SET carrier = 'telex'")
        assert unnamed_carriers(cursor) == ["telex"]
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        assert unnamed_carriers(cursor) == []


def test_another_organisation_reads_none_of_it(organisation, other_organisation):
    with acting_for(organisation.pk) as cursor:
        add_recipient(cursor, TELE, by="Karin", now=NOW)
        write_all(cursor, organisation, "record")
        keep(cursor, organisation, "record")
    with acting_for(other_organisation.pk) as cursor:
        assert (recipients(cursor), kept_versions(cursor, "record")) == ([], [])
