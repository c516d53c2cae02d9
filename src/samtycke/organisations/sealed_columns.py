"""A column that the keyring's data keys seal: where it is, and what each of its values is bound to.

Each room says it of its own tables in its ``sealed_columns.py``, beside what seals them; by that everything can be
sealed anew under another key. What is sealed under a person's own key is not among them: that key is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

IDEMPOTENCY = b"idempotency"
"""What binds a sealed answer to being one of a call that may be told twice."""
SECOND_STEP = b"second step"
"""What binds a sealed secret to being somebody's second step when they sign in."""


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One column.

    Attributes:
        about: what a value is bound to: the same for all, or made of other columns of its row.
        of: those columns.
        inside: the name in a JSON document where it stands in base64; empty where the column is the value itself.
    """

    table: str
    column: str
    about: bytes | Callable[..., bytes]
    of: tuple[str, ...] = ()
    inside: str = ""

    @property
    def name(self) -> str:
        """By which it is told to whoever turns the keys."""
        return ".".join(part for part in (self.table, self.column, self.inside) if part)


SEALED = (
    SealedColumn("idempotency", "answer", IDEMPOTENCY),
    SealedColumn("mfa_authenticator", "data", SECOND_STEP, inside="secret"),
    SealedColumn("mfa_authenticator", "data", SECOND_STEP, inside="seed"),
)
