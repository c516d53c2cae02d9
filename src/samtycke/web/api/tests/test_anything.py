"""Whatever is sent, the answer is one of those that are documented: nothing a caller writes makes us fail."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samtycke.web.api.tests.conftest import CONSENT, PURCHASE, campaign_to, text_to

TEXTS = st.text(max_size=40) | st.sampled_from(["\x00", "\ud800", "{{", "{{}}", "{{a|}}", "+46701740605", "9" * 30])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
WHOLE = {
    "/messages": text_to("+46701740605"),
    "/decisions": {"to": "+46701740605", "purpose": "offers", "at": "2027-01-01T00:00:00Z"},
    "/consents": CONSENT,
    "/purchases": PURCHASE,
    "/withdrawals": {"number": "+46701740605", "purpose": "offers", "at": "2026-01-01T00:00:00Z", "because": "x"},
    "/objections": {"number": "+46701740605", "because": "x"},
    "/campaigns": campaign_to({"numbers": ["+46701740605"]}),
}


@pytest.mark.parametrize("path", WHOLE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_body_with_anything_in_a_field_is_answered_as_documented(alice, path, data):
    whole = WHOLE[path]
    field = data.draw(st.sampled_from(sorted(whole)) | TEXTS)
    answer = alice.post(path, {**whole, field: data.draw(VALUES)})
    assert answer.status_code < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.dictionaries(st.sampled_from(sorted({*CONSENT, *PURCHASE})) | TEXTS, VALUES), max_size=3))
def test_rows_of_anything_are_taken_in_or_refused(alice, organisation, rows):
    from samtycke.intake.tasks import run_import_task

    answer = alice.post("/imports", {"rows": [{**CONSENT, **row} for row in rows]})
    assert answer.status_code < 500
    if answer.status_code == 202:
        run_import_task(organisation_id=organisation.pk, import_id=answer.json()["id"])
        assert alice.get(f"/imports/{answer.json()['id']}").json()["state"] == "done"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_octets_of_any_kind_are_read_or_refused(alice, content):
    assert alice.post("/imports", content, media_type="text/csv").status_code < 500
    assert alice.post("/messages", content).status_code < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=TEXTS)
def test_a_cursor_of_anything_is_read_or_refused(alice, cursor):
    from urllib.parse import quote

    asked = quote(cursor.encode("utf-8", "surrogatepass"))
    assert alice.get(f"/messages?cursor={asked}").status_code < 500
    assert alice.get(f"/campaigns?cursor={asked}").status_code < 500
