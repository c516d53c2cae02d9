"""What each role may do.

Everybody sees the same pages; what a role may not do is refused with the names of those who may.
"""

from __future__ import annotations

from samtycke.organisations.models import Role

_EVERYONE = frozenset(Role)
_MAY: dict[str, frozenset[Role]] = {
    # Look. An auditor reads all and changes nothing.
    "read": _EVERYONE,
    # Campaigns, forms, imports, keywords, goods: what is said to people and to whom.
    "write": frozenset({Role.OWNER, Role.MARKETER, Role.OFFICER}),
    # The inbox, and what one person says: recorded, blocked, corrected.
    "answer": _EVERYONE - {Role.AUDITOR, Role.DEVELOPER},
    # Answer for what others write; make a rule looser; lift a block.
    "approve": frozenset({Role.OWNER, Role.OFFICER}),
    # Advice, retention, registers, and what people demand of their data.
    "advise": frozenset({Role.OWNER, Role.OFFICER, Role.DPO}),
    # See who has looked at whom.
    "oversee": frozenset({Role.OWNER, Role.DPO, Role.AUDITOR}),
    # Who answers for the data, as every notice says it.
    "represent": frozenset({Role.OWNER, Role.OFFICER, Role.DPO}),
    # API keys, web shops.
    "keys": frozenset({Role.OWNER, Role.DEVELOPER}),
    # Who works here and as what; who is an officer; from test to live.
    "own": frozenset({Role.OWNER}),
}
ACTS = tuple(_MAY)


def can(role: str, act: str) -> bool:
    """Whether a role may do one of ``ACTS``. What has no name is refused."""
    return role in _MAY.get(act, frozenset())


def who_may(act: str) -> tuple[Role, ...]:
    """The roles that may do an act, in the order of the roles."""
    return tuple(role for role in Role if can(role, act))
