"""What each role may do, and that what nobody thought of is refused."""

from __future__ import annotations

import pytest

from samtycke.organisations.door import ACTS, Role, can


@pytest.mark.parametrize("role", Role)
def test_everybody_may_read_and_nobody_may_what_has_no_name(role):
    assert can(role, "read")
    assert not can(role, "")
    assert not can(role, "everything")


def test_an_auditor_only_reads():
    assert [act for act in ("read", "write", "answer", "approve", "keys") if can(Role.AUDITOR, act)] == ["read"]


def test_whoever_writes_a_campaign_does_not_approve_it_by_that_role():
    assert can(Role.MARKETER, "write")
    assert not can(Role.MARKETER, "approve")
    assert can(Role.OFFICER, "approve")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.OWNER, set(ACTS)),
        (Role.MARKETER, {"read", "write", "answer"}),
        (Role.OFFICER, {"read", "write", "answer", "approve", "advise", "represent"}),
        (Role.DPO, {"read", "answer", "advise", "represent", "oversee"}),
        (Role.AGENT, {"read", "answer"}),
        (Role.DEVELOPER, {"read", "keys"}),
        (Role.AUDITOR, {"read", "oversee"}),
    ],
)
def test_each_role_may_what_it_is_for_and_nothing_else(role, may):
    assert {act for act in ACTS if can(role, act)} == may


def test_a_role_that_does_not_exist_may_nothing():
    assert not can("root", "read")
