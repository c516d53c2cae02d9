"""The decision: denials, then bases, then holds. What is unknown, or goes wrong, is a denial."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from samtycke.policy.decision import Decision, Step
from samtycke.policy.explain import explained
from samtycke.policy.facts import Envelope, Facts, Instants
from samtycke.policy.pack import Pack
from samtycke.policy.period import end_of_day, months_after, room_after
from samtycke.policy.rule import Case, Rule

_NO_INSTANTS = Instants()


def decide(envelope: Envelope, facts: Facts, now: datetime, pack: Pack, instants: Instants = _NO_INSTANTS) -> Decision:
    """Whether the law allows this envelope to reach this person now, and why.

    Args:
        envelope: what is about to be sent.
        facts: what is known of the recipient for it.
        now: the instant of the decision, with offset.
        pack: the law of the recipient's country, with the organisation's settings. Its rules and parameters are
            taken as they were in force where the recipient was at ``now``.
        instants: when this person's pause ends and when they were last texted; only a hold's end needs them.
    """
    today = now.astimezone(pack.timezone).date()
    pack = pack.on(today)
    case = Case(envelope, facts, now, pack, today, instants)
    steps: list[Step] = []
    current = "input.unknown"
    try:
        _check_known(envelope, facts, now)
        for rule in pack.denials:
            current = rule.id
            if not rule.in_force(case.today):
                continue
            applies = bool(rule.asks(case))
            steps.append(Step(rule.id, "denies" if applies else "passes", rule.seen(facts, envelope)))
            if applies:
                return _decision("deny", rule, case, steps)
        return _by_basis(case, steps)
    except Exception as error:
        # An error in a rule forbids: a rule that crashes must never open the way it was there to close.
        steps.append(Step(current, "denies", {"error": type(error).__name__}))
        return Decision(
            "deny",
            None,
            current,
            "",
            {
                "sv": "Ett okänt värde eller ett fel gjorde att frågan inte kunde avgöras. Då skickas inget.",
                "en": "An unknown value or an error left the question open. Then nothing is sent.",
            },
            None,
            pack.name,
            tuple(steps),
        )


def _check_known(envelope: Envelope, facts: Facts, now: datetime) -> None:
    if envelope.kind not in ("marketing", "service") or now.tzinfo is None:
        raise ValueError
    if name := facts.unknown():
        raise TypeError(name)


def _by_basis(case: Case, steps: list[Step]) -> Decision:
    marketing = case.envelope.is_marketing
    failed: list[str] = []
    for rule in case.pack.bases if marketing else case.pack.service_bases:
        if not rule.in_force(case.today):
            continue
        because: str | None = rule.asks(case)
        seen = rule.seen(case.facts, case.envelope)
        if because is None:
            steps.append(Step(rule.id, "allows", seen))
            return _held(case, rule, case.pack.holds if marketing else case.pack.service_holds, steps)
        steps.append(Step(rule.id, "fails", seen, because))
        failed.append(because)
    closest = _closest(case, failed) if marketing else "service.no-basis"
    return _decision("deny", case.pack.rule(closest), case, steps)


def _closest(case: Case, failed: list[str]) -> str:
    """Where several bases fail, the condition that came closest speaks: of a consent to this, of a sale, of another."""
    facts = case.facts
    consent = next((one for one in failed if one.startswith("consent.")), None)
    sale = next((one for one in failed if one.startswith("soft.")), None)
    to_another = facts.consent_elsewhere or facts.consent_other_sender
    if facts.consent_method is not None and not to_another and consent:
        return consent
    if (facts.customer_on is not None or facts.sale_on is not None or facts.sale_cancelled) and sale:
        return sale
    if to_another and consent:
        return consent
    if facts.sale_other_sender and sale:
        return sale
    return str(case.pack.nothing.id)


def _held(case: Case, basis: Rule, holds: tuple[Rule, ...], steps: list[Step]) -> Decision:
    applying = []
    for rule in holds:
        if not rule.in_force(case.today):
            continue
        applies = bool(rule.asks(case))
        steps.append(Step(rule.id, "holds" if applies else "passes", rule.seen(case.facts, case.envelope)))
        if applies:
            applying.append(rule)
    if not applying:
        return _decision("allow", basis, case, steps)
    return _decision("hold", applying[0], case, steps, until=_hold_end(case, applying), basis=basis.basis)


def _hold_end(case: Case, applying: list[Rule]) -> datetime | None:
    """The latest end of all that apply, moved to the end of quiet hours if it falls in them."""
    ends = [_end_of(rule.id, case) for rule in applying]
    if not all(ends):
        return None
    latest = max(end for end in ends if end)
    return case.pack.quiet_end(latest) or latest


def _end_of(rule: str, case: Case) -> datetime | None:
    if rule == "ethics.quiet-hours":
        quiet: datetime | None = case.pack.quiet_end(case.now)
        return quiet
    if rule == "person.paused":
        return case.instants.paused_until
    if rule == "ethics.frequency":
        parameters, sent = case.pack.parameters, case.instants.recent
        ends = [
            room_after(sent, now=case.now, window=window, cap=cap)
            for window, cap in (
                (timedelta(hours=24), parameters.per_24h),
                (timedelta(days=7), parameters.per_7d),
            )
            if cap is not None
        ]
        return max((end for end in ends if end), default=None)
    return None


def _decision(
    verdict: str,
    rule: Rule,
    case: Case,
    steps: list[Step],
    *,
    until: datetime | None = None,
    basis: str | None = None,
) -> Decision:
    if verdict == "allow":
        basis, until = rule.basis, _lapses(rule, case)
    return Decision(
        verdict,
        basis,
        rule.id,
        rule.cites,
        explained(rule, case.facts, case.pack, until),
        until,
        case.pack.name,
        tuple(steps),
    )


def _lapses(rule: Rule, case: Case) -> datetime | None:
    parameters, zone = case.pack.parameters, case.pack.timezone
    if rule.basis == "soft_opt_in":
        day = _counted_from(rule, case)
        return end_of_day(months_after(day, parameters.customer_months), zone) if day else None
    # Asked first, so that where there is no limit nobody's day is looked at.
    if rule.basis == "consent" and parameters.consent_months and case.facts.consent_on is not None:
        return end_of_day(months_after(case.facts.consent_on, parameters.consent_months), zone)
    return None


def _counted_from(rule: Rule, case: Case) -> date | None:
    """The day from which the exception is counted that this rule allowed by."""
    facts = case.facts
    if "supported_on" in rule.saw:
        return facts.supported_on
    since = facts.customer_on
    if since is not None and case.today <= months_after(since, case.pack.parameters.customer_months):
        return since
    return facts.sale_on
