"""May I send this? Whatever is answered there is an answer, within five screens, and it is what the law says."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from samtycke.policy import answer
from samtycke.web.public.may_i import fields as f
from samtycke.web.public.may_i.answer import Answer, next_screen
from samtycke.web.public.may_i.questions import MOST, Screen, screens
from samtycke.web.public.may_i.told import told

DAY = "2026-11-26"
DAYS = ("", "2026-11-26", "2026-06-01", "2025-11-26", "2025-11-25", "2024-02-29")
CUSTOMER = {
    "for": "offer", "goods": "ordinary", "who": "person", "country": "SE", "age": "adult", "ground": "bought",
    "no": "none", "last": "2026-06-01", "what": "similar", "number": "whole", "marks": "both", "lately": "none",
    "day": DAY, "hour": "day",
}  # fmt: skip
SAID_YES = {
    **{name: value for name, value in CUSTOMER.items() if name not in ("last", "what", "number")},
    "ground": "yes", "how": "box", "told": "all", "when": "2026-03-02", "shown": "yes",
}  # fmt: skip
NEEDED = {
    "for": "booking", "goods": "ordinary", "who": "person", "country": "SE", "offer": "no", "duty": "contract",
    "no": "none", "day": DAY,
}  # fmt: skip


@st.composite
def walks(draw, *, kindly: float = 0.8) -> tuple[dict[str, str], int]:
    """Answers as somebody gives them, screen by screen; mostly such as permit, so that walks are long."""
    answers, walked = {"day": DAY}, 0
    while isinstance(screen := next_screen(answers), Screen):
        walked += 1
        for field in screen.fields:
            answers[field.name] = draw(_values(field, kindly))
    return answers, walked


def _values(field: f.Field, kindly: float) -> st.SearchStrategy[str]:
    if field is f.DAY:
        return st.just(DAY)
    every = st.sampled_from(DAYS if field.is_day else [choice.value for choice in field.choices])
    best = DAY if field.is_day else field.best
    return st.floats(0, 1).flatmap(lambda luck: st.just(best) if best and luck < kindly else every)


def found(answers: dict[str, str]) -> Answer:
    whole = next_screen(answers)
    assert isinstance(whole, Answer), whole
    return whole


def get(answers: dict[str, str], path: str = "/may-i", **headers):
    return Client().get(f"{path}?{urlencode(answers)}", headers=headers, follow=True)


@settings(max_examples=400, deadline=None)
@given(walks())
def test_every_walk_ends_in_an_answer_within_five_screens(walk):
    answers, walked = walk
    assert walked <= MOST
    decision = found(answers).decision
    assert decision.verdict in {"allow", "hold", "deny"}
    assert decision.rule in found(answers).pack.by_id


@settings(max_examples=60, deadline=None)
@given(walks())
def test_the_page_answers_what_the_law_says_of_the_case_it_tells(walk):
    """The case of the page, put to the API by anybody, gets the same decision."""
    answers, _walked = walk
    page = get(answers, "/may-i.json").json()
    api = Client().post(
        "/api/v1/decisions", json.dumps(page["case"]), content_type="application/json",
        headers={"X-Forwarded-For": "x"}, REMOTE_ADDR=_somebody(),
    )  # fmt: skip
    assert api.status_code == 200, api.content
    assert api.json() == page["decision"]


@settings(max_examples=300, deadline=None)
@given(walks(kindly=0.5), st.data())
def test_what_is_not_asked_could_not_have_permitted_it(walk, data):
    """Where the asking ends early, every way to go on ends in a no."""
    answers, _walked = walk
    if not found(answers).ended_early:
        return
    for screen in screens(answers):
        for field in screen.fields:
            if field.name not in answers:
                answers = {**answers, field.name: data.draw(_values(field, 0.9))}
    assert answer(told(answers)).verdict == "deny"


@settings(max_examples=300, deadline=None)
@given(walks(), st.data())
def test_not_to_know_never_permits_more_than_to_know(walk, data):
    """ "Don't know" instead of an answer makes no text lawful that the best answer would not."""
    answers, _walked = walk
    whole = found(answers)
    row = data.draw(st.sampled_from([row for row in whole.rows if row.field is not f.DAY]))
    field = row.field
    rank = ("deny", "hold", "allow").index
    without = {**answers, field.name: "" if field.is_day else f.UNKNOWN}
    others = [DAY] if field.is_day else [choice.value for choice in field.choices]
    if whole.ended_early or field.name in ("for", "who"):
        return
    best = max(rank(answer(told({**answers, field.name: value})).verdict) for value in others)
    assert rank(answer(told(without)).verdict) <= best


@pytest.mark.parametrize(
    ("asked", "given", "verdict", "rule"),
    [
        ("an offer to a customer of the last year", CUSTOMER, "allow", "mfl19.soft-opt-in"),
        ("an offer to somebody who said yes in our form", SAID_YES, "allow", "mfl19.consent"),
        ("a booking's reminder", NEEDED, "allow", "gdpr6.contract"),
        ("a booking's reminder with 10 % off", {**NEEDED, **SAID_YES, "for": "mixed", "ground": "none"}, "deny",
         "mfl19.none"),
        ("a recall", {**NEEDED, "for": "recall", "duty": "law"}, "allow", "gdpr6.legal-obligation"),
        ("news that would be good to tell", {**NEEDED, "for": "practical", "duty": "none"}, "deny",
         "service.no-basis"),
        ("an offer to a bought list", {**SAID_YES, "ground": "none"}, "deny", "mfl19.none"),
        ("an offer to a company", {**SAID_YES, "who": "company"}, "allow", "mfl21.company"),
        ("an offer to a sole trader", {**SAID_YES, "who": "sole_trader", "ground": "none"}, "deny", "mfl19.none"),
        ("the box was ticked beforehand", {**SAID_YES, "how": "ticked"}, "deny", "consent.not-active"),
        ("it stood in our terms", {**SAID_YES, "how": "terms"}, "deny", "consent.bundled"),
        ("they said yes to our sister company", {**SAID_YES, "told": "another"}, "deny", "consent.other-sender"),
        ("they said yes to something else", {**SAID_YES, "told": "other"}, "deny", "consent.other-purpose"),
        ("we cannot find their yes", {**SAID_YES, "shown": "no"}, "deny", "consent.no-evidence"),
        ("they bought thirteen months ago", {**CUSTOMER, "last": "2025-10-26"}, "deny", "soft.not-customer"),
        ("to the day a year ago", {**CUSTOMER, "last": "2025-11-26"}, "allow", "mfl19.soft-opt-in"),
        ("nothing was said of offers at the till", {**CUSTOMER, "number": "untold"}, "deny", "soft.not-informed"),
        ("they could not say no at the till", {**CUSTOMER, "number": "bound"}, "deny", "soft.no-refusal-offered"),
        ("they said no at the till", {**CUSTOMER, "number": "refused"}, "deny", "soft.refused"),
        ("they bought a bag", {**CUSTOMER, "what": "else"}, "deny", "soft.not-similar"),
        ("a partner's offer", {**CUSTOMER, "what": "other"}, "deny", "soft.other-goods"),
        ("they bought from our sister company", {**CUSTOMER, "what": "shop"}, "deny", "soft.no-sale"),
        ("they returned it all", {**CUSTOMER, "what": "returned"}, "deny", "soft.not-customer"),
        ("they have said STOPP", {**SAID_YES, "no": "stop"}, "deny", "gdpr21.objected"),
        ("they said no, and later yes", {**SAID_YES, "no": "again"}, "allow", "mfl19.consent"),
        ("they said no, and later bought", {**CUSTOMER, "no": "again"}, "deny", "gdpr21.objected"),
        ("they are on a block list", {**SAID_YES, "no": "block"}, "deny", "block.organisation"),
        ("they replied not now", {**SAID_YES, "no": "unclear"}, "hold", "reply.unread"),
        ("the number is somebody else's", {**SAID_YES, "no": "wrong"}, "deny", "number.wrong"),
        ("their data are erased", {**NEEDED, "no": "erased"}, "deny", "gdpr17.erased"),
        ("a fourteen year old", {**SAID_YES, "age": "teen"}, "deny", "minor.under-16"),
        ("wine", {**SAID_YES, "goods": "alcohol"}, "deny", "goods.restricted"),
        ("no way to stop", {**SAID_YES, "marks": "name"}, "deny", "mfl20.way-out"),
        ("no sender", {**SAID_YES, "marks": "way"}, "deny", "mfl9.identified"),
        ("at ten in the evening", {**SAID_YES, "hour": "night"}, "hold", "ethics.quiet-hours"),
        ("they got one yesterday evening", {**SAID_YES, "lately": "day"}, "hold", "ethics.frequency"),
        ("the fifth in a week", {**SAID_YES, "lately": "week"}, "hold", "ethics.frequency"),
        ("to Poland", {**SAID_YES, "country": "other"}, "deny", "pack.none"),
        ("to a German who ticked a box", {**SAID_YES, "country": "DE"}, "deny", "consent.pending"),
        ("to a German who confirmed", {**SAID_YES, "country": "DE", "how": "twice"}, "allow", "de.consent"),
        ("to a Danish company", {**SAID_YES, "country": "DK", "who": "company", "ground": "none"}, "deny", "dk.none"),
        ("to a Briton who got a quote", {**CUSTOMER, "country": "GB", "ground": "talks"}, "allow", "gb.soft-opt-in"),
        ("a British charity to a giver", {**CUSTOMER, "country": "GB", "for": "cause", "ground": "support"}, "allow",
         "gb.charity"),
        ("to France on a Sunday", {**SAID_YES, "country": "FR", "day": "2026-11-29"}, "hold", "ethics.quiet-hours"),
        ("to France half past eight", {**SAID_YES, "country": "FR", "hour": "evening"}, "hold", "ethics.quiet-hours"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_what_a_marketer_would_ask(asked, given, verdict, rule):
    decision = found(given).decision
    assert (decision.verdict, decision.rule) == (verdict, rule)


@pytest.mark.parametrize(
    ("given", "unknown", "rule"),
    [
        (SAID_YES, "how", "consent.not-active"),
        (SAID_YES, "told", "consent.not-informed"),
        (SAID_YES, "when", "consent.no-evidence"),
        (SAID_YES, "shown", "consent.no-evidence"),
        (SAID_YES, "no", "gdpr21.objected"),
        (SAID_YES, "ground", "mfl19.none"),
        (SAID_YES, "marks", "mfl9.identified"),
        (SAID_YES, "lately", "ethics.frequency"),
        (SAID_YES, "hour", "ethics.quiet-hours"),
        (SAID_YES, "age", "minor.under-16"),
        (SAID_YES, "goods", "goods.restricted"),
        (SAID_YES, "country", "pack.none"),
        (CUSTOMER, "last", "soft.not-customer"),
        (CUSTOMER, "what", "soft.not-similar"),
        (CUSTOMER, "number", "soft.not-collected-in-sale"),
        (NEEDED, "duty", "service.no-basis"),
        (NEEDED, "no", "gdpr18.restricted"),
    ],
)
def test_not_knowing_counts_as_a_no_and_says_so(given, unknown, rule):
    """The answer names the question, what it counted as, and that it decided."""
    field = next(field for screen in screens(given) for field in screen.fields if field.name == unknown)
    answers = {**given, unknown: "" if field.is_day else f.UNKNOWN}
    whole = found(answers)
    assert whole.decision.rule == rule
    assert [(row.field.name, row.decides) for row in whole.unknowns] == [(unknown, True)]
    page = get(answers, Accept_Language="en").content.decode()
    with override("en"):
        assert str(field.words).replace("'", "&#x27;") in page
        assert f"Counted {field.counts}." in page


def test_an_offer_that_nobody_ruled_out_makes_a_booking_marketing():
    """The path goes on as for marketing."""
    answers = {**NEEDED, "offer": "unknown"}
    names = [screen.name for screen in screens({**SAID_YES, **answers})]
    assert names == ["text", "who", "right", "proof", "send"]
    assert isinstance(next_screen(answers), Screen)


def test_the_link_gives_the_same_answer_at_any_time():
    """Law is dated, and so is the link."""
    page = get(SAID_YES)
    address = page.redirect_chain[-1][0] if page.redirect_chain else page.request["QUERY_STRING"]
    query = address.split("?")[-1]
    assert dict(parse_qsl(query, keep_blank_values=True)) == SAID_YES
    assert f"day={DAY}" in query
    link = re.search(r'id="link" readonly value="([^"]+)"', page.content.decode())
    assert link is not None
    assert link[1].replace("&amp;", "&").endswith(query)
    again = Client().get(f"/may-i?{query}")
    assert again.status_code == 200
    assert again.context["decision"] == page.context["decision"]


def test_what_no_longer_belongs_is_left_out_of_the_link():
    """Somebody changed their mind on the way."""
    page = get({**CUSTOMER, **NEEDED, "how": "box"})
    assert dict(parse_qsl(page.redirect_chain[-1][0].split("?")[-1])) == NEEDED


def test_back_shows_what_was_answered():
    page = Client().get(f"/may-i?{urlencode({**SAID_YES, 'at': 'who'})}").content.decode()
    assert re.search(r'name="who" value="person" checked', page)
    assert re.search(r'type="hidden" name="how" value="box"', page)


def test_an_answer_that_is_missing_is_asked_for_again():
    page = Client().get("/may-i?day=2026-11-26&for=offer&from=text", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "Something has not been answered" in page.content.decode()
    assert 'value="offer" checked' in page.content.decode()


@pytest.mark.parametrize(
    "query",
    ["for=spam", "for=offer&for=news", "day=9999-99-99", "day=0001-01-01", "when=%00", "at=nowhere", "from=send",
     "goods=" + "x" * 5000, "country=ZZ", "%FF=%FE"],
)  # fmt: skip
def test_an_address_of_anything_is_a_question(query):
    assert Client().get(f"/may-i?{query}", follow=True).status_code == 200
    assert Client().get(f"/may-i.json?{query}").status_code == 400


def test_nothing_that_is_answered_is_kept():
    """The database is asked nothing and told nothing, and no session begins."""
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/may-i?{urlencode(SAID_YES)}", follow=True).status_code == 200
        assert client.get(f"/may-i.json?{urlencode(SAID_YES)}").status_code == 200
    assert asked.captured_queries == []
    assert set(client.cookies) <= {"csrftoken"}
    assert client.post("/may-i").status_code == 405


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("given", [SAID_YES, {**SAID_YES, "no": "stop"}, {**SAID_YES, "hour": "night"}])
def test_the_answer_says_why_by_which_rule_and_what_it_rests_on(language, given):
    page = get(given, Accept_Language=language).content.decode()
    decision = found(given).decision
    assert decision.explanation[language] in page
    assert decision.rule in page
    assert f'<span lang="sv">{decision.citation}</span>' in page
    assert decision.pack in page
    for step in decision.consulted:
        assert step.rule in page
    assert "100 %" not in page


def test_every_rule_that_forbids_says_how_it_is_done_lawfully():
    """Or that it should not be."""
    from samtycke.policy import countries, pack_for
    from samtycke.web.public.may_i import lawful

    silent = [
        f"{country} {rule.id}"
        for country in countries()
        for rule in pack_for(country).rules
        if rule.basis is None and rule.id != "input.unknown" and not lawful._STEPS.get(lawful._family(rule.id))
    ]
    assert silent == []


def test_the_page_links_to_the_json_and_to_a_person():
    page = get(SAID_YES).content.decode()
    assert "/may-i.json?" in page
    assert "/may-i/ask?" in page


def test_a_pasted_text_is_read_and_leaves_no_trace():
    """What sells in it is marked; the link tells that there was an offer, never the text."""
    from samtycke.gate.envelope import _signs as remembered

    known = remembered.cache_info().currsize
    text = "Hej! Din tid i morgon 10.15. Passa på: 20 % på alla skor i helgen, Zebrafink."
    page = Client().post(f"/may-i/read?day={DAY}", {"text": text}, REMOTE_ADDR=_somebody())
    body = page.content.decode()
    assert page.status_code == 200
    assert "Texten läses som reklam" in body
    assert "<mark>20 % på alla" in body
    assert 'name="offer" value="yes"' in body
    assert page["Cache-Control"] == "no-store, private"
    assert remembered.cache_info().currsize == known
    booking = Client().get(f"/may-i?day={DAY}&offer=yes&for=booking&goods=ordinary").content.decode()
    assert re.search(r'name="offer" value="yes" checked', booking)
    plain = Client().post("/may-i/read", {"text": "Din kod är 482 913."}, REMOTE_ADDR=_somebody()).content.decode()
    assert "Inget i texten läses som reklam" in plain
    assert 'name="offer" value="yes"' not in plain


def test_so_many_texts_are_read_a_minute():
    from samtycke.web.public.may_i.views import READ_MOST

    address = _somebody()
    answers = [Client().post("/may-i/read", {"text": "x"}, REMOTE_ADDR=address) for _ in range(2 * READ_MOST + 1)]
    assert answers[-1].status_code == 429
    assert answers[0].status_code == 200


_callers = iter(range(1, 2**24))


def _somebody() -> str:
    """An address that nobody has called from."""
    n = next(_callers)
    return f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
