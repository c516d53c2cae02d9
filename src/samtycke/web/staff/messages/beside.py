"""Then and now, side by side: what each was, and what is otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samtycke.gate.door import Account, Asked, Explanation
from samtycke.web.parts.law import SIGNS, asked_then, fact, outcome
from samtycke.web.parts.tags import said


def decision(account: Account) -> dict[str, Any]:
    """One of the two, as the page shows it."""
    settled = account.settled_by
    return {
        "at": account.at,
        "verdict": SIGNS[account.verdict],
        "held": account.verdict == "hold",
        "why": said(account.explanation),
        "rule": account.rule,
        "citation": account.citation,
        "url": settled.url,
        "until": account.until,
        "pack": account.pack,
    }


def changed(found: Explanation) -> list[tuple[str, str, str]]:
    """What is otherwise now: a word, then, now."""
    return list(_changed(found))


def _changed(found: Explanation) -> Iterator[tuple[str, str, str]]:
    then, now, otherwise = found.then, found.now, found.differences
    if otherwise.pack:
        yield _("Version of the rules"), then.pack, now.pack
    for one in otherwise.facts:
        name, is_now = fact(one.name, one.now)
        yield name, fact(one.name, one.then)[1] if one.name in then.facts else _("not looked at"), is_now
    for one in otherwise.parameters:
        name, is_now = fact(one.name, one.now)
        yield name, fact(one.name, one.then)[1], is_now
    asked = {one.rule for one in then.asked}
    for new in now.asked:
        if new.rule not in asked:
            yield said(new.label), _("not asked"), outcome(new)


def steps(found: Explanation) -> list[dict[str, Any]]:
    """Every rule that was asked then; where it answers otherwise now, what it answers."""
    otherwise = {one.name for one in found.differences.rules}
    now = {one.rule: one for one in found.now.asked}
    return [
        asked_then(one, found.then) | {"now": _answer(now.get(one.rule)) if one.rule in otherwise else ""}
        for one in found.then.asked
    ]


def _answer(asked: Asked | None) -> str:
    return _("now: %(answer)s") % {"answer": outcome(asked) if asked else _("not asked")}
