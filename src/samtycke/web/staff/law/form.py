"""The law's parameters as a form: what the law says, what the organisation has, and what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.organisations.door import LAWS_OWN, Refused
from samtycke.policy import Pack, pack_for
from samtycke.web.parts.words import number

NAMES = ("customer_months", "consent_months", "quiet_hours", "per_24h", "per_7d")
_CAPS = {"per_24h", "per_7d"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of ``law``, ``own`` and ``off``, in words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter on the page. ``may_go``: in which direction an organisation may take it."""

    name: str
    title: str
    law: str
    source: str
    since: date | None
    may_go: str
    choices: Sequence[Choice]
    chosen: str
    own: Sequence[tuple[str, str, str]]
    """The inputs of an own value: name, label, value."""
    kind: str
    error: str


def read_settings(sent: QueryDict, current: Mapping[str, Any]) -> dict[str, Any]:
    """What a form asks for, whole. A parameter that it does not name stays as it is."""
    settings = {name: current[name] for name in NAMES if name in current}
    if settings.get("consent_months", 0) is None:
        del settings["consent_months"]  # no limit is what the law says itself
    for name in NAMES:
        chosen = sent.get(name)
        if chosen in ("law", "off", "own"):
            settings.pop(name, None)
        if chosen == "off":
            settings[name] = None
        elif chosen == "own":
            settings[name] = _own(sent, name)
    return settings


def _own(sent: QueryDict, name: str) -> Any:
    if name == "quiet_hours":
        return [sent.get("quiet_hours_from", ""), sent.get("quiet_hours_to", "")]
    typed = sent.get(f"{name}_own", "").strip()
    try:
        return int(typed)
    except ValueError:
        return typed


def parameters(settings: Mapping[str, Any], refused: Sequence[Refused], *, home: str, on: date) -> list[Parameter]:
    """Every parameter, with what is asked for and what is wrong with it."""
    law = pack_for(home, on=on)
    wrong = {one.field: wrong_words(one) for one in refused}
    return [_parameter(name, settings, law, wrong.get(name, ""), on) for name in NAMES]


def _parameter(name: str, settings: Mapping[str, Any], law: Pack, error: str, on: date) -> Parameter:
    set_to = settings.get(name)
    chosen = "law" if name not in settings else "off" if set_to is None else "own"
    own = getattr(law.parameters, name)
    choices = [Choice("law", _("As it is: %(value)s") % {"value": in_words(name, own)}), Choice("own", _("Our own"))]
    if name == "quiet_hours" or name in _CAPS:
        choices.append(Choice("off", _("No quiet hours") if name == "quiet_hours" else _("No limit")))
    source, since = _source(name, law, on)
    return Parameter(
        name=name,
        title=title(name),
        law=in_words(name, own),
        source=source,
        since=since,
        may_go=_may_go(name, law),
        choices=choices,
        chosen=chosen if chosen != "off" or name != "consent_months" else "law",
        own=_inputs(name, set_to, own),
        kind="time" if name == "quiet_hours" else "number",
        error=error,
    )


def title(name: str) -> str:
    """What a parameter is called."""
    return {
        "customer_months": _("How long a purchase makes a customer"),
        "consent_months": _("How long a yes is good for"),
        "quiet_hours": _("Quiet hours"),
        "per_24h": _("At most in 24 hours"),
        "per_7d": _("At most in 7 days"),
    }.get(name, name)


def in_words(name: str, value: Any) -> str:
    """A value as a page says it."""
    if value == LAWS_OWN:
        return _("as it is in the law")
    if value is None:
        return _("off") if name == "quiet_hours" else _("no limit")
    if name == "quiet_hours":
        start, end = (one if isinstance(one, str) else f"{one:%H:%M}" for one in value)
        return f"{start}–{end}"
    if name in _CAPS:
        return ngettext("%(n)s text", "%(n)s texts", int(value)) % {"n": number(int(value))}
    return ngettext("%(n)s month", "%(n)s months", int(value)) % {"n": number(int(value))}


def _inputs(name: str, set_to: Any, law: Any) -> list[tuple[str, str, str]]:
    if name == "quiet_hours":
        start, end = (set_to if set_to else [f"{one:%H:%M}" for one in law or ()]) or ("", "")
        return [("quiet_hours_from", _("From"), start), ("quiet_hours_to", _("To"), end)]
    shown = set_to if set_to is not None else law
    return [(f"{name}_own", _("Texts") if name in _CAPS else _("Months"), "" if shown is None else str(shown))]


def _source(name: str, law: Pack, on: date) -> tuple[str, date | None]:
    values = getattr(law.schedule, name, None)
    if not values:
        return "GDPR art. 5(1)(e)", None
    found = next((one for one in reversed(values) if one.since <= on), values[0])
    return found.source, found.since


def _may_go(name: str, law: Pack) -> str:
    if name == "customer_months":
        most = law.schedule.customer_months_most
        if most is None:
            return _("Shorter freely. Longer by name and with a reason, since the law sets no limit here.")
        return _("Shorter freely, never longer than %(most)s.") % {"most": in_words(name, most)}
    if name == "consent_months":
        return _("The law sets no limit. You may set one.")
    if name == "quiet_hours":
        return _("Longer freely. Shorter or off by name and with a reason.")
    return _("Fewer freely. More, or no limit, by name and with a reason.")


def wrong_words(refused: Refused) -> str:
    """What is wrong and what would be right."""
    right = {"right": refused.right}
    return {
        "unknown": _("There is no such setting. There are: %(right)s.") % right,
        "not-off": _("This can't be turned off."),
        "not-a-number": _("Write a whole number, such as %(right)s.") % right,
        "too-small": _("It can't be less than %(right)s.") % right,
        "over-the-law": _("It can't be more than %(right)s.") % right,
        "not-hours": _("Write two times, such as %(right)s.") % right,
        "same-hour": _("From and to are the same. Choose no quiet hours instead, or hours such as %(right)s.") % right,
        "no-time-left": _("With these hours no text may ever leave to %(right)s. Leave some of the day open.") % right,
        "no-reason": _("This is looser than good practice. Write why, below: it is kept with your name."),
    }[refused.reason]
