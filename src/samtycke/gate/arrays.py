"""Arrays for a statement, written as PostgreSQL reads them.

Five hundred messages at a time, element by element through the driver costs more than the statement itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

Plain: TypeAlias = int | date | str | None
"""Numbers, days, instants and our own words: nothing that would have to be quoted."""

NARROW = (
    "set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), "
    "set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true)"
)
"""To be selected once in a transaction over a few hundred rows: each is found by its index.

So their cost does not grow with the tables, nor depend on how lately the database has looked at them.
"""


def listed(values: Iterable[Plain]) -> str:
    """The literal of an array of plain values."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"
