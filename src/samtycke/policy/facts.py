"""What is about to be sent, and what is known of the one it would be sent to.

Facts are small, typed and closed: flags and days, no instant finer than a rule needs, so that a million people
fall into about a thousand distinct situations. `gate/facts.sql` produces the same columns by the same names.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter

MINOR_UNDER = 16
"""Marketing is not addressed to anybody known to be younger (MFL 5 §)."""
CHILD_UNDER = 13
"""A younger child does not consent by itself to a service of the information society (GDPR 8; lag 2018:218)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message before it has a recipient.

    ``kind`` is ``marketing`` or ``service``; a service text that also advertises (``advertising``) is marketing as
    a whole. ``legal_basis`` is a service text's: ``contract``, ``legal_obligation``, ``legitimate_interest``, or
    ``own_request`` where the person asks for it to use their rights.
    ``way_out``: the text carries, or will be given, a valid address to say stop to.
    ``charitable``: it only furthers the charitable purposes of the sender, a charity.
    ``unread_advertising``: a service text that reads like advertising, and that nobody has judged yet.
    """

    kind: str
    purpose: str = ""
    categories: tuple[str, ...] = ()
    sender: str = ""
    way_out: bool = True
    own_goods: bool = True
    sender_named: bool = True
    advertising: bool = False
    legal_basis: str | None = None
    charitable: bool = False
    unread_advertising: bool = False

    @property
    def is_marketing(self) -> bool:
        """Marketing, or mixed: advertising in a service text makes all of it marketing (MFL 3 §)."""
        return self.kind != "service" or self.advertising


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a recipient for one envelope. Each left out takes the safe value.

    ``country`` is that of the number. A *whole* sale is one in which the number was collected, the use told and a
    refusal offered; ``customer_on`` is the last day as a customer by a whole sale of similar goods, ``sale_*``
    describe the newest sale of any goods where that is another one. Where the country's law counts talks of a sale like
    one, so does ``customer_on``; where it has a rule for charities, ``supported_on`` is the last whole support.
    ``minor`` is known to be under 16, ``child`` to have been under 13 when the consent was given.
    ``sale_cancelled``: there was a sale, and it came to nothing.
    """

    country: str = ""
    recipient: str = "unknown"
    minor: bool = False
    child: bool = False
    erased: bool = False
    restricted: bool = False
    number_wrong: bool = False
    objected: bool = False
    consent_after_objection: bool = False
    blocked_platform: bool = False
    blocked_organisation: bool = False
    blocked_purpose: bool = False
    consent_method: str | None = None
    consent_informed: bool = False
    consent_evidenced: bool = False
    consent_withdrawn: bool = False
    consent_on: date | None = None
    consent_elsewhere: bool = False
    consent_other_sender: bool = False
    customer_on: date | None = None
    sale_on: date | None = None
    sale_collected: bool = False
    sale_informed: bool = False
    sale_offered: bool = False
    sale_similar: bool = False
    sale_cancelled: bool = False
    sale_other_sender: bool = False
    supported_on: date | None = None
    refused: bool = False
    paused: bool = False
    unread_reply: bool = False
    texts_day: int = 0
    texts_week: int = 0

    def unknown(self) -> str | None:
        """The first fact whose value no rule knows; None when all are such as a rule can be asked about."""
        if self.recipient not in RECIPIENTS:
            return "recipient"
        flags = _flags(self)
        if set(map(type, flags)) == {bool}:
            return None
        return next(name for name, flag in zip(_FLAGS, flags, strict=True) if type(flag) is not bool)


RECIPIENTS = frozenset({"consumer", "sole_trader", "company", "unknown"})
_FLAGS = tuple(field.name for field in fields(Facts) if field.type == "bool")
_flags = attrgetter(*_FLAGS)


@dataclass(frozen=True, slots=True)
class Instants:
    """The two facts that have an instant, for one person: they tell when a hold ends."""

    paused_until: datetime | None = None
    recent: tuple[datetime, ...] = ()
