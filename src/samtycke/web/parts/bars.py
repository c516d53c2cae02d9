"""Shares of a whole as the lengths of a bar: SVG without a viewBox, so that it flows and text does not stretch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 0.6
"""Per cent: a share under this still gets some three pixels."""


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a bar. ``colour`` is may, waits, not, quiet or accent; ``pattern`` solid, lines, dots or cross."""

    people: int
    colour: str
    pattern: str = "solid"


@dataclass(frozen=True, slots=True)
class Piece:
    """A share with its place, as SVG attributes in per cent."""

    x: str
    width: str
    colour: str
    pattern: str


def pieces(shares: Sequence[Share], *, of: int | None = None) -> list[Piece]:
    """Lay shares side by side. What is left of ``of`` stays empty.

    >>> [(p.x, p.width) for p in pieces([Share(3, "may"), Share(1, "not")])]
    [('0%', '75%'), ('75%', '25%')]
    """
    total = max(of or 0, sum(share.people for share in shares))
    shown = [share for share in shares if share.people > 0]
    if not total or not shown:
        return []
    widths = [max(100 * share.people / total, LEAST) for share in shown]
    filled = sum(share.people for share in shown) / total * 100
    # The largest gives what the smallest were lent.
    widths[widths.index(max(widths))] -= sum(widths) - max(filled, LEAST)
    placed, x = [], 0.0
    for share, width in zip(shown, widths, strict=True):
        placed.append(Piece(_per_cent(x), _per_cent(width), share.colour, share.pattern))
        x += width
    return placed


def _per_cent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
