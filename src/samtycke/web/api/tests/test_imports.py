"""Many people at once, in the background."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote

import pytest

from samtycke.intake.tasks import run_import_task
from samtycke.web.api.tests.conftest import CONSENT, OFFER, WORDING

FILE = (
    "Mobil;Namn;Syfte;Metod;Samtyckesdatum;Ordalydelse;Butik\r\n"
    f"070-174 06 05;Åsa Öberg;offers;webbformulär;2026-03-02;{WORDING};Umeå\r\n"
    f"070-174 06 06;Bo Lind;offers;webbformulär;;{WORDING};Umeå\r\n"
    "inget;Skräp;offers;webbformulär;2026-03-02;Ja;\r\n"
)


def ran(organisation, import_id: int) -> None:
    run_import_task(organisation_id=organisation.pk, import_id=import_id)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_in_the_background_and_its_junk_refused_line_by_line(alice, organisation, encoding):
    answer = alice.post("/imports", FILE.encode(encoding), media_type="text/csv")
    assert answer.status_code == 202
    queued = answer.json()
    assert (queued["state"], queued["rows"]) == ("queued", 3)
    assert alice.get(f"/imports/{queued['id']}").json()["state"] == "queued"
    ran(organisation, queued["id"])
    done = alice.get(f"/imports/{queued['id']}").json()
    assert (done["state"], done["rows"], done["accepted"], done["refused"]) == ("done", 3, 1, 2)
    assert [(one["line"], one["field"], one["reason"]) for one in done["refusals"]] == [
        (3, "consented_at", "missing"),
        (4, "number", "unreadable"),
    ]
    assert all(one["message"] for one in done["refusals"])
    assert alice.post("/decisions", {**OFFER, "to": "+46701740605"}).json()["verdict"] == "allow"


def test_the_same_file_twice_changes_nothing(alice, organisation):
    for known in (0, 1):
        import_id = alice.post("/imports", FILE.encode(), media_type="text/csv; charset=utf-8").json()["id"]
        ran(organisation, import_id)
        assert alice.get(f"/imports/{import_id}").json()["unchanged"] == known


def test_the_refused_rows_come_as_a_csv_to_mend(alice, organisation):
    import_id = alice.post("/imports", FILE.encode(), media_type="text/csv").json()["id"]
    ran(organisation, import_id)
    answer = alice.get(f"/imports/{import_id}/refusals.csv")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Mobil", "Namn", "Syfte"]
    assert len(rows) == 3


@pytest.mark.parametrize(
    "mapping", [{"Kolumn A": "number", "Kolumn B": "consented_at"}, {"number": "Kolumn A", "consented_at": "Kolumn B"}]
)
def test_columns_are_mapped_and_what_holds_for_the_file_is_given_by_the_call(alice, organisation, mapping):
    content = "Kolumn A;Kolumn B;namn\n0701740605;2026-03-02;Åsa\n"
    query = f"mapping={quote(json.dumps(mapping))}&purpose=offers&method=paper&wording={quote(WORDING)}&source=butik"
    queued = alice.post(f"/imports?{query}", content, media_type="text/csv").json()
    assert queued["mapping"] == {"Kolumn A": "number", "Kolumn B": "consented_at", "namn": "name"}
    ran(organisation, queued["id"])
    assert alice.get(f"/imports/{queued['id']}").json()["accepted"] == 1


def test_rows_may_come_as_json(alice, organisation):
    for body in ({"rows": [CONSENT, {"number": "1"}]}, [CONSENT]):
        queued = alice.post("/imports", body).json()
        ran(organisation, queued["id"])
        assert alice.get(f"/imports/{queued['id']}").json()["accepted"] == 1


@pytest.mark.parametrize(
    ("body", "media_type", "query", "status", "type_"),
    [
        (b"\n", "text/csv", "", 400, "unreadable"),
        (b"PK\x03\x04 a workbook", "text/csv", "", 400, "unreadable"),
        (b'a;b\n"' + b"x" * 1_000_002, "text/csv", "", 400, "unreadable"),
        (b"a;b\n1;2\n", "text/csv", "?name=%00", 400, "unreadable"),
        (b'{"rows": [{"number": "\\u0000"}]}', "application/json", "", 400, "unreadable"),
        (b"{", "application/json", "", 400, "unreadable"),
        (b'{"rows": []}', "application/json", "", 422, "invalid"),
        (b'{"rows": [1]}', "application/json", "", 422, "invalid"),
        (b'"x"', "application/json", "", 422, "invalid"),
        (b"a;b\n1;2\n", "application/xml", "", 415, "unsupported-media-type"),
        (b"a;b\n1;2\n", "text/csv", "?mapping=x", 422, "invalid"),
        (b"a;b\n1;2\n", "text/csv", "?mapping=[1]", 422, "invalid"),
        (b"a;b\n1;2\n", "text/csv", '?mapping={"c":"number"}', 422, "invalid"),
        (b"a;b\n1;2\n", "text/csv", '?mapping={"a":"shoe"}', 422, "invalid"),
        (b"a;b\n1;2\n", "text/csv", '?mapping={"a":"number","b":"number"}', 422, "invalid"),
    ],
)
def test_what_is_no_import_is_refused_and_leaves_nothing(alice, organisation, body, media_type, query, status, type_):
    answer = alice.post(f"/imports{query}", body, media_type=media_type)
    assert (answer.status_code, answer.json()["type"]) == (status, type_)
    from samtycke.intake.door import imports
    from samtycke.organisations.door import acting_for

    with acting_for(organisation.pk) as cursor:
        assert imports(cursor) == []


def test_a_draft_somebody_makes_on_the_pages_is_no_import_yet(alice, organisation):
    from samtycke.intake.door import draft_import
    from samtycke.organisations.door import acting_for

    with acting_for(organisation.pk) as cursor:
        import_id = draft_import(cursor, name="x", content=FILE.encode(), by="Lina")
    assert alice.get(f"/imports/{import_id}").status_code == 404
