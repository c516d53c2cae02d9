"""What is lost by waiting, who could be asked in time, and what another rule would change: nothing saved by looking."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from samtycke.ledger.door import Sale, record
from samtycke.organisations.door import Organisation, acting_for, setting_changes
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import make_staff, signed_in

SHOES = {"purpose": "offers", "goods": "shoes"}


@pytest.fixture
def customers(organisation, people):
    """Besides Åsa, Bo and Cecilia: four who bought shoes and lapse within a month, one with a name like a formula."""
    now = datetime.now(UTC)
    sales = [
        Sale(
            number=parse_number(f"070-174 06 {20 + place}"), occurred_at=now - timedelta(days=340 + place),
            door="import", category="shoes", collected=True, informed=True, offered=True, refused=False,
            attributes={"name": "=Dag" if place == 0 else f"Kund {place}"},
        )
        for place in range(4)
    ]  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        return record(cursor, sales, now=now).contact_ids


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


def kept(organisation):
    return Organisation.objects.get(pk=organisation.pk).settings


def test_a_forecast_says_what_is_lost_in_words_and_as_a_table(alice, customers):
    page = alice.get("/forecast", SHOES)
    assert "faller 5 av 6 bort inom ett år" in text(page)
    assert "Räknat på 7 kontakter" in text(page)
    assert 'role="img"' in page.content.decode()
    assert "<path" in page.content.decode()


def test_it_asks_of_itself_about_offers_of_what_most_have_bought(alice, customers):
    page = alice.get("/forecast").content.decode()
    assert '<option value="offers" selected>' in page
    assert 'name="goods" value="shoes" checked' in page


def test_each_day_can_be_taken_out_as_figures(alice, customers):
    rows = read(alice.get("/forecast/curve.csv", {**SHOES, "customer_months": "own", "customer_months_own": "6"}))
    assert len(rows) == 1 + 366
    assert rows[1][1:] == ["6", "2"]
    assert rows[-1][1:] == ["1", "1"]


def read(answer) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode().lstrip("\ufeff")), delimiter=";"))


def test_another_rule_is_counted_and_not_saved(alice, organisation, customers):
    before = kept(organisation)
    page = alice.get("/forecast", {**SHOES, "customer_months": "own", "customer_months_own": "6", "also_law": "DE"})
    assert "Med den regeln nås 1 i dag, inte 6" in text(page)
    assert "köpte för länge sedan" in text(page)
    assert kept(organisation) == before


def test_a_rule_that_can_not_be_is_marked_and_not_counted(alice, customers):
    page = text(alice.get("/forecast", {**SHOES, "customer_months": "own", "customer_months_own": "13"}))
    assert "Det kan inte vara mer än 12." in page
    assert "Med den regeln" not in page


def test_who_lapses_first_is_a_list_with_a_day_for_each(alice, customers):
    page = text(alice.get("/forecast/lapsing", {**SHOES, "days": 30}))
    assert page.index("Kund 3") < page.index("Kund 1")
    assert "Bo Lind" not in page
    assert "Åsa" not in page


def test_the_list_taken_out_is_masked_harmless_and_written_down(alice, organisation, customers):
    rows = read(alice.post("/forecast/lapsing.csv", {**SHOES, "days": 30}))
    assert len(rows) == 1 + 4
    assert {row[1] for row in rows[1:]} == {"'=Dag", "Kund 1", "Kund 2", "Kund 3"}
    assert all("•" in row[2] for row in rows[1:])
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor, detail FROM audit_entry WHERE act = 'forecast.export'")
        ((actor, detail),) = cursor.fetchall()
    assert actor == "Alice"
    assert "4" in str(detail)


def test_an_agent_may_look_and_not_take_out(organisation, customers):
    agent = signed_in(make_staff(organisation, "Ada", "agent"))
    assert agent.get("/forecast/lapsing", SHOES).status_code == 200
    assert agent.post("/forecast/lapsing.csv", SHOES).status_code == 403


def test_nobody_elses_people_are_counted(charlie, customers):
    assert "Det finns ingen att räkna på än" in text(charlie.get("/forecast", SHOES))
    assert "Kund" not in text(charlie.get("/forecast/lapsing", SHOES))
    assert len(read(charlie.post("/forecast/lapsing.csv", SHOES))) == 1


def test_home_looks_a_month_ahead(alice, customers):
    assert "/forecast/ahead" in alice.get("/").content.decode()
    assert "4 tillåtelser av 6 går ut inom 30 dagar" in text(alice.get("/forecast/ahead"))


def test_a_campaign_says_what_waiting_costs(alice, customers):
    address = alice.post("/campaigns/new")["Location"]
    alice.post(f"{address}/write", {"name": "Skor", "text": "Hej", "purpose": "offers", "categories": "shoes",
                                   "sender": "Skobutiken", "audience": "all"})  # fmt: skip
    until = (datetime.now(UTC) + timedelta(days=60)).date()
    page = text(alice.get(f"{address}/preview", {"until": until.isoformat()}))
    assert "6 i dag, 2 då. 4 kundrelationer går ut." in page
    assert "Välj en dag från" in text(alice.get(f"{address}/preview", {"until": "2020-01-01"}))
    assert "Skriv dagen som" in text(alice.get(f"{address}/preview", {"until": "i morgon"}))


def test_the_page_of_the_law_shows_each_value_with_its_source(alice):
    page = text(alice.get("/settings/law"))
    assert "SWEDMA, Etiska regler för mobil marknadsföring, 2.1.2" in page
    assert "Kortare går fritt, aldrig längre än 12 månader." in page


def test_the_effect_is_shown_before_anything_is_saved(alice, organisation, customers):
    before = kept(organisation)
    page = text(alice.get("/settings/law", {"customer_months": "own", "customer_months_own": "6"}))
    assert "nås 2 i dag, inte 6" in page
    assert kept(organisation) == before


def test_a_stricter_rule_is_saved_with_who_and_shown_in_the_history(alice, organisation):
    answer = alice.post("/settings/law/save", {"customer_months": "own", "customer_months_own": "6"})
    assert answer.status_code == 302
    assert kept(organisation)["customer_months"] == 6
    page = text(alice.get("/settings/law"))
    assert "som i lagen, nu 6 månader" in page
    assert "Alice" in page


def test_looser_is_saved_only_with_a_reason(alice, organisation):
    Organisation.objects.filter(pk=organisation.pk).update(settings={})
    refused = alice.post("/settings/law/save", {"quiet_hours": "off", "reason": " "})
    assert refused.status_code == 422
    assert "Skriv varför" in text(refused)
    assert kept(organisation) == {}
    alice.post("/settings/law/save", {"quiet_hours": "off", "reason": "Nattöppet"})
    assert kept(organisation) == {"quiet_hours": None}
    with acting_for(organisation.pk) as cursor:
        (change,) = setting_changes(cursor)
    assert (change.by, change.reason) == ("Alice", "Nattöppet")


def test_only_owner_and_officer_may_save(bob, alice, organisation):
    assert bob.post("/settings/law/save", {"customer_months": "own", "customer_months_own": "6"}).status_code == 403
    assert "Du kan titta och räkna, men inte spara. Det kan Alice." in text(bob.get("/settings/law"))
    assert "customer_months" not in kept(organisation)


def test_what_was_typed_is_kept_when_it_is_refused(alice):
    refused = alice.post("/settings/law/save", {"per_24h": "own", "per_24h_own": "många", "reason": "Vi vill"})
    assert refused.status_code == 422
    assert 'value="många"' in refused.content.decode()
    assert "Vi vill" in text(refused)
