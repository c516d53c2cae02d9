"""Bringing people in, page by page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samtycke.intake.tasks import run_import_task
from samtycke.ledger.door import contacts
from samtycke.organisations.door import acting_for

FILE = (
    "Mobil;Namn;Samtycke gavs;Hur;Ordalydelse;Butik\n"
    "070-174 06 11;Greta Holm;2026-01-01;Webbformulär;Ja, skicka erbjudanden.;Umeå\n"
    "08-465 004 06;Gösta Ek;2026-03-04;Papper;Ja, skicka erbjudanden.;Malmö\n"
    "070-174 06 12;Hugo Dahl;;Papper;Ja, skicka erbjudanden.;Malmö\n"
).encode("windows-1252")


def upload(client, content=FILE, name="kunder.csv"):
    return client.post("/imports/new", {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def draft(alice):
    return upload(alice)["Location"]


def test_columns_are_guessed_and_shown(alice, draft):
    """Each column stands with what it was taken for and its first values."""
    page = alice.get(draft).content.decode()
    assert "semikolon, Windows-1252" in page
    assert '<option value="consented_at" selected>' in page
    assert "070-174 06 11 · 08-465 004 06 · 070-174 06 12" in page
    assert "Egenskap {{Butik}}" in page


def test_a_file_that_is_no_table_says_what_to_do(alice):
    """An Excel workbook is refused with the next step, on the page where the file was chosen."""
    answer = upload(alice, b"PK\x03\x04 whatever", "kunder.xlsx")
    assert answer.status_code == 422
    assert "Spara den som CSV i Excel" in answer.content.decode()


def test_nothing_chosen_is_said_kindly(alice):
    """A form sent without a file says so."""
    assert "Välj en fil först." in alice.post("/imports/new").content.decode()


def test_a_dry_run_groups_refusals_by_reason(organisation, alice, draft):
    """One row comes in; the others say why not; nothing has been recorded."""
    alice.post(f"{draft}/columns", {**_as_guessed(), "default-purpose": "offers"})
    page = alice.get(draft).content.decode()
    assert "<b>1</b> tas in" in page
    assert "har ett fast nummer" in page
    assert "saknar datum för samtycket" in page
    assert "Ta in 1 rad" in page
    with acting_for(organisation.pk) as cursor:
        assert contacts(cursor) == []


def test_a_mapping_is_corrected_by_hand(alice, draft):
    """A column may be left out, or be an attribute."""
    alice.post(f"{draft}/columns", {**_as_guessed(), "column-5": "-"})
    assert '<option value="-" selected>' in alice.get(draft).content.decode()


def test_one_field_in_two_columns_is_told(alice, draft):
    """The page says which, and keeps what was there."""
    alice.post(f"{draft}/columns", {**_as_guessed(), "column-5": "name"})
    assert "Två kolumner kan inte båda vara Namn." in alice.get(draft).content.decode()


def test_an_import_runs_and_its_refusals_can_be_mended(organisation, alice, draft):
    """What came in, what did not and why; the refused rows come back as a file with their reasons."""
    import_id = int(draft.rsplit("/", 1)[1])
    alice.post(f"{draft}/columns", {**_as_guessed(), "default-purpose": "offers"})
    alice.post(f"{draft}/start")
    assert "hx-get" in alice.get(draft).content.decode()
    run_import_task(organisation_id=organisation.pk, import_id=import_id)
    page = alice.get(draft).content.decode()
    assert "1 rad togs in." in page
    assert "Rad 3: 08-465 004 06 är inget mobilnummer." in page
    file = alice.get(f"{draft}/refusals.csv")
    assert file["Content-Type"].startswith("text/csv")
    assert "Hugo Dahl" in file.content.decode()


def test_the_same_file_again_is_nothing_new(organisation, alice):
    """Twice is once."""
    for _ in range(2):
        path = upload(alice)["Location"]
        alice.post(f"{path}/columns", {**_as_guessed(), "default-purpose": "offers"})
        alice.post(f"{path}/start")
        run_import_task(organisation_id=organisation.pk, import_id=int(path.rsplit("/", 1)[1]))
    assert "Inget nytt" in alice.get(path).content.decode()
    with acting_for(organisation.pk) as cursor:
        assert len(contacts(cursor)) == 1


def _as_guessed() -> dict[str, str]:
    fields = ("number", "name", "consented_at", "method", "wording", "")
    return {f"column-{at}": field for at, field in enumerate(fields)}
