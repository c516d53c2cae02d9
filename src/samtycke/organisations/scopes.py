"""What an API key may be allowed, in the words of the field, and the sets that people choose among.

A scope is never renamed and never used again for something else: keys out there hold it.
"""

from __future__ import annotations

from collections.abc import Mapping

SCOPES = (
    "messages:send",
    "messages:read",
    "contacts:write",
    "contacts:read",
    "withdrawals:write",
    "decisions:read",
    "campaigns:read",
    "campaigns:write",
    "campaigns:send",
)
"""Every scope. To send texts one by one and to see them; to bring in people with their consents and purchases, and to
see what of it was refused; to record that somebody leaves; to ask what the law says; to see, to write and to send
campaigns."""

SETS: Mapping[str, tuple[str, ...]] = {
    "send": ("messages:send",),
    "shop": ("contacts:write", "contacts:read", "withdrawals:write"),
    "read": ("messages:read", "contacts:read", "decisions:read", "campaigns:read"),
    "all": SCOPES,
}
"""What most keys are for. None of them but ``all`` can both bring people in and text them."""


def written(scopes: object) -> str:
    """Scopes as a key keeps them: those that exist, once each, in their own order."""
    chosen = {str(one) for one in scopes} if isinstance(scopes, list | tuple | set | frozenset) else set()
    return " ".join(scope for scope in SCOPES if scope in chosen)


def set_of(scopes: frozenset[str]) -> str:
    """The name of the set that is just these; empty where somebody chose them one by one."""
    return next((name for name, those in SETS.items() if frozenset(those) == scopes), "")
