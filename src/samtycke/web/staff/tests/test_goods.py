"""Goods are declared and named, and judged similar by somebody who says why."""

from __future__ import annotations

import pytest

from samtycke.organisations.door import acting_for, categories, similarities
from samtycke.web.staff.tests.conftest import make_staff, signed_in

COURSES = {"name_sv": "Kurser", "name_en": "Courses"}


def page(client, path: str) -> str:
    return client.get(path).content.decode()


def names(organisation) -> dict[str, dict[str, str]]:
    with acting_for(organisation.pk) as cursor:
        return {slug: one.name for slug, one in categories(cursor).items()}


def test_goods_are_declared_and_can_be_chosen_at_once(organisation, bob):
    assert bob.post("/settings/goods/new", COURSES)["Location"] == "/settings/goods"
    assert names(organisation)["courses"] == {"sv": "Kurser", "en": "Courses"}
    assert "Kurser" in page(bob, "/settings/goods")
    assert "Kurser" in page(bob, bob.post("/campaigns/new")["Location"])


@pytest.mark.parametrize("changed", [{"name_sv": ""}, {"name_en": " "}, {"name_sv": "SKOR"}, {"name_en": "shoes"}])
def test_what_is_missing_or_taken_is_said_and_nothing_typed_is_lost(organisation, bob, changed):
    before = names(organisation)
    refused = bob.post("/settings/goods/new", {**COURSES, **changed})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    assert {**COURSES, **changed}["name_en"].strip() in refused.content.decode()
    assert names(organisation) == before


def test_what_people_have_bought_is_renamed_with_a_reason(organisation, bob, people):
    renamed = {"name_sv": "Skodon", "name_en": "Footwear"}
    refused = bob.post("/settings/goods/shoes/name", renamed)
    assert refused.status_code == 422
    assert "Folk har köpt" in refused.content.decode()
    assert bob.post("/settings/goods/shoes/name", {**renamed, "reason": "Samma sak."}).status_code == 302
    assert names(organisation)["shoes"] == {"sv": "Skodon", "en": "Footwear"}
    assert bob.post("/settings/goods/insurance/name", {"name_sv": "Skydd", "name_en": "Cover"}).status_code == 302


def test_goods_are_judged_similar_by_one_who_answers_for_it_and_with_a_reason(organisation, alice, bob):
    judged = {"similar_to": "bags", "why": "Väskan säljs till skorna."}
    assert bob.post("/settings/goods/shoes/similar", judged).status_code == 403
    assert alice.post("/settings/goods/shoes/similar", {**judged, "why": " "}).status_code == 422
    assert alice.post("/settings/goods/shoes/similar", {**judged, "similar_to": ""}).status_code == 422
    assert alice.post("/settings/goods/shoes/similar", {**judged, "similar_to": "shoes"}).status_code == 422
    assert alice.post("/settings/goods/shoes/similar", judged).status_code == 302
    shown = page(bob, "/settings/goods/bags")
    assert "Väskan säljs till skorna." in shown
    assert "Alice" in shown
    assert alice.post("/settings/goods/bags/end", {"similar_to": "shoes"}).status_code == 302
    assert "Väskan säljs" not in page(alice, "/settings/goods/shoes")
    with acting_for(organisation.pk) as cursor:
        assert len(similarities(cursor)) == 1


def test_another_organisations_goods_are_not_there(organisation, alice, charlie):
    alice.post("/settings/goods/new", COURSES)
    assert charlie.get("/settings/goods/courses").status_code == 404
    assert charlie.post("/settings/goods/courses/name", {"name_sv": "A", "name_en": "B"}).status_code == 404


def test_who_only_reads_sees_it_and_hears_who_may_change_it(organisation, alice):
    reader = signed_in(make_staff(organisation, "Rut", "auditor"))
    assert "Alice" in page(reader, "/settings/goods")
    assert "<form" not in page(reader, "/settings/goods/shoes").split("<main")[1].split("</main")[0]
