"""Forms are composed, published and shared; the notice is the law's and stays."""

from __future__ import annotations

import re
from html import unescape

import pytest

from samtycke.intake.door import conversions, forms, newest_version, versions
from samtycke.organisations.door import Controller, acting_for, controller, save_controller
from samtycke.web.parts.compare import compare
from samtycke.web.staff.tests.conftest import make_staff, signed_in

SWEDISH = {
    "sv.title": "Först till nya skor",
    "sv.sentence": "Erbjudanden från Skobutiken, högst 2 i månaden.",
    "sv.often": "högst 2 i månaden",
    "sv.box": "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden.",
}


def fields(organisation, **changes):
    return {
        "name": "Klubben",
        "slug": f"klubben-{organisation.slug}",
        "purpose": "offers",
        "sender": "Skobutiken",
        "confirm": "code",
        **SWEDISH,
        **changes,
    }


@pytest.fixture
def form_id(bob):
    return int(bob.post("/consent/forms/new")["Location"].split("/")[3])


def text_of(page) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def newest(organisation, form_id):
    with acting_for(organisation.pk) as cursor:
        return newest_version(cursor, form_id)


def test_a_marketer_makes_a_form_from_nothing_to_an_address(organisation, bob):
    assert "Gör det första formuläret" in text_of(bob.get("/consent/forms"))
    where = bob.post("/consent/forms/new")["Location"]
    assert "Erbjudanden på SMS" in bob.get(where).content.decode()
    form_id = int(where.split("/")[3])
    published = bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes"))
    assert published["Location"] == f"/consent/forms/{form_id}"
    share = text_of(bob.get(published["Location"]))
    assert "Version 1 är publicerad" in share
    assert f"/f/klubben-{organisation.slug}" in bob.get(published["Location"]).content.decode()
    assert "Klubben" in text_of(bob.get("/consent/forms"))
    assert bob.get(f"/f/klubben-{organisation.slug}").status_code == 200


def test_a_draft_is_seen_by_nobody_and_kept_while_it_is_written(organisation, bob, form_id):
    live = bob.post(
        f"/consent/forms/{form_id}/write",
        fields(organisation, **{"sv.title": "Ny rubrik", "sv.extra": "Egen rad"}),
        headers={"HX-Request": "true"},
    )
    assert "Ny rubrik" in live.content.decode()
    assert "Egen rad" in live.content.decode()
    assert 'value="Ny rubrik"' in bob.get(f"/consent/forms/{form_id}/compose").content.decode()
    assert newest(organisation, form_id) is None
    assert bob.get(f"/f/klubben-{organisation.slug}").status_code == 404


def test_no_field_takes_away_the_notice(organisation, bob, form_id):
    """Whatever is sent, also for what the composer does not offer, the law's parts stand."""
    sent = fields(organisation, publish="yes", **{"sv.notice": "", "notice": "", "sv.whole": "[]", "sv.more": ""})
    bob.post(f"/consent/forms/{form_id}/write", sent)
    page = newest(organisation, form_id).pages["sv"]
    assert "Skobutiken i Staden AB ansvarar för dina uppgifter" in page.notice.short
    assert len(page.notice.whole) == 9


def test_what_lacks_is_told_with_the_way_to_mend_it_and_nothing_is_lost(organisation, alice, bob, form_id):
    with acting_for(organisation.pk) as cursor:
        save_controller(cursor, Controller(), by="Karin")
    page = bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes", **{"sv.box": ""}))
    said = text_of(page)
    assert "Svenska: skriv orden vid rutan." in said
    assert "Säg vad organisationen heter i sin helhet" in said
    assert 'value="Först till nya skor"' in page.content.decode()
    assert newest(organisation, form_id) is None
    facts = {"name": "Skobutiken AB", "address": "Storgatan 1", "email": "a@b.example", "next": "/consent/forms"}
    assert bob.post("/settings/organisation/save", facts).status_code == 403
    assert "Alice får ändra" in text_of(bob.get("/settings/organisation"))
    assert alice.post("/settings/organisation/save", facts)["Location"] == "/consent/forms"
    with acting_for(organisation.pk) as cursor:
        assert controller(cursor).name == "Skobutiken AB"
    bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes"))
    assert "Skobutiken AB ansvarar" in newest(organisation, form_id).pages["sv"].notice.short


def test_an_organisation_that_cannot_be_reached_is_told(alice):
    page = alice.post("/settings/organisation/save", {"name": "Skobutiken AB", "next": "https://elsewhere.example"})
    assert "Skriv adressen" in text_of(page)
    whole = {"name": "A", "address": "B", "phone": "1", "next": "https://elsewhere.example"}
    assert alice.post("/settings/organisation/save", whole)["Location"] == "/settings/organisation"


def test_words_bundled_with_terms_are_warned_of(organisation, bob, form_id):
    box = "Ja, skicka SMS från Skobutiken, och jag godkänner villkoren"
    page = bob.post(f"/consent/forms/{form_id}/write", fields(organisation, **{"sv.box": box}))
    assert "är en annan sak" in text_of(page)
    assert "GDPR art. 7(2)" in text_of(page)


def test_a_new_version_stands_beside_the_old_with_each_change_marked(organisation, bob, form_id):
    bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes"))
    box = "Ja, skicka erbjudanden från Skobutiken på SMS, högst 4 i månaden."
    bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes", **{"sv.box": box}))
    bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes", **{"sv.box": box}))
    with acting_for(organisation.pk) as cursor:
        assert [one.number for one in versions(cursor, form_id)] == [2, 1]
        assert [one.version for one in conversions(cursor, form_id)] == [2, 1]
    page = bob.get(f"/consent/forms/{form_id}/versions").content.decode()
    assert "<del>2</del>" in page
    assert "<ins>4</ins>" in page


def test_words_are_compared_by_words():
    found = compare("box", "Ja, högst 2 i månaden", "Ja tack, högst 2 i månaden")
    assert "".join(piece.text for piece in found.before) == "Ja, högst 2 i månaden"
    assert "".join(piece.text for piece in found.after) == "Ja tack, högst 2 i månaden"
    assert [piece.text for piece in found.after if piece.kind == "new"] == ["Ja tack,"]


def test_the_line_for_a_site_and_what_is_printed_lead_to_the_form(organisation, bob, form_id):
    bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes", colour="#ffcf33", own_colour="yes"))
    page = unescape(unescape(bob.get(f"/consent/forms/{form_id}").content.decode()))
    address = f"http://127.0.0.1:8000/f/klubben-{organisation.slug}"
    assert f'<iframe src="{address}?embed=1&lang=sv" title="Först till nya skor" loading="lazy"' in page
    assert f'<form action="{address}?lang=sv" method="post">' in page
    poster = bob.get(f"/consent/forms/{form_id}/poster.pdf")
    assert poster["Content-Type"] == "application/pdf"
    assert poster.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", poster.content)) == 1
    assert bob.get(f"/consent/forms/{form_id}/qr.svg").content.startswith(b"<?xml")
    assert bob.get(f"/consent/forms/{form_id}/qr.png").content.startswith(b"\x89PNG")
    assert "--brand:#ffcf33;--on-brand:#000000" in bob.get(f"/consent/forms/{form_id}/colour.css").content.decode()


def test_a_paused_form_is_opened_again(organisation, bob, form_id):
    bob.post(f"/consent/forms/{form_id}/write", fields(organisation, publish="yes"))
    bob.post(f"/consent/forms/{form_id}/pause")
    assert "Stängt just nu" in text_of(bob.get(f"/f/klubben-{organisation.slug}"))
    bob.post(f"/consent/forms/{form_id}/resume")
    assert "Mobilnummer" in text_of(bob.get(f"/f/klubben-{organisation.slug}"))


def test_who_may_only_read_neither_writes_nor_publishes(organisation, bob, form_id):
    auditor = signed_in(make_staff(organisation, "Rut", "auditor"))
    assert auditor.get("/consent/forms").status_code == 200
    assert auditor.get(f"/consent/forms/{form_id}/compose").status_code == 200
    for path in ("new", f"{form_id}/write", f"{form_id}/pause"):
        assert auditor.post(f"/consent/forms/{path}", fields(organisation, publish="yes")).status_code == 403
    with acting_for(organisation.pk) as cursor:
        assert [one.version for one in forms(cursor)] == [0]
