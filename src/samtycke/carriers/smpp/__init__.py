"""SMPP 3.4. What its URL may say stands in ``settings``; ``peer`` is the other side, for simulators and tests.

Decided here:

- A long text asks for one receipt, of its last part, and is known by that part's id.
- It is cut for a header with an 8-bit reference: a 16-bit one takes a septet that the parts are already sold without.
- A text with a character the carrier's alphabet lacks is refused (``alphabet``), never sent with a ``?`` in its place.
"""

from __future__ import annotations

from samtycke.carriers.base import Arrivals
from samtycke.carriers.smpp.session import SmppCarrier
from samtycke.carriers.smpp.settings import BadUrl, read_url

__all__ = ["BadUrl", "SmppCarrier", "open_carrier"]


def open_carrier(url: str, *, arrivals: Arrivals, name: str) -> SmppCarrier:
    """A carrier from its URL.

    Raises:
        BadUrl: an unknown or impossible setting.
    """
    return SmppCarrier(read_url(url, name), arrivals, name)
