"""The values that cross the gate's door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from samtycke.policy import Decision, Facts


@dataclass(frozen=True, slots=True)
class Spec:
    """What somebody wants to send, before it is sealed as an envelope.

    ``body`` may hold ``{{placeholders}}``; it never holds the way out, which the gate adds. ``legal_basis`` of a
    service text is the purpose's own where it is None. ``test``: it goes through everything and ends at the simulator.
    """

    kind: str
    purpose: str
    body: str
    categories: tuple[str, ...] = ()
    sender: str | None = None
    legal_basis: str | None = None
    own_goods: bool = True
    test: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """People in one situation, and what was decided of it. ``sample`` are some of their contact ids."""

    facts: Facts
    decision: Decision
    people: int
    sample: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen if the envelope were sent to the audience now.

    ``allowed`` is by basis, ``held`` and ``withheld`` by rule; the three add up to ``recipients``. ``segments`` and
    ``cost`` (hundredths of the currency) are of the allowed and the held; ``estimated`` says they were scaled up from
    a sample. ``lapses`` is how many of the allowed lose their permission by themselves, by the last day they have it.
    """

    recipients: int
    allowed: Mapping[str, int]
    held: Mapping[str, int]
    withheld: Mapping[str, int]
    groups: tuple[Group, ...] = field(repr=False)
    segments: int = 0
    cost: int = 0
    estimated: bool = False
    lapses: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """What one chunk of a plan wrote. ``repeated`` were there already."""

    planned: int
    held: int
    withheld: int
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class Leased:
    """A message in a gateway's hands: the policy allowed it in the transaction that handed it out."""

    id: int
    planned_on: date
    contact_id: int
    campaign_id: int | None
    kind: str
    purpose: str
    sender: str
    number: str
    parts: tuple[str, ...]
    encoding: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """A batch of them. ``looked_at`` is how many messages were taken up, whatever was decided of each."""

    id: int | None
    organisation_id: int
    lane: str
    messages: tuple[Leased, ...]
    looked_at: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a carrier said of one message: ``sent``, ``retry``, ``failed``, ``unknown`` or ``dropped``.

    ``retry`` only where the carrier certainly does not have it. ``dropped``: it was never written, because of an
    opt-out that came while the gateway held it.
    """

    id: int
    state: str
    ref: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class CarrierReceipt:
    """What a carrier says later: ``delivered``, ``failed``, ``expired`` or ``unknown``."""

    ref: str
    state: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A single message as the gate took it. ``state`` is ``planned`` (allowed or held) or ``withheld``."""

    message_id: int
    planned_on: date
    contact_id: int
    state: str
    decision: Decision
    segments: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """A message and its reasons: as it was decided then (``facts``, ``consulted``), and what would be decided now."""

    message_id: int
    contact_id: int
    state: str
    kind: str
    purpose: str
    made_at: datetime
    verdict: str
    basis: str | None
    rule: str
    citation: str
    explanation: Mapping[str, str]
    until: datetime | None
    pack: str
    facts: Mapping[str, Any]
    consulted: tuple[Mapping[str, Any], ...]
    facts_sql: str
    history: tuple[tuple[str, datetime], ...]
    now: Decision | None
