"""The decision: denials, then bases, then holds. What is unknown, or goes wrong, is a denial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from samtycke.policy.decision import Decision, Step
from samtycke.policy.explain import explained
from samtycke.policy.facts import Envelope, Facts, Instants
from samtycke.policy.pack import UNKNOWN, Pack
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
    pack = pack.at(now)
    walk = _Walk(Case(envelope, facts, now, pack, pack.day(now), instants))
    try:
        _check_known(envelope, facts, now)
        return _by_denial(walk) or _by_basis(walk)
    except Exception as error:
        # An error in a rule forbids: a rule that crashes must never open the way it was there to close.
        walk.note("denies", {"error": type(error).__name__})
        return Decision(
            "deny",
            None,
            walk.rule.id,
            UNKNOWN.cites,
            dict(UNKNOWN.words.why),
            None,
            pack.name,
            tuple(walk.steps),
            pack.parameters,
        )


@dataclass(slots=True)
class _Walk:
    """One case on its way past the rules: which is asked just now, and what the others answered."""

    case: Case
    steps: list[Step] = field(default_factory=list)
    rule: Rule = UNKNOWN

    def past(self, rules: Iterable[Rule]) -> Iterator[Rule]:
        """Those in force, one after the other."""
        today = self.case.today
        for self.rule in rules:
            if self.rule.since <= today <= self.rule.until:
                yield self.rule

    def note(self, outcome: str, saw: dict[str, Any], because: str | None = None) -> None:
        """What the rule answered."""
        self.steps.append(Step(self.rule.id, outcome, saw, because))


def _check_known(envelope: Envelope, facts: Facts, now: datetime) -> None:
    if envelope.kind not in ("marketing", "service") or now.tzinfo is None:
        raise ValueError
    if name := facts.unknown():
        raise TypeError(name)


def _by_denial(walk: _Walk) -> Decision | None:
    case = walk.case
    for rule in walk.past(case.pack.denials):
        applies = bool(rule.asks(case))
        walk.note("denies" if applies else "passes", rule.seen(case))
        if applies:
            return _decision("deny", rule, walk)
    return None


def _by_basis(walk: _Walk) -> Decision:
    case = walk.case
    marketing = case.envelope.is_marketing
    failed: list[str] = []
    for rule in walk.past(case.pack.bases if marketing else case.pack.service_bases):
        because: str | None = rule.asks(case)
        if because is None:
            walk.note("allows", rule.seen(case))
            return _held(walk, rule, case.pack.holds if marketing else case.pack.service_holds)
        walk.note("fails", rule.seen(case), because or None)
        failed.append(because)
    walk.rule = case.pack.rule(_closest(case, failed) if marketing else "service.no-basis")
    walk.note("denies", walk.rule.seen(case))
    return _decision("deny", walk.rule, walk)


def _closest(case: Case, failed: list[str]) -> str:
    """Where several bases fail, the condition that came closest speaks: of a consent to this, of a sale, of another."""
    facts = case.facts
    consent = next((one for one in failed if one.startswith("consent.")), None)
    sale = next((one for one in failed if one.startswith("soft.")), None)
    to_another = _to_another(case)
    if facts.consent_method is not None and not to_another and consent:
        return consent
    if (facts.customer_on is not None or facts.sale_on is not None or facts.sale_cancelled) and sale:
        return sale
    if to_another:
        return consent or to_another
    if facts.sale_other_sender and sale:
        return sale
    return str(case.pack.nothing.id)


def _to_another(case: Case) -> str | None:
    """The condition that a consent to something or somebody else fails."""
    if case.facts.consent_elsewhere:
        return "consent.other-purpose"
    return "consent.other-sender" if case.facts.consent_other_sender else None


def _held(walk: _Walk, basis: Rule, holds: tuple[Rule, ...]) -> Decision:
    case, applying = walk.case, []
    for rule in walk.past(holds):
        applies = bool(rule.asks(case))
        walk.note("holds" if applies else "passes", rule.seen(case))
        if applies:
            applying.append(rule)
    if not applying:
        return _decision("allow", basis, walk)
    return _decision("hold", applying[0], walk, until=_hold_end(case, applying), basis=basis.basis)


def _hold_end(case: Case, applying: list[Rule]) -> datetime | None:
    """The latest end of all that apply, moved to the end of quiet hours if it falls in them.

    None where one of them has no end that is known and to come.
    """
    ends = [end for end in (_end_of(rule.id, case) for rule in applying) if end is not None and end > case.now]
    if len(ends) < len(applying):
        return None
    latest = max(ends)
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
    walk: _Walk,
    *,
    until: datetime | None = None,
    basis: str | None = None,
) -> Decision:
    case, walk.rule = walk.case, rule
    if verdict == "allow":
        basis, until = rule.basis, _until(rule, case)
    return Decision(
        verdict,
        basis,
        rule.id,
        rule.cites,
        explained(rule, case, until),
        until,
        case.pack.name,
        tuple(walk.steps),
        case.pack.parameters,
    )


def _until(basis: Rule, case: Case) -> datetime | None:
    """The last instant at which a permission holds by itself: its months run out, or the law of a later day ends it."""
    last = _runs_out(basis, case)
    while (turn := case.pack.in_force[1]) <= last and turn < date.max:
        start = datetime.combine(turn, time(), case.pack.timezone)
        case = replace(case, now=start, today=turn, pack=case.pack.on(turn))
        if not _stands(basis, case):
            last = turn - timedelta(days=1)
            break
        last = _runs_out(basis, case)
    return end_of_day(last, case.pack.timezone)


def _runs_out(basis: Rule, case: Case) -> date:
    day, months = basis.counted(case) if basis.counted else (None, None)
    return date.max if day is None or months is None else months_after(day, months)


def _stands(basis: Rule, case: Case) -> bool:
    """Whether it would allow on another day, of whoever is as they are today."""
    denied = any(rule.in_force(case.today) and rule.asks(case) for rule in case.pack.denials)
    return not denied and basis.in_force(case.today) and basis.asks(case) is None
