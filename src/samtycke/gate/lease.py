"""Hand out messages: facts read again, decided again, recorded, all in the transaction that takes them.

This is the one way for a text to reach a carrier (promise 1). Nothing is written to a wire before it has committed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.arrays import NARROW, listed
from samtycke.gate.envelope import MESSAGE, Sealed, counted, read_envelopes
from samtycke.gate.facts import read_rows
from samtycke.gate.judge import Judge
from samtycke.gate.lanes import lane_name, move, rest
from samtycke.gate.own import may_go
from samtycke.gate.tally import Deltas, bump
from samtycke.gate.verdicts import Verdicts, keep, settings_of
from samtycke.gate.way_out import code_of, keep_codes, with_code
from samtycke.ledger.door import number_key, opened_identity
from samtycke.organisations.door import keyring, load_sql
from samtycke.sms import MissingPlaceholder, render

ASK_AGAIN = timedelta(minutes=10)
"""A hold without an end waits for an event; should that be missed, it is asked again after this."""


class GatewayBuried(RuntimeError):
    """This gateway was silent for so long that others have settled what it held: it must begin anew."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A message a gateway may write to the wire, once."""

    planned_on: date
    id: int
    contact_id: int
    campaign_id: int | None
    marketing: bool
    purpose: str
    number: str
    sender: str
    inbound_number: str
    text: str
    parts: tuple[str, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class Lease:
    """A batch in a gateway's hands. ``taken`` counts all that were due, also those that may not go."""

    id: int
    organisation_id: int
    lane: str
    messages: tuple[Leased, ...]
    taken: int


@dataclass(slots=True)
class _Due:
    planned_on: date
    id: int
    contact_id: int
    envelope_id: int
    campaign_id: int | None
    expires_at: datetime
    attempts: int
    sealed: bytes | None
    state: str = "planned"
    due: datetime | None = None
    decision_id: int | None = None
    rule: str | None = None
    parts: int | None = None
    body: bytes | None = None
    code: str | None = None
    leased: Leased | None = None
    counted_to: datetime | None = None
    """The latest marketing text to this person that was counted when it was decided."""
    left: bool = False

    def leave(self) -> None:
        """Leave it in the queue as it was, for the next lease."""
        self.state, self.leased, self.left = "planned", None, True


def lease(cursor: CursorWrapper, *, gateway_id: int, lane: str, limit: int, verdicts: Verdicts) -> Lease:
    """Take up to ``limit`` messages of a lane of the transaction's organisation.

    ``verdicts`` is the gateway's own memory of what it has decided; it must be forgotten if the transaction fails.
    The clock is the database's.

    Raises:
        GatewayBuried: nothing was leased; the gateway counts as dead.
    """
    cursor.execute(f"SELECT current_organisation(), clock_timestamp(), {NARROW}")
    organisation_id, now = cursor.fetchone()[:2]
    cursor.execute(load_sql(__file__, "due.sql"), {"lane": lane, "now": now, "limit": limit})
    due = [_Due(*row) for row in cursor.fetchall()]
    if not due:
        rest(cursor, lane)
        return Lease(0, organisation_id, lane, (), 0)
    settings = settings_of(cursor)
    texted: set[int] = set()
    for envelope_id, envelope in read_envelopes(cursor, list({one.envelope_id for one in due})).items():
        of_envelope = _owners_only(cursor, envelope, [one for one in due if one.envelope_id == envelope_id])
        if not of_envelope or _reroute(cursor, envelope, of_envelope, lane, now):
            continue
        _decide(cursor, envelope, of_envelope, verdicts.of(envelope, settings, now), settings, now, texted)
    _remember(cursor, due, now)
    _write(cursor, [one for one in due if not one.left], now)
    out = _linked(cursor, organisation_id, [one.leased for one in due if one.leased])
    lease_id = _hand_over(cursor, gateway_id, lane, out, now) if out else 0
    return Lease(lease_id, organisation_id, lane, out, len(due))


def _owners_only(cursor: CursorWrapper, envelope: Sealed, due: list[_Due]) -> list[_Due]:
    """What may still go of a test account's texts to its own people; the rest fails: it is for nobody else."""
    if not envelope.own:
        return due
    theirs = may_go(cursor, envelope, [one.contact_id for one in due])
    for one in due:
        if one.contact_id not in theirs:
            one.state, one.code = "failed", "own-number"
    return [one for one in due if one.contact_id in theirs]


def _reroute(cursor: CursorWrapper, envelope: Sealed, due: Sequence[_Due], lane: str, now: datetime) -> bool:
    """Whether an envelope's messages belong in another lane: it was planned while a person decided what it is.

    What is lost with a gateway is sent again by the service lanes only, so nothing of marketing may leave by them.
    """
    belongs = lane_name(envelope, due[0].campaign_id)
    if belongs == lane:
        return False
    cursor.execute(
        "UPDATE message m SET lane = %s, due_at = %s FROM unnest(%s::date[], %s::bigint[]) AS v(planned_on, id) "
        "WHERE m.organisation_id = current_organisation() AND m.planned_on = v.planned_on AND m.id = v.id",
        [belongs, now, [one.planned_on for one in due], [one.id for one in due]],
    )
    move(cursor, lane, belongs, now)
    for one in due:
        one.leave()
    return True


def _decide(
    cursor: CursorWrapper,
    envelope: Sealed,
    due: Sequence[_Due],
    judge: Judge,
    settings: Mapping[str, Any],
    now: datetime,
    texted: set[int],
) -> None:
    known = read_rows(cursor, envelope, [one.contact_id for one in due], settings, now)
    judgements = [judge.judge(known[one.contact_id][0]) for one in due]
    ids = keep(cursor, envelope, judgements, now)
    marketing = envelope.policy.is_marketing
    for one, judgement, decision_id in zip(due, judgements, ids, strict=True):
        decision = judgement.decision
        row, instants = known[one.contact_id]
        one.decision_id, one.rule = decision_id, decision.rule
        if one.expires_at <= now:
            one.state = "expired"
        elif decision.verdict == "deny":
            one.state = "withheld"
        elif decision.verdict == "hold":
            one.due = judge.until(row, instants) or now + ASK_AGAIN
        elif marketing and one.contact_id in texted:
            one.leave()  # two to one person: the second is decided when the first has been counted
        else:
            _prepare(one, envelope, row[0])
            one.counted_to = instants.recent[-1] if instants.recent else None
            if marketing and one.leased:
                texted.add(one.contact_id)


def _prepare(one: _Due, envelope: Sealed, country: str) -> None:
    """Render the text. What cannot be rendered, or is over the cap, fails; nothing is ever cut."""
    if one.sealed is None:
        one.state, one.code = "failed", "no-identity"
        return
    identity = opened_identity(one.contact_id, one.sealed)
    try:
        body = render(envelope.body, identity.attributes)
    except MissingPlaceholder as error:
        one.state, one.code = "failed", f"placeholder:{error.name}"
        return
    text = envelope.text(body, country)
    segments = counted(text)
    one.parts = segments.segments
    if segments.segments > envelope.parts_cap:
        one.state, one.code = "failed", "too-long"
        return
    if body is not envelope.body:
        one.body = keyring().seal(text.encode(), about=MESSAGE)
    one.state = "leased"
    one.leased = Leased(
        one.planned_on,
        one.id,
        one.contact_id,
        one.campaign_id,
        envelope.policy.is_marketing,
        envelope.purpose,
        identity.number,
        envelope.sender,
        envelope.inbound_number,
        text,
        segments.parts,
        segments.encoding,
    )


def _write(cursor: CursorWrapper, due: Sequence[_Due], now: datetime) -> None:
    cursor.execute(
        load_sql(__file__, "lease.sql"),
        {
            "now": now,
            "planned_on": listed(one.planned_on for one in due),
            "ids": listed(one.id for one in due),
            "states": listed(one.state for one in due),
            "due": listed(one.due for one in due),
            "decisions": listed(one.decision_id for one in due),
            "rules": listed(one.rule for one in due),
            "parts": listed(one.parts for one in due),
            "bodies": [one.body for one in due] if any(one.body for one in due) else None,
            "codes": [one.code for one in due] if any(one.code for one in due) else None,
        },
    )
    deltas: Deltas = Counter()
    for one in due:
        if one.campaign_id is not None and one.state != "planned":
            deltas[one.campaign_id, "planned", ""] -= 1
            deltas[one.campaign_id, one.state, one.rule if one.state == "withheld" and one.rule else ""] += 1
    bump(cursor, deltas)


def _remember(cursor: CursorWrapper, due: Sequence[_Due], now: datetime) -> None:
    """Count these texts against the cap. Whoever another gateway texts in the same moment is left for another lease."""
    marketing = {one.contact_id: one for one in due if one.leased and one.leased.marketing}
    if not marketing:
        return
    contacts = sorted(marketing)
    cursor.execute(
        load_sql(__file__, "remember.sql"),
        {
            "contacts": listed(contacts),
            "seen": listed(marketing[contact].counted_to for contact in contacts),
            "now": now,
        },
    )
    noted = {row[0] for row in cursor.fetchall()}
    for contact in marketing.keys() - noted:
        marketing[contact].leave()


def _linked(cursor: CursorWrapper, organisation_id: int, messages: Sequence[Leased]) -> tuple[Leased, ...]:
    """Texts that end in a link, each with the person's own code, which works from this commit; the rest as they are."""
    by_link = {one.id: _with_link(one, organisation_id) for one in messages if one.marketing and not one.inbound_number}
    if by_link:
        keep_codes(cursor, organisation_id, [one.contact_id for one in by_link.values()])
    return tuple(by_link.get(one.id, one) for one in messages)


def _with_link(one: Leased, organisation_id: int) -> Leased:
    text = with_code(one.text, code_of(organisation_id, one.contact_id))
    # The code is as long as its mask in every alphabet: there are as many parts as were counted.
    return replace(one, text=text, parts=(text,) if len(one.parts) == 1 else counted(text).parts)


def _hand_over(cursor: CursorWrapper, gateway_id: int, lane: str, messages: Sequence[Leased], now: datetime) -> int:
    """Record who holds what."""
    answerable = [one for one in messages if one.marketing and one.inbound_number]
    cursor.execute(
        load_sql(__file__, "handed.sql"),
        {
            "gateway": gateway_id,
            "lane": lane,
            "now": now,
            "day_ago": now - timedelta(days=1),
            "planned_on": listed(one.planned_on for one in messages),
            "ids": listed(one.id for one in messages),
            "inbound": listed(one.inbound_number for one in answerable),
            "keys": listed(number_key(one.number).hex() for one in answerable),
        },
    )
    row = cursor.fetchone()
    if row is None:
        raise GatewayBuried(gateway_id)
    return int(row[0])
