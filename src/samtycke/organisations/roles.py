"""What each role may do."""

from __future__ import annotations

from samtycke.organisations.models import Role

_EVERYONE = frozenset(Role)
_MAY: dict[str, frozenset[Role]] = {
    "read": _EVERYONE,
    "write": _EVERYONE - {Role.AUDITOR, Role.AGENT, Role.DEVELOPER},
    "answer": _EVERYONE - {Role.AUDITOR, Role.DEVELOPER},
    "approve": frozenset({Role.OWNER, Role.OFFICER}),
    "advise": frozenset({Role.OWNER, Role.OFFICER, Role.DPO}),
    "keys": frozenset({Role.OWNER, Role.DEVELOPER}),
}


def can(role: str, act: str) -> bool:
    """Whether a role may do an act: read, write, answer, approve, advise or keys. Unknown acts are refused."""
    return role in _MAY.get(act, frozenset())
