"""An explanation as lines of text: the answer first, then where it stands in law, then how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from samtycke.gate.door import Account, Changed, Explanation, Spec
from samtycke.web.parts.law import asked_then, fact
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import moment

_WIDTH = 38
_INDENT = "     "


def told_message(found: Explanation, masked: str) -> str:
    """A message: then, and now."""
    message, then, now = found.message, found.then, found.now
    about = _("Text %(id)s to %(number)s, for %(purpose)s from %(sender)s: %(state)s.") % {
        "id": message.id,
        "number": masked,
        "purpose": message.envelope.purpose,
        "sender": message.envelope.sender,
        "state": message.state,
    }
    lines = [*_answer(then), "", about, *_when(then), "", *_rules(then), "", _("If it were decided now")]
    if not found.differences.any:
        same = _("The same, for the same reasons.")
        return _joined([*lines, f"  {same}"])
    lines += [f"  {line}" for line in (*_answer(now), *_when(now))]
    return _joined([*lines, *_otherwise(found)])


def told_number(account: Account, spec: Spec, masked: str) -> str:
    """What would be decided of a text to a number."""
    about = _("A text to %(number)s, for %(purpose)s. Nothing is sent or recorded.") % {
        "number": masked,
        "purpose": spec.purpose,
    }
    return _joined([*_answer(account), "", about, *_when(account), "", *_rules(account)])


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)


def _answer(account: Account) -> list[str]:
    words = {
        "allow": _("It may go."),
        "hold": _("It waits."),
        "deny": _("It may not go."),
    }
    settled = account.settled_by
    return [f"{words[account.verdict]} {said(account.explanation)}", f"{account.citation}  {settled.url}"]


def _when(account: Account) -> Iterator[str]:
    yield _("Decided %(at)s by the rules %(pack)s.") % {"at": moment(account.at), "pack": account.pack}
    if account.until and account.verdict == "hold":
        yield _("It waits until %(until)s.") % {"until": moment(account.until)}
    elif account.until:
        yield _("The permission holds until %(until)s.") % {"until": moment(account.until)}
    elif account.verdict == "hold":
        yield _("Nobody knows yet until when it waits.")
    elif account.verdict == "allow":
        yield _("The permission holds until something changes it.")


def _rules(account: Account) -> Iterator[str]:
    yield _("Every rule that was asked, in order")
    for one in account.asked:
        shown = asked_then(one, account)
        yield f"{'  =>' if shown['settled'] else '    '} {shown['label']:<{_WIDTH}} {shown['word']} [{one.rule}]"
        if shown["why"] and not shown["settled"]:
            yield f"{_INDENT}    {shown['why']}"
        yield from (f"{_INDENT}    {name}: {value}" for name, value in shown["saw"])


def _otherwise(found: Explanation) -> Iterator[str]:
    otherwise = found.differences
    yield ""
    yield _("What is otherwise now")
    rules, answers = _("Rules"), _("Rules that answer otherwise")
    if otherwise.pack:
        yield f"  {rules}: {found.then.pack} -> {found.now.pack}"
    yield from _pairs(otherwise.facts)
    yield from _pairs(otherwise.parameters)
    if otherwise.rules:
        yield f"  {answers}: {', '.join(one.name for one in otherwise.rules)}"


def _pairs(changed: Sequence[Changed]) -> Iterator[str]:
    for one in changed:
        name, was = fact(one.name, one.then)
        yield f"  {name}: {was} -> {fact(one.name, one.now)[1]}"
