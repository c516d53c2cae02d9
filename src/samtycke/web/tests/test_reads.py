"""Whoever sees a person is written down: every page is opened, and what it shows is held against the log of reads.

Nothing here names a page: one made tomorrow is opened tomorrow.
"""

from __future__ import annotations

import json

import pytest

from samtycke.ledger.door import SORTS, contacts
from samtycke.organisations.door import Role, acting_for
from samtycke.web.tests.conftest import staff_addresses, undone

EXAMPLES = {"parts": "what the pages are built of, shown with people who are made up"}


@pytest.fixture
def known(organisation, places) -> dict[int, tuple[str, ...]]:
    """By what each of Alice's people is known where they are shown: the name, and the number as it is written."""
    with acting_for(organisation.pk) as cursor:
        return {
            one.id: tuple(filter(None, (one.identity.name, one.identity.number, one.identity.masked)))
            for one in contacts(cursor, limit=1000)
            if one.identity
        }


def text_of(answer) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")


def lines_of(organisation) -> list[tuple[int, str, str, list[int]]]:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT id, sort, subject, contact_ids FROM read_entry ORDER BY id")
        return cursor.fetchall()


def seen_in(text: str, known: dict[int, tuple[str, ...]]) -> set[int]:
    return {person for person, signs in known.items() if any(sign in text for sign in signs)}


def unwritten(organisation, known, ask, *asked):
    """Who is shown in an answer and stands in no line; and the lines that were written of it."""
    before = {line[0] for line in lines_of(organisation)}
    answer = ask(*asked)
    text = text_of(answer) if answer.status_code < 300 or answer.status_code >= 400 else ""
    new = [line for line in lines_of(organisation) if line[0] not in before]
    return seen_in(text, known) - {one for line in new for one in line[3]}, new


def test_no_page_shows_a_person_without_a_line_in_the_log(organisation, places, known, as_role):
    owner, forgotten, shown = as_role(Role.OWNER), [], set()
    for address in staff_addresses():
        if address.name in EXAMPLES:
            continue
        for method in ("GET", "POST"):
            if address.methods and method not in address.methods:
                continue
            with undone():
                missing, new = unwritten(organisation, known, owner.generic, method, address.at(places))
                shown |= {address.route for line in new if line[3]}
            if missing or any(line[1] == "other" for line in new):
                forgotten.append((method, address.route, missing, [line[1] for line in new]))
    assert forgotten == []
    assert len(shown) > 10


def test_no_form_shows_a_person_without_a_line_in_the_log(organisation, known, all_forms, as_role):
    """The forms of all pages, sent as they stand."""
    owner, forgotten = as_role(Role.OWNER), []
    for form in all_forms:
        if form.action.startswith("/log"):
            continue
        ask = owner.post if form.method == "post" else owner.get
        with undone():
            missing, new = unwritten(organisation, known, ask, form.action, form.fields)
        if missing or any(line[1] == "other" for line in new):
            forgotten.append((form.method, form.action, missing, [line[1] for line in new]))
    assert forgotten == []


def test_the_sorts_that_pages_declare_are_known():
    from samtycke.web.staff import urls

    declared = {getattr(one.callback, "reads", "") for one in urls.urlpatterns} - {""}
    assert declared <= set(SORTS)
    assert len(declared) > 10


def test_no_number_name_or_text_stands_in_the_log(organisation, places, known, as_role):
    owner = as_role(Role.OWNER)
    for address in staff_addresses():
        if not address.methods or "GET" in address.methods:
            owner.get(address.at(places))
    owner.post("/search", {"q": "070-174 06 97"})
    owner.post("/search", {"q": "070-174 06 05"})
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT to_jsonb(r) - 'salt' FROM read_entry r")
        written = json.dumps([row[0] for row in cursor.fetchall()], ensure_ascii=False)
    assert "search" in written
    assert not [
        sign for signs in known.values() for sign in (*signs, "1740697", "174 06 97", "kängorna") if sign in written
    ]
