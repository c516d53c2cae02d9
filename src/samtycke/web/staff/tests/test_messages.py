"""The page of a message: the answer first, then and now beside each other, and an answer for the person."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from samtycke.gate.door import Account, Asked, MessageState, Sealed, Spec, opt_out, send
from samtycke.ledger.door import Consent, Sale, record
from samtycke.organisations.door import Organisation, acting_for
from samtycke.policy import countries, pack_for, reply_of, sections
from samtycke.sms import parse_number
from samtycke.web.staff.messages.reply import LANGUAGES, language_of, reply

AT = datetime(2026, 3, 10, 11, tzinfo=UTC)
SINCE = datetime(2026, 1, 5, 11, tzinfo=UTC)
OFFER = Sealed(1, "marketing", "offers", ("shoes",), ("shoes",), None, "Skobutiken", "71000", "phone", "Hej")
_STATES = {"allow": ("delivered", "planned", "failed"), "deny": ("withheld",), "hold": ("planned", "expired")}
ASHA, BO = parse_number("070-174 06 05"), parse_number("070-174 06 06")


def account(country, rule, verdict, *, until=None) -> Account:
    asked = Asked(rule.id, "allows", None, rule.words.label, {}, rule.cites, rule.url, {})
    return Account(
        AT, verdict, rule.basis, rule.id, rule.cites, {"sv": "Så.", "en": "So."}, until, f"{country} 2026.1", (asked,),
        {}, {},
    )  # fmt: skip


def message(state, rule) -> MessageState:
    kind = "service" if rule.startswith(("gdpr6.", "service.")) else "marketing"
    return MessageState(
        1, 1, None, state, rule, 1, 1, AT, None, None, AT if state == "delivered" else None, AT, None,
        replace(OFFER, kind=kind), "Hej",
    )  # fmt: skip


def every_rule():
    for country in countries():
        for section in sections(pack_for(country)):
            for rule in section.rules:
                if country == "SE" or rule.id.startswith(f"{country.lower()}."):
                    yield pytest.param(country, rule, section.verdict, id=rule.id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("since", [SINCE, None], ids=["dated", "undated"])
@pytest.mark.parametrize(("country", "rule", "verdict"), list(every_rule()))
def test_every_rule_has_an_answer_for_the_person(country, rule, verdict, since, language):
    for state in _STATES[verdict]:
        told = reply(
            account(country, rule, verdict), message(state, rule.id), language=language, purpose="Erbjudanden",
            since=since, organisation="Skobutiken AB",
        )  # fmt: skip
        assert reply_of(rule.id), "a rule without words for the person"
        # A citation may have a dash of its own; elsewhere one stands for a day that is missing.
        assert not re.search(r"[{}–]|None|  |\.\.", told.replace(rule.cites.rstrip("."), "§")), told
        assert rule.cites.rstrip(".") in told
        assert pack_for(country).authority.name in told
        assert pack_for(country).authority.url in told
        assert told.startswith({"sv": "Hej!", "en": "Hello,"}[language])
        assert told.endswith("Skobutiken AB")
        assert ("STOPP" in told or "STOP" in told) == (verdict == "allow" and not rule.id.startswith("gdpr6.")) or (
            verdict == "hold" and state == "planned"
        )


def test_it_says_since_when_and_until_when():
    rule = pack_for("SE").rule("mfl19.soft-opt-in")
    until = datetime(2027, 1, 5, 22, 59, tzinfo=UTC)
    told = {
        language: reply(
            account("SE", rule, "allow", until=until), message("delivered", rule.id), language=language,
            purpose="Erbjudanden", since=SINCE, organisation="Skobutiken",
        )
        for language in LANGUAGES
    }  # fmt: skip
    assert "Du handlade hos oss den 5 januari 2026" in told["sv"]
    assert "till och med den 5 januari 2027" in told["sv"]
    assert "You bought from us on 5 January 2026" in told["en"]
    assert "until 5 January 2027" in told["en"]


def test_a_rule_that_is_no_more_is_told_in_the_words_that_were_kept():
    rule = replace(pack_for("SE").rule("mfl19.consent"), id="mfl99.forgotten")
    told = reply(
        account("SE", rule, "allow"), message("delivered", rule.id), language="sv", purpose="x", since=None,
        organisation="Skobutiken",
    )  # fmt: skip
    assert "Så." in told


def test_the_answer_is_in_the_language_of_the_persons_country():
    rule = pack_for("SE").rule("mfl19.consent")
    assert language_of(account("SE", rule, "allow")) == "sv"
    assert language_of(account("FI", rule, "allow")) == "en"


@pytest.fixture
def sent(organisation) -> int:
    """A text to Åsa, who said yes at a shop, and has since said no."""
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        entries = [
            Consent(
                number=ASHA, occurred_at=datetime(2026, 1, 5, 12, tzinfo=UTC), door="form", purpose="offers",
                method="web_form", wording="Ja, skicka erbjudanden.", informed=True, attributes={"name": "Åsa Öberg"},
            )
        ]  # fmt: skip
        record(cursor, entries, now=now)
        return send(cursor, Spec("marketing", "offers", "Höstens skor", ("shoes",)), ASHA, now=datetime.now(UTC)).id


def shown(client, message_id) -> str:
    page = client.get(f"/messages/{message_id}")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def test_the_first_sentence_is_the_answer_and_the_evidence_stands_on_the_page(alice, sent):
    page = shown(alice, sent)
    title = re.search(r"<h1[^>]*>.*?</svg>(.*?)</h1>", page).group(1).strip()
    assert title == "SMS:et till Åsa Öberg är på väg, med stöd av samtycke."
    assert "Ja, skicka erbjudanden." in page
    assert "Webbformulär" in page
    assert "Inget som det vilar på har ändrats sedan dess." in page
    assert "sagt ja till &quot;Erbjudanden&quot; från oss den 5 januari 2026" in page


def test_then_and_now_stand_beside_each_other_with_what_has_changed(alice, sent, organisation):
    before = shown(alice, sent)
    assert "Avgörs annorlunda" not in before
    Organisation.objects.filter(pk=organisation.pk).update(settings={"quiet_hours": None, "per_24h": 3})
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE message SET state = 'delivered', due_at = NULL, sent_at = now() WHERE id = %s", [sent])
        opt_out(cursor, ASHA, because="STOPP", door="sms", now=datetime.now(UTC))
    page = shown(alice, sent)
    assert "Avgörs annorlunda" in page
    assert '<th scope="row">Har sagt nej</th><td>nej</td><td>ja</td>' in page
    assert '<th scope="row">Högst på 24 timmar</th><td>–</td><td>3</td>' in page
    assert "nu: förbjuder" in page


def test_a_text_that_was_stopped_on_its_way_says_what_stopped_it(alice, sent, organisation):
    with acting_for(organisation.pk) as cursor:
        cursor.execute(
            "UPDATE message SET state = 'withheld', rule = 'gdpr21.objected', due_at = NULL, leased_at = now(), "
            "final_at = now() WHERE id = %s",
            [sent],
        )
    page = shown(alice, sent)
    assert "Åsa Öberg fick inte SMS:et: har sagt nej." in page
    assert "Vi skickade inte SMS:et från Skobutiken till dig" in page
    assert "Du har sagt nej till reklam från oss" in page


def test_a_sale_is_shown_as_what_it_rests_on(alice, organisation):
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        sales = [
            Sale(
                number=BO, occurred_at=datetime(now.year, now.month, 1, tzinfo=UTC), door="import", category=category,
                collected=True, informed=True, offered=True, refused=False,
            )
            for category in ("boots", "insurance")
        ]  # fmt: skip
        record(cursor, sales, now=now)
        text = send(cursor, Spec("marketing", "offers", "Höstens skor", ("shoes",)), BO, now=datetime.now(UTC))
    page = shown(alice, text.id)
    assert "Köpte: Stövlar" in page
    assert "Köpte: Försäkringar" not in page


def test_charlie_sees_nothing_of_it(charlie, sent):
    assert charlie.get(f"/messages/{sent}").status_code == 404
    assert charlie.get(f"/messages/{sent}.json").status_code == 404


def test_the_json_beside_it_holds_both(alice, sent):
    told = alice.get(f"/messages/{sent}.json").json()
    assert told["decision"] == told["now"]
    assert told["settings"] == told["now_reasons"]["settings"]
    assert told["facts"]["country"] == "SE"
    assert date.fromisoformat(told["decided_at"][:10])
    assert told["differences"]["decided"] is False
