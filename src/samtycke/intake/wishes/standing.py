"""How a person stands with an organisation's marketing, as their own pages tell it: purpose by purpose, and pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Spec, decide_several
from samtycke.ledger.door import Block, Event, blocks_on, contact, history, reveal
from samtycke.organisations.door import Purpose, categories, purposes, senders
from samtycke.policy import Decision
from samtycke.sms import Number, parse_number

State = Literal["consent", "customer", "allowed", "no", "off"]
_BASES: dict[str | None, State] = {"consent": "consent", "soft_opt_in": "customer"}
_NOES = frozenset({"objection", "withdrawal"})


@dataclass(frozen=True, slots=True)
class OfPurpose:
    """One purpose.

    ``state``: on by ``consent``, as a ``customer``, or ``allowed`` otherwise (a company); off since they said ``no``,
    or ``off`` because nothing permits it. ``since``: when the yes or the no was said. ``until``: the last instant of
    what permits it, where that ends.
    """

    purpose: Purpose
    state: State
    since: datetime | None
    until: datetime | None

    @property
    def on(self) -> bool:
        """Whether texts for it may come, now or when a wait is over."""
        return self.state not in ("no", "off")


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything between a person and an organisation that a page of theirs needs.

    ``number`` is None once they are erased. ``objected_at``: their newest no to all marketing. ``barred``: the
    organisation itself, or whoever runs the platform, blocks the number; no yes changes that.
    """

    contact_id: int
    number: Number | None
    purposes: tuple[OfPurpose, ...]
    objected_at: datetime | None
    paused_until: datetime | None
    barred: bool

    @property
    def out(self) -> bool:
        """Whether they have left all marketing and said yes to none since."""
        return self.objected_at is not None and not any(one.on for one in self.purposes)

    def of(self, slug: str) -> OfPurpose | None:
        """One purpose."""
        return next((one for one in self.purposes if one.purpose.slug == slug), None)


def standing(cursor: CursorWrapper, contact_id: int, *, now: datetime) -> Standing | None:
    """How a contact stands; None where the organisation has no such contact."""
    person = contact(cursor, contact_id)
    if person is None:
        return None
    known = reveal(cursor, [contact_id]).get(contact_id)
    if person.erased or known is None:
        return Standing(contact_id, None, (), person.objected_at, None, barred=False)
    told = history(cursor, contact_id)
    blocks = blocks_on(cursor, known.number)
    pause = next((event for event in told if event.kind == "pause"), None)
    return Standing(
        contact_id=contact_id,
        number=parse_number(known.number),
        purposes=tuple(_of_purposes(cursor, contact_id, told, now)),
        objected_at=person.objected_at,
        paused_until=pause.until if pause and pause.until and pause.until > now else None,
        barred=any(_is_barred(one) for one in blocks),
    )


def _is_barred(block: Block) -> bool:
    return block.purpose == "" and (block.by_staff or block.scope == "platform")


def _of_purposes(cursor: CursorWrapper, contact_id: int, told: Sequence[Event], now: datetime) -> Iterator[OfPurpose]:
    """Each marketing purpose. Of one that is archived only what they still permit, so that they can take it back."""
    for one in purposes(cursor).values():
        if one.kind == "marketing":
            found = _of_purpose(cursor, contact_id, one, told, now)
            if one.archived_at is None or found.state not in ("no", "off"):
                yield found


def _of_purpose(
    cursor: CursorWrapper, contact_id: int, purpose: Purpose, told: Sequence[Event], now: datetime
) -> OfPurpose:
    """What the law says of an offer of any of the goods: a customer of one sort is told so."""
    sender = next(iter(senders(cursor)), "")
    spec = Spec("marketing", purpose.slug, "", tuple(categories(cursor)), sender=sender)
    decision = decide_several(cursor, spec, [contact_id], now=now)[contact_id]
    if decision.verdict != "deny":
        return _permitted(purpose, decision, told)
    no = next((event for event in told if event.kind in _NOES and event.purpose in (None, purpose.slug)), None)
    return OfPurpose(purpose, "no" if no else "off", no.occurred_at if no else None, None)


def _permitted(purpose: Purpose, decision: Decision, told: Sequence[Event]) -> OfPurpose:
    state = _BASES.get(decision.basis, "allowed")
    yes = next((event for event in told if _is_yes(event, purpose)), None) if state == "consent" else None
    until = decision.until if decision.verdict == "allow" else None
    return OfPurpose(purpose, state, yes.occurred_at if yes else None, until)


def _is_yes(event: Event, purpose: Purpose) -> bool:
    return event.kind == "consent" and event.purpose == purpose.slug and event.method != "double_opt_in_pending"
