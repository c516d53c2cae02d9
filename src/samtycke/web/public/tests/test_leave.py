"""The way out by link: looking changes nothing, one button ends it at once, and a return is a new yes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from samtycke.gate.door import send
from samtycke.gate.tests.scene import OFFER, bought, campaign, number, people, states, take, yes
from samtycke.ledger.door import block, erase, find_contact, history, record, reveal
from samtycke.organisations.door import acting_for

ME = number(1)


@pytest.fixture
def silent(organisation):
    """Skobutiken, under a name that nobody can answer."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET inbound_number = ''")
    return organisation


def code_of(organisation, *entries) -> str:
    """The code in a text to somebody of whom this is known."""
    people(organisation, *(entries or (yes(1),)))
    campaign(organisation)
    (message,) = take(organisation).messages
    return re.search(r"/u/(\w{10})$", message.text)[1]


@pytest.fixture
def code(silent):
    return code_of(silent)


def events(organisation, who=ME):
    with acting_for(organisation.pk) as cursor:
        return history(cursor, find_contact(cursor, who.e164))


def noes(organisation):
    return [event for event in events(organisation) if event.kind == "objection"]


def may(organisation, spec=OFFER) -> tuple[str, str]:
    with acting_for(organisation.pk) as cursor:
        sent = send(cursor, spec, ME, now=datetime.now(UTC))
    return sent.state, sent.decision.rule


def fields(page: str) -> dict[str, list[str]]:
    """What a browser would send of a page as it stands."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if told["type"] == "hidden" or re.search(r"\bchecked\b", tag):
            found.setdefault(told["name"], []).append(told["value"])
    return found


def marks(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(words-\w+)" value="(\w+)"', page))


class TestLeaving:
    def test_looking_changes_nothing(self, silent, code):
        """Link previews, prefetchers and HEAD must not say no for somebody."""
        before = events(silent)
        for path in (f"/u/{code}", f"/p/{code}", f"/u/{code}?lang=en", "/u"):
            for headers in ({}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "facebookexternalhit/1.1"}):
                assert Client(headers=headers).get(path).status_code == 200
            assert Client().head(path).status_code == 200
        for verb in ("put", "delete", "patch"):
            assert getattr(Client(), verb)(f"/u/{code}").status_code == 405
        assert events(silent) == before
        assert may(silent)[0] == "planned"

    def test_the_page_names_who_sends_what_ends_and_to_which_number(self, code):
        page = Client().get(f"/u/{code}?lang=sv").content.decode()
        for words in ("Sluta få reklam på SMS från Skobutiken?", "Erbjudanden", "Nya butiker", "Ja, avsluta allt"):
            assert words in page
        assert ME.e164[-2:] in page
        assert ME.e164 not in page

    def test_one_button_ends_it_at_once(self, silent, code):
        campaign(silent, campaign_id=2)
        answer = Client(enforce_csrf_checks=True).post(f"/u/{code}?lang=sv", follow=True)
        assert "Du får inga fler reklam-SMS från Skobutiken" in answer.content.decode()
        assert may(silent) == ("withheld", "gdpr21.objected")
        assert take(silent, lane="phone/marketing/2").messages == ()

    def test_what_was_shown_is_the_evidence_and_the_code_is_not(self, silent, code):
        Client(enforce_csrf_checks=True).post(f"/u/{code}?lang=sv")
        (no,) = noes(silent)
        assert (no.door, no.source, no.purpose) == ("link", "way_out", None)
        assert no.evidence["page"] == "testserver/u/…"
        assert no.evidence["words"].endswith("Ja, avsluta allt")
        assert no.evidence["language"] == "sv"
        assert len(no.evidence["code"]) == 12
        assert code not in str(no.evidence)

    def test_pressed_twice_it_is_one_no_and_nothing_is_texted(self, silent, code):
        for _ in range(3):
            Client().post(f"/u/{code}")
        assert len(noes(silent)) == 1
        assert "planned" not in states(silent)

    def test_no_cookie_is_set_and_none_is_asked_for(self, code):
        client = Client(enforce_csrf_checks=True)
        assert not client.get(f"/u/{code}").cookies
        assert not client.post(f"/u/{code}").cookies
        headers = client.get(f"/p/{code}").headers
        assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")

    def test_one_organisations_link_ends_nothing_at_another(self, silent, code, other_organisation):
        people(other_organisation, yes(1))
        Client().post(f"/u/{code}")
        assert may(other_organisation)[0] == "planned"

    def test_whoever_is_erased_is_told_so_and_stays_blocked(self, silent, code):
        with acting_for(silent.pk) as cursor:
            erase(cursor, find_contact(cursor, ME.e164), by="Karin", door="staff", now=datetime.now(UTC))
        for path in (f"/u/{code}?lang=sv", f"/p/{code}?lang=sv"):
            assert "raderat" in Client().get(path).content.decode()
            assert Client().post(path, follow=True).status_code == 200
        with acting_for(silent.pk) as cursor:
            record(cursor, [yes(1, days_ago=0.001)], now=datetime.now(UTC))
        assert may(silent) == ("withheld", "block.organisation")

    def test_whoever_is_blocked_by_the_staff_may_still_say_no_themselves(self, silent, code):
        with acting_for(silent.pk) as cursor:
            block(cursor, [ME.e164], because="felskickat", door="staff", by="Karin", now=datetime.now(UTC))
        assert "har spärrat det här numret" in Client().get(f"/p/{code}?lang=sv").content.decode()
        Client().post(f"/u/{code}")
        assert len(noes(silent)) == 1


class TestByNumber:
    def test_a_cut_or_unknown_code_still_leads_out(self, silent, code):
        for cut in (code[:-1], code + "a", "AAAAAAAAAA", "åäö"):
            for page in (f"/u/{cut}", f"/p/{cut}"):
                answer = Client().get(page + "?lang=sv")
                assert answer.status_code == 404
                assert 'name="number"' in answer.content.decode()
                assert "STOPP" in answer.content.decode()

    def test_a_number_and_a_name_end_it(self, silent, code):
        silent.name = f"Skor {silent.pk}"
        silent.save()
        form = {"number": ME.e164, "sender": f" skor {silent.pk}"}
        assert Client(enforce_csrf_checks=True).post("/u?lang=sv", form).status_code == 200
        assert may(silent) == ("withheld", "gdpr21.objected")
        (no,) = noes(silent)
        assert (no.door, no.source) == ("form", "written_number")

    def test_the_answer_is_the_same_for_a_number_nobody_knows(self, silent, code):
        silent.name = f"Skor {silent.pk}"
        silent.save()
        told = [
            Client().post("/u?lang=sv", {"number": one, "sender": silent.name}).content.decode()
            for one in (ME.e164, number(99).e164)
        ]
        assert told[0].replace("••\u00a001", "••\u00a099") == told[1]
        assert "Klart" in told[0]

    @pytest.mark.parametrize(
        ("number", "sender", "says"),
        [
            ("08-1", "Skobutiken", "Skriv ditt mobilnummer"),
            ("+46701740605", "", "Skriv vem"),
            ("+46701740605", "Ingen sådan", "Ingen skickar med det namnet"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, number, sender, says):
        answer = Client().post("/u?lang=sv", {"number": number, "sender": sender})
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()

    def test_nobody_writes_a_list_of_numbers(self, silent):
        client = Client(REMOTE_ADDR="203.0.113.77")
        answers = [
            client.post("/u", {"number": f"+4670174{600 + i:04d}", "sender": "Skobutiken-finns-inte"}).status_code
            for i in range(3)
        ]
        assert answers == [422] * 3
        silent.name = f"Skor {silent.pk}"
        silent.save()
        codes = [client.post("/u", {"number": number(i).e164, "sender": silent.name}).status_code for i in range(31)]
        assert codes == [200] * 30 + [429]


class TestCentre:
    def save(self, code, **changes):
        page = Client().get(f"/p/{code}?lang=sv").content.decode()
        sent = {**fields(page), **changes}
        return Client(enforce_csrf_checks=True).post(
            f"/p/{code}?lang=sv", {name: value for name, value in sent.items() if value is not None}, follow=True
        )

    def test_every_purpose_stands_there_with_how_it_is(self, silent):
        code = code_of(silent, yes(1), bought(1, category="bags"))
        page = Client().get(f"/p/{code}?lang=sv").content.decode()
        assert "Du sa ja" in page
        assert "Du får dem som kund" in page
        assert page.count('role="switch"') == 2

    def test_no_box_is_ticked_beforehand(self, code):
        page = Client().get(f"/p/{code}").content.decode()
        assert fields(page)["keep"] == ["offers"]
        assert "yes" not in fields(page)

    def test_saved_as_it_stood_nothing_is_said(self, silent, code):
        before = events(silent)
        assert "Inget ändrades" in self.save(code).content.decode()
        assert events(silent) == before

    def test_a_purpose_switched_off_is_a_no_to_that_one(self, silent):
        code = code_of(silent, yes(1), yes(1, purpose="events"))
        self.save(code, keep=["events"])
        (no,) = noes(silent)
        assert (no.purpose, no.door, no.source) == ("offers", "link", "preferences")
        assert may(silent)[0] == "withheld"
        assert may(silent, OFFER.__class__("marketing", "events", "Vi öppnar", ("shoes",)))[0] == "planned"

    def test_a_ticked_box_is_a_new_yes_to_the_words_that_were_shown(self, silent, code):
        Client().post(f"/u/{code}")
        page = Client().get(f"/p/{code}?lang=sv").content.decode()
        self.save(code, yes=["offers"])
        newest = events(silent)[0]
        assert (newest.kind, newest.purpose, newest.method, newest.door) == (
            "consent", "offers", "checkbox_unticked", "link",
        )  # fmt: skip
        box, _, notice = newest.wording.partition("\n\n")
        assert box == "Ja, skicka erbjudanden från Skobutiken på SMS. Jag kan avsluta när jag vill."
        assert box in page
        assert notice in page.replace("&#x27;", "'")
        assert newest.informed
        assert may(silent) == ("planned", "mfl19.consent")

    def test_the_customer_exception_does_not_come_back(self, silent):
        """A no ends it; a yes to one purpose opens that one, by consent, and the other stays shut."""
        code = code_of(silent, bought(1))
        Client().post(f"/u/{code}")
        self.save(code, yes=["events"])
        people(silent, bought(1, days_ago=0.01))
        assert may(silent)[0] == "withheld"
        assert may(silent, OFFER.__class__("marketing", "events", "Vi öppnar", ("shoes",)))[1] == "mfl19.consent"

    def test_a_switch_left_on_says_no_yes_when_a_stopp_came_in_between(self, silent, code):
        page = Client().get(f"/p/{code}").content.decode()
        Client().post(f"/u/{code}")
        Client().post(f"/p/{code}", fields(page))
        assert events(silent)[0].kind == "objection"
        assert may(silent)[0] == "withheld"

    def test_a_yes_to_other_words_than_those_that_are_there_now_is_none(self, silent, code):
        answer = self.save(code, yes=["events"], **{"words-events": "0" * 16})
        assert answer.status_code == 409
        assert "Inget är sparat" in answer.content.decode()
        assert [event.kind for event in events(silent)] == ["consent"]

    @pytest.mark.parametrize("months", [1, 3, 6])
    def test_a_pause_holds_what_is_planned_until_its_day(self, silent, code, months):
        campaign(silent, campaign_id=2)
        answer = self.save(code, pause=[str(months)])
        assert "Pausat till" in answer.content.decode()
        assert take(silent, lane="phone/marketing/2").messages == ()
        (until,) = [event.until for event in events(silent) if event.kind == "pause"]
        assert timedelta(days=27) < until - datetime.now(UTC) < timedelta(days=31 * months + 1)
        assert may(silent)[1] == "person.paused"

    def test_a_pause_that_ends_lets_what_waits_go(self, silent, code):
        campaign(silent, campaign_id=2)
        self.save(code, pause=["1"])
        assert take(silent, lane="phone/marketing/2").messages == ()
        self.save(code, pause=["end"])
        assert len(take(silent, lane="phone/marketing/2").messages) == 1

    def test_all_off_is_the_same_as_the_button(self, silent, code):
        page = Client().get(f"/p/{code}?lang=sv").content.decode()
        answer = Client().post(f"/p/{code}?lang=sv", {**fields(page), "all": "off"}, follow=True)
        assert answer.redirect_chain[-1][0].startswith(f"/u/{code}")
        (no,) = noes(silent)
        assert no.purpose is None

    def test_a_yes_with_a_strangers_purpose_is_nothing(self, silent, code):
        self.save(code, yes=["orders", "finns-inte"], was=["orders"])
        assert [event.kind for event in events(silent)] == ["consent"]

    def test_the_person_reads_neither_number_nor_name(self, silent, code):
        page = Client().get(f"/p/{code}").content.decode()
        with acting_for(silent.pk) as cursor:
            (identity,) = reveal(cursor, [find_contact(cursor, ME.e164)]).values()
        assert identity.number not in page


def test_no_page_of_the_street_changes_anybody_by_being_looked_at(silent, code):
    """Every address of these pages, by name: who adds one adds it here."""
    before = events(silent)
    for name, args in (("leave", [code]), ("preferences", [code]), ("leave-by-number", [])):
        assert Client().get(reverse(name, args=args)).status_code == 200
    assert events(silent) == before


def test_a_page_is_light_enough_for_a_poor_connection(code):
    """The page and its stylesheet: at most 30 kB, before they are packed."""
    sheet = Path(finders.find("optin.css")).stat().st_size
    for path in (f"/u/{code}", f"/p/{code}", "/u"):
        assert len(Client().get(path).content) + sheet <= 30_000
