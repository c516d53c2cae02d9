"""What holds of every case there can be."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samtycke.policy import Envelope, Facts, Instants, countries, decide, pack_for
from samtycke.policy.packs.gb.law import CHARITIES_SINCE
from samtycke.policy.rule import Case, Rule

PACK = pack_for("SE")
METHODS = ["web_form", "checkbox_unticked", "checkbox_preticked", "keyword_sms", "paper", "double_opt_in",
           "double_opt_in_pending", "bundled_terms", None]  # fmt: skip
days = st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31))


def of_field(field):
    match field.name:
        case "country":
            return st.sampled_from([*countries(), "SE", "US", ""])
        case "recipient":
            return st.sampled_from(["consumer", "sole_trader", "company", "unknown"])
        case "consent_method":
            return st.sampled_from(METHODS)
        case "texts_day" | "texts_week":
            return st.integers(0, 6)
        case name if name.endswith("_on"):
            return days
        case _:
            return st.booleans()


facts = st.builds(Facts, **{field.name: of_field(field) for field in fields(Facts)})
envelopes = st.builds(
    Envelope,
    kind=st.sampled_from(["marketing", "service"]),
    categories=st.sampled_from([(), ("shoes",), ("alcohol",)]),
    way_out=st.booleans(),
    own_goods=st.booleans(),
    advertising=st.booleans(),
    legal_basis=st.sampled_from([None, "contract", "legitimate_interest"]),
    unread_advertising=st.booleans(),
    charitable=st.booleans(),
)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def verdict(envelope, known, now):
    return decide(envelope, known, now, pack_for(known.country))


@given(envelopes, facts, instants)
def test_every_case_is_answered_with_a_rule_and_its_words(envelope, known, now):
    decision = verdict(envelope, known, now)
    assert decision.verdict in {"allow", "hold", "deny"}
    assert decision.rule
    assert decision.explanation["sv"]
    assert decision.explanation["en"]
    assert "{" not in decision.explanation["sv"]


@given(envelopes, facts, instants)
def test_no_basis_no_text(envelope, known, now):
    """Marketing passes only with a whole consent, all four conditions of the soft opt-in, or where a country's law says
    so by itself: to a company, or for a charity to its supporters."""
    assume(envelope.is_marketing)
    decision = verdict(envelope, known, now)
    if decision.verdict == "deny":
        return
    whole_consent = (
        known.consent_method in {"web_form", "checkbox_unticked", "keyword_sms", "paper", "double_opt_in"}
        and known.consent_informed
        and known.consent_evidenced
        and not known.consent_withdrawn
    )
    limit = now.date() - timedelta(days=367)
    newest_whole = known.sale_on is not None and known.sale_on >= limit and all(
        (known.sale_collected, known.sale_informed, known.sale_offered, known.sale_similar)
    )  # fmt: skip
    customer = (known.customer_on is not None and known.customer_on >= limit) or newest_whole
    pack = pack_for(known.country)
    to_a_company = known.recipient == "company" and any(rule.basis == "company" for rule in pack.bases)
    supporter = pack.counts_support and envelope.charitable and known.supported_on is not None and not known.refused
    of_sale = customer and not known.refused and envelope.own_goods
    assert whole_consent or of_sale or to_a_company or supporter
    assert envelope.way_out
    assert not known.erased
    assert not known.restricted


@given(envelopes, facts, instants, st.sampled_from(["objected", "blocked_platform", "blocked_organisation",
                                                    "blocked_purpose", "refused", "consent_withdrawn", "erased",
                                                    "restricted", "number_wrong", "minor"]))  # fmt: skip
def test_a_no_never_opens_a_way(envelope, known, now, no):
    before = verdict(envelope, replace(known, **{no: False}), now).verdict
    after = verdict(envelope, replace(known, **{no: True}), now).verdict
    assert not (before == "deny" and after != "deny")


@given(envelopes, facts, instants, st.integers(1, 500))
def test_time_gives_no_permission_except_where_a_hold_ends(envelope, known, now, more):
    # The one rule that has begun since: charities in the United Kingdom.
    assume(not (envelope.charitable and known.country == "GB" and now.date() <= CHARITIES_SINCE))
    if verdict(envelope, known, now).verdict == "deny":
        assert verdict(envelope, known, now + timedelta(days=more)).verdict == "deny"


@given(envelopes, facts, instants, st.sampled_from([f.name for f in fields(Facts) if f.type == "bool"]))
def test_an_unknown_value_denies(envelope, known, now, name):
    assert verdict(envelope, replace(known, **{name: None}), now).verdict == "deny"


@given(envelopes, facts, instants)
def test_a_service_text_that_reads_like_advertising_never_goes_unread(envelope, known, now):
    """It is held where it would have gone, by a hold that only a person ends."""
    unread = replace(envelope, kind="service", advertising=False, unread_advertising=True)
    decision = verdict(unread, known, now)
    read = verdict(replace(unread, unread_advertising=False), known, now)
    assert (decision.verdict, decision.rule, decision.until) == (
        ("hold", "content.unread", None) if read.verdict == "allow" else (read.verdict, read.rule, read.until)
    )


@given(envelopes, facts, instants)
def test_a_service_text_said_to_be_advertising_is_judged_as_marketing(envelope, known, now):
    mixed = verdict(replace(envelope, kind="service", advertising=True), known, now)
    marketing = verdict(replace(envelope, kind="marketing", unread_advertising=False), known, now)
    assert (mixed.verdict, mixed.rule, mixed.basis) == (marketing.verdict, marketing.rule, marketing.basis)
    assert mixed.rule != "content.unread"


@given(facts, instants)
def test_an_error_in_a_rule_is_a_denial_that_names_it(known, now):
    def broken(case: Case) -> bool:
        raise ZeroDivisionError

    first = PACK.denials[0]
    crashing = Rule(first.id, first.cites, first.words, asks=broken)
    own = {name: getattr(PACK, name) for name in PACK.__slots__}
    pack = type(PACK)(**{**own, "denials": (crashing, *PACK.denials[1:])})
    decision = decide(Envelope("marketing", categories=("shoes",)), known, now, pack)
    assert (decision.verdict, decision.rule) == ("deny", first.id)


@given(envelopes, facts, instants)
def test_the_rule_that_settles_is_the_last_that_was_asked_or_the_condition_that_failed(envelope, known, now):
    decision = verdict(envelope, known, now)
    asked = {step.rule for step in decision.consulted} | {step.because for step in decision.consulted}
    assert decision.rule in asked | {"mfl19.none", "service.no-basis"}


_NOES = (
    *("objected", "blocked_platform", "blocked_organisation", "blocked_purpose", "erased", "restricted"),
    *("number_wrong", "minor", "child", "refused", "consent_withdrawn", "unread_reply", "paused"),
)
willing = facts.map(lambda known: replace(known, **dict.fromkeys(_NOES, False)))
"""People of whom no no is known: what is asked of permissions and holds would else seldom come to them."""
OFFER = Envelope("marketing", "offers", ("shoes",), "skobutiken")
own = st.fixed_dictionaries(
    {},
    optional={
        "consent_months": st.sampled_from([1, 12, 24]),
        "customer_months": st.sampled_from([3, 12, 24]),
        "quiet_hours": st.sampled_from([None, ["18:00", "09:00"], ["00:00", "06:00"]]),
        "per_24h": st.sampled_from([None, 2]),
    },
)


@settings(suppress_health_check=list(HealthCheck))
@given(willing, st.integers(0, 400), instants, own)
def test_a_permission_holds_to_the_instant_it_names_and_no_longer(known, days_ago, now, own):
    known = replace(known, customer_on=now.date() - timedelta(days=days_ago), consent_method=None)
    known = replace(known, texts_day=0, texts_week=0, sale_on=None)
    pack = pack_for(known.country, own)
    decision = decide(OFFER, known, now, pack)
    assume(decision.verdict == "allow" and decision.until is not None)
    last = decide(OFFER, known, decision.until, pack)
    assert last.verdict == "hold" or last.rule == decision.rule
    assert last.basis == decision.basis
    after = decide(OFFER, known, decision.until + timedelta(microseconds=1), pack)
    assert (after.verdict, after.rule) != ("allow", decision.rule)


@settings(suppress_health_check=list(HealthCheck))
@given(willing, instants, own, st.lists(st.integers(1, 170), max_size=6), st.integers(-48, 4000))
def test_a_hold_ends_later_and_never_in_quiet_hours(known, now, own, hours, pause):
    pack = pack_for(known.country, own)
    sent = tuple(sorted(now - timedelta(hours=one) for one in hours))
    counted = replace(
        known,
        texts_day=sum(at > now - timedelta(hours=24) for at in sent),
        texts_week=sum(at > now - timedelta(days=7) for at in sent),
        paused=pause > 0,
    )
    held = decide(OFFER, counted, now, pack, Instants(now + timedelta(hours=pause), sent))
    assume(held.verdict == "hold" and held.until is not None)
    assert held.until > now
    assert pack.on(held.until.astimezone(pack.timezone).date()).quiet_end(held.until) is None


@given(envelopes, facts, instants)
def test_a_law_that_is_not_known_yet_allows_nothing(envelope, known, now):
    """Of days before GDPR no pack speaks."""
    early = now.replace(year=now.year - 10, day=min(now.day, 28))
    decision = verdict(envelope, known, early)
    assert not envelope.is_marketing or (decision.verdict, decision.rule) == ("deny", "pack.none")
