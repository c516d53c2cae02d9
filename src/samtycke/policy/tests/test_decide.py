"""What the law answers, case by case: a name, what is known, and the rule that settles it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samtycke.policy import Envelope, Facts, Instants, decide, pack_for

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOON = datetime(2026, 3, 10, 12, tzinfo=STOCKHOLM)
OFFER = Envelope("marketing", "offers", ("shoes",), "skobutiken")
ORDER = Envelope("service", "orders", (), "skobutiken", legal_basis="contract")
YES = Facts(country="SE", consent_method="checkbox_unticked", consent_informed=True, consent_evidenced=True)
CUSTOMER = Facts(country="SE", customer_on=date(2026, 2, 12))
SALE = Facts(country="SE", sale_on=date(2026, 2, 12), sale_collected=True, sale_informed=True, sale_offered=True,
             sale_similar=True)  # fmt: skip


@pytest.mark.parametrize(
    ("known", "envelope", "verdict", "rule"),
    [
        (YES, OFFER, "allow", "mfl19.consent"),
        (CUSTOMER, OFFER, "allow", "mfl19.soft-opt-in"),
        (Facts(country="SE", recipient="company"), OFFER, "allow", "mfl21.company"),
        (Facts(country="SE"), OFFER, "deny", "mfl19.none"),
        (replace(YES, erased=True), OFFER, "deny", "gdpr17.erased"),
        (replace(YES, erased=True), ORDER, "deny", "gdpr17.erased"),
        (replace(YES, restricted=True), ORDER, "deny", "gdpr18.restricted"),
        (YES, replace(OFFER, sender_named=False), "deny", "mfl9.identified"),
        (YES, replace(OFFER, way_out=False), "deny", "mfl20.way-out"),
        (replace(YES, objected=True), OFFER, "deny", "gdpr21.objected"),
        (replace(YES, objected=True, consent_after_objection=True), OFFER, "allow", "mfl19.consent"),
        (replace(CUSTOMER, objected=True, consent_after_objection=True), OFFER, "deny", "gdpr21.objected"),
        (Facts(country="SE", recipient="company", objected=True), OFFER, "deny", "gdpr21.objected"),
        (replace(YES, blocked_platform=True), OFFER, "deny", "block.platform"),
        (replace(YES, blocked_organisation=True), OFFER, "deny", "block.organisation"),
        (replace(YES, blocked_purpose=True), OFFER, "deny", "block.purpose"),
        (replace(YES, number_wrong=True), OFFER, "deny", "number.wrong"),
        (replace(YES, minor=True), OFFER, "deny", "minor.under-16"),
        (YES, replace(OFFER, categories=("alcohol",)), "deny", "goods.restricted"),
        (replace(YES, country="US"), OFFER, "deny", "pack.none"),
        (replace(YES, country="US"), ORDER, "allow", "gdpr6.contract"),
        (replace(YES, consent_method="checkbox_preticked"), OFFER, "deny", "consent.not-active"),
        (replace(YES, consent_method="telepathy"), OFFER, "deny", "consent.not-active"),
        (replace(YES, consent_method="bundled_terms"), OFFER, "deny", "consent.bundled"),
        (replace(YES, consent_informed=False), OFFER, "deny", "consent.not-informed"),
        (replace(YES, consent_evidenced=False), OFFER, "deny", "consent.no-evidence"),
        (replace(YES, consent_method="double_opt_in_pending"), OFFER, "deny", "consent.pending"),
        (replace(YES, consent_withdrawn=True), OFFER, "deny", "consent.withdrawn"),
        (Facts(country="SE", consent_elsewhere=True), OFFER, "deny", "consent.other-purpose"),
        (Facts(country="SE", consent_other_sender=True), OFFER, "deny", "consent.other-sender"),
        (SALE, OFFER, "allow", "mfl19.soft-opt-in"),
        (replace(SALE, sale_collected=False), OFFER, "deny", "soft.not-collected-in-sale"),
        (replace(SALE, sale_informed=False), OFFER, "deny", "soft.not-informed"),
        (replace(SALE, sale_offered=False), OFFER, "deny", "soft.no-refusal-offered"),
        (replace(SALE, refused=True), OFFER, "deny", "soft.refused"),
        (replace(SALE, sale_similar=False), OFFER, "deny", "soft.not-similar"),
        (SALE, replace(OFFER, own_goods=False), "deny", "soft.other-goods"),
        (replace(SALE, sale_on=date(2025, 3, 9)), OFFER, "deny", "soft.not-customer"),
        (replace(CUSTOMER, refused=True), OFFER, "deny", "soft.refused"),
        (replace(YES, objected=True, blocked_organisation=True), ORDER, "allow", "gdpr6.contract"),
        (Facts(country="SE"), replace(ORDER, legal_basis="legal_obligation"), "allow", "gdpr6.legal-obligation"),
        (Facts(country="SE"), replace(ORDER, legal_basis="legitimate_interest"), "allow", "gdpr6.legitimate-interest"),
        (Facts(country="SE"), replace(ORDER, legal_basis=None), "deny", "service.no-basis"),
        (Facts(country="SE"), replace(ORDER, advertising=True), "deny", "mfl19.none"),
        (Facts(country="SE"), replace(ORDER, unread_advertising=True), "hold", "content.unread"),
        (Facts(country="SE"), replace(ORDER, unread_advertising=True, legal_basis=None), "deny", "service.no-basis"),
        (Facts(country="US"), replace(ORDER, unread_advertising=True), "hold", "content.unread"),
        (YES, replace(ORDER, unread_advertising=True, advertising=True), "allow", "mfl19.consent"),
        (replace(YES, paused=True), OFFER, "hold", "person.paused"),
        (replace(YES, unread_reply=True), OFFER, "hold", "reply.unread"),
        (replace(YES, texts_day=1), OFFER, "hold", "ethics.frequency"),
        (replace(YES, texts_week=4), OFFER, "hold", "ethics.frequency"),
        (replace(YES, recipient="alien"), OFFER, "deny", "input.unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_rule_that_settles_a_case(known, envelope, verdict, rule):
    decision = decide(envelope, known, NOON, pack_for(known.country))
    assert (decision.verdict, decision.rule) == (verdict, rule)
    assert decision.explanation["sv"]
    assert decision.explanation["en"]


def test_where_a_consent_fails_and_a_sale_holds_the_sale_is_enough():
    both = replace(CUSTOMER, consent_method="paper", consent_informed=False, consent_evidenced=True)
    assert decide(OFFER, both, NOON, pack_for("SE")).rule == "mfl19.soft-opt-in"


@pytest.mark.parametrize(
    ("bought", "now", "verdict"),
    [
        (date(2026, 2, 12), datetime(2027, 2, 12, 20, 59, tzinfo=STOCKHOLM), "allow"),
        (date(2026, 2, 12), datetime(2027, 2, 13, 8, 0, tzinfo=STOCKHOLM), "deny"),
        (date(2024, 2, 29), datetime(2025, 2, 28, 20, 0, tzinfo=STOCKHOLM), "allow"),
        (date(2024, 2, 29), datetime(2025, 3, 1, 9, 0, tzinfo=STOCKHOLM), "deny"),
        (date.max, datetime(2040, 1, 1, 12, tzinfo=STOCKHOLM), "allow"),
    ],
)
def test_twelve_months_are_counted_to_the_same_day_and_that_day_is_within(bought, now, verdict):
    assert decide(OFFER, Facts(country="SE", customer_on=bought), now, pack_for("SE")).verdict == verdict


def test_a_permission_that_lapses_says_when():
    until = decide(OFFER, CUSTOMER, NOON, pack_for("SE")).until
    assert until is not None
    assert until.astimezone(STOCKHOLM).isoformat() == "2027-02-12T23:59:59.999999+01:00"


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 3, 10, 21, 30, tzinfo=STOCKHOLM), "2026-03-11T08:00:00+01:00"),
        (datetime(2026, 3, 10, 21, 0, tzinfo=STOCKHOLM), "2026-03-11T08:00:00+01:00"),
        (datetime(2026, 3, 11, 7, 59, tzinfo=STOCKHOLM), "2026-03-11T08:00:00+01:00"),
        (datetime(2026, 3, 11, 8, 0, tzinfo=STOCKHOLM), None),
        # The clocks go forward in that night, and back in this one: eight is eight on the wall.
        (datetime(2026, 3, 28, 23, 0, tzinfo=STOCKHOLM), "2026-03-29T08:00:00+02:00"),
        (datetime(2026, 10, 24, 23, 0, tzinfo=STOCKHOLM), "2026-10-25T08:00:00+01:00"),
        (datetime(2026, 3, 10, 20, 30, tzinfo=UTC), "2026-03-11T08:00:00+01:00"),
    ],
)
def test_quiet_hours_end_at_eight_on_the_recipients_wall(now, until):
    decision = decide(OFFER, YES, now, pack_for("SE"))
    assert (decision.until.isoformat() if decision.until else None) == until


def test_a_hold_ends_with_the_last_of_its_reasons_and_never_in_the_night():
    sent = NOON - timedelta(hours=14)  # room again at 22:00
    decision = decide(OFFER, replace(YES, texts_day=1), NOON, pack_for("SE"), Instants(recent=(sent,)))
    assert decision.until is not None
    assert decision.until.isoformat() == "2026-03-11T08:00:00+01:00"


def test_an_organisation_may_set_hours_and_caps():
    open_always = {"quiet_hours": None, "per_24h": None, "per_7d": None}
    at_night = NOON.replace(hour=23)
    assert decide(OFFER, replace(YES, texts_day=9), at_night, pack_for("SE", open_always)).verdict == "allow"
    earlier = {"quiet_hours": ["18:00", "09:00"]}
    assert decide(OFFER, YES, NOON.replace(hour=18), pack_for("SE", earlier)).rule == "ethics.quiet-hours"
    aged = replace(YES, consent_on=date(2025, 1, 1))
    assert decide(OFFER, aged, NOON, pack_for("SE", {"consent_months": 12})).rule == "consent.lapsed"
    assert decide(OFFER, aged, NOON, pack_for("SE", {"consent_months": 24})).verdict == "allow"


def test_every_rule_says_what_it_is_in_both_languages_and_where_it_stands():
    for rule in pack_for("SE").rules:
        assert rule.words.label["sv"], rule.id
        assert rule.words.label["en"], rule.id
        assert rule.words.why["sv"] != rule.words.why["en"], rule.id
        assert rule.cites, rule.id


def test_every_word_of_the_pack_is_a_word():
    """YAML reads a bare YES as true."""
    assert all(isinstance(word, str) for words in pack_for("SE").words.values() for word in words)
