"""What a decision rested on: the event of the ledger that it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from samtycke.gate.door import Account, MessageState
from samtycke.ledger.door import Event

Counts = Callable[[Event, MessageState], bool]


def resting_on(then: Account, message: MessageState, events: Iterable[Event]) -> Event | None:
    """The newest event, of those known when it was decided, that the rule which settled it speaks of.

    None where it speaks of none: of what nobody ever said or bought, and of the hour.
    """
    ground = then.basis if then.verdict != "hold" else None
    spoken_of = (_SPEAKS_OF.get(name) for name in (ground, then.rule, then.rule.split(".")[0]) if name)
    kinds, counts = next((found for found in spoken_of if found), (frozenset(), _any))
    known = (one for one in events if one.recorded_at <= then.at and one.occurred_at <= then.at)
    meant = (one for one in known if one.kind in kinds and counts(one, message))
    return max(meant, key=lambda one: one.occurred_at, default=None)


def _any(event: Event, message: MessageState) -> bool:
    return True


def _of_purpose(event: Event, message: MessageState) -> bool:
    return event.purpose in (None, message.envelope.purpose)


def _of_another(event: Event, message: MessageState) -> bool:
    return event.purpose != message.envelope.purpose


def _whole(event: Event, message: MessageState) -> bool:
    """A sale of similar goods, in which the number was collected, the use told and a refusal offered."""
    similar = event.category in {*message.envelope.similar_goods, *message.envelope.categories}
    return bool(similar and event.collected and event.informed and event.offered)


_YES = frozenset({"consent", "confirmation"})
_NO = frozenset({"objection"})
_SALE = frozenset({"sale"})
_SPEAKS_OF: dict[str, tuple[frozenset[str], Counts]] = {
    "consent": (_YES, _of_purpose),
    "soft_opt_in": (_SALE | {"support", "negotiation"}, _whole),
    "soft": (_SALE, _any),
    "soft.refused": (_SALE | {"withdrawal"}, lambda event, message: bool(event.refused or event.kind == "withdrawal")),
    "soft.no-sale": (frozenset(), _any),
    "consent.withdrawn": (frozenset({"withdrawal"}), _of_purpose),
    "consent.other-purpose": (_YES, _of_another),
    "consent.other-sender": (frozenset(), _any),
    "gdpr21.objected": (_NO, _of_purpose),
    "block.organisation": (frozenset({"block"}) | _NO, _of_purpose),
    "block.purpose": (frozenset({"block"}) | _NO, _of_purpose),
    "gdpr17.erased": (frozenset({"erasure"}), _any),
    "gdpr18.restricted": (frozenset({"restriction"}), _any),
    "number.wrong": (frozenset({"number_wrong"}), _any),
    "person.paused": (frozenset({"pause"}), _any),
    "reply.unread": (frozenset({"reply_held"}), _any),
}
"""By basis, rule, or the first part of a rule's id."""
