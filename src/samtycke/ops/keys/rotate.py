"""The next step of a rotation, read from the keyring and from what is kept: so that one that was cut off goes on.

1. A new key: it is in every keyring that there is, or is read again by whoever meets it.
2. It seals.
3. What older keys sealed is sealed anew.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from psycopg import Connection

from samtycke.ops.keys.alone import writers_are_done
from samtycke.ops.keys.carried import Carried, carried
from samtycke.ops.keys.columns import COLUMNS
from samtycke.ops.keys.reseal import Batch, Broken, reseal
from samtycke.organisations.door import LOOKS_EVERY, Keyring

Step: TypeAlias = Literal["new", "let_seal", "reseal"]

WRITERS = 30.0
"""Seconds we wait for transactions that began under the old keyring. What they leave is met by the passes."""
_PASSES = 30
"""So many, a second apart, before what others hold locked, or go on sealing by an older key, is left for later."""


def next_step(ring: Keyring, kept: Carried, *, new: bool) -> Step:
    """What is to be done now. ``new``: a new key, also where older ones are still carried."""
    if ring.seals < max(ring.data):
        return "let_seal"
    return "new" if new or older(ring, kept) == 0 else "reseal"


def older(ring: Keyring, kept: Carried) -> int:
    """How many values are sealed by another key than the one that seals."""
    return sum(sum(columns.values()) for key, columns in kept.items() if key != ring.seals)


@dataclass(slots=True)
class Turned:
    """What was done: values sealed anew, those that nothing opens, and how many are left for another reason."""

    resealed: int = 0
    broken: tuple[Broken, ...] = ()
    left: int = 0


def turn(connection: Connection[Any], ring: Keyring, turned: Turned) -> Iterator[Batch]:
    """Seal anew whatever carries an older key, batch by batch, until nothing does; ``turned`` keeps the account.

    To be called when the key that seals is in the keyring. Other processes may seal by the old one for a second more,
    and in transactions that are open: they are waited for, and what they leave is met in another pass.
    """
    time.sleep(LOOKS_EVERY)
    writers_are_done(connection, within=WRITERS)
    for _ in range(_PASSES):
        turned.broken = ()
        for column in COLUMNS:
            for batch in reseal(connection, column, ring):
                turned.resealed += batch.resealed
                turned.broken += batch.broken
                yield batch
        turned.left = max(0, older(ring, carried(connection)) - len(turned.broken))
        if not turned.left:
            return
        time.sleep(1)
