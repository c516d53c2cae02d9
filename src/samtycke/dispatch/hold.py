"""What a gateway holds in memory and no longer may send.

The gate decided over a message when it was leased. An opt-out that commits after that is told by ``NOTIFY opt_out``;
the carrier's session asks here in the very turn in which it would write the message to the wire.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from samtycke.carriers import Outbound
from samtycke.gate.door import Lease, Leased

_KEPT_SECONDS = 600
"""No lease is this old: what came before it was seen by the gate."""


@dataclass(slots=True)
class Hold:
    """Opt-outs heard lately. Written by the listener's thread, read by the loop; a dict's own locking is enough."""

    heard: dict[tuple[int, int, str], float] = field(default_factory=dict)
    deaf_since: float | None = 0.0
    """Since when no opt-out could be heard; None while the listener listens."""
    _cleaned: float = 0.0

    def add(self, payload: str) -> None:
        """Take in a notification: JSON with organisation, contact and purpose (null: all marketing)."""
        told = json.loads(payload)
        now = time.monotonic()
        self.heard[told["organisation"], told["contact"], told["purpose"] or ""] = now
        if now - self._cleaned > _KEPT_SECONDS:
            self._cleaned = now
            self.heard = {who: at for who, at in self.heard.items() if now - at < _KEPT_SECONDS}

    def guard(self, lease: Lease, begun: float) -> Callable[[Outbound], bool]:
        """What the carrier asks before each write of a lease that began at ``begun`` (monotonic).

        An opt-out heard before the lease began was seen by the gate itself. While nothing can be heard, no
        marketing is written.
        """
        leased = {message.id: message for message in lease.messages}

        def dropped(message: Outbound) -> bool:
            known = leased[message.id]
            return known.marketing and (
                self.deaf_since is not None or self.has_left(lease.organisation_id, known, begun)
            )

        return dropped

    def has_left(self, organisation_id: int, message: Leased, begun: float) -> bool:
        """Whether this person opted out of this after the lease began."""
        if not self.heard:
            return False
        return any(
            self.heard.get((organisation_id, message.contact_id, purpose), -1.0) >= begun
            for purpose in ("", message.purpose)
        )
