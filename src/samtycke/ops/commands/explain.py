"""`samtycke explain`: why a text went, waits or was withheld; or what would be decided of one."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

    from samtycke.gate.door import Explanation
    from samtycke.ledger.door import Reader
    from samtycke.organisations.door import Organisation

HELP = "explain a message as it was decided then and would be now, or a number against a message not yet written"
_NOT_FOUND, _USAGE = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("message", nargs="?", type=int, metavar="MESSAGE_ID", help="a message, by its number")
    parser.add_argument("--to", metavar="NUMBER", help="instead of a message: to this number, as +46701740605")
    parser.add_argument("--kind", choices=["marketing", "service"], default="marketing", help="(default: marketing)")
    parser.add_argument("--purpose", help="with --to: one of the organisation's purposes")
    parser.add_argument("--category", action="append", default=[], help="with --to: goods it is about; may be repeated")
    parser.add_argument("--sender", default="", help="with --to: who sends it (needed where there are several)")
    parser.add_argument("--at", type=_instant, help="with --to: decide as if it were then, on what is known now")
    parser.add_argument("--organisation", default="", help="its short name (needed where there are several)")
    parser.add_argument("--language", choices=["sv", "en"], default=_language(), help="(default: the environment's)")
    parser.add_argument("--data", help="data folder of `samtycke up` (default: SAMTYCKE_DATA, else ./samtycke-data)")
    parser.add_argument("--json", action="store_true", help="the whole explanation, as one JSON document")


def run(options: argparse.Namespace) -> int:
    """0 when it is shown, 1 when there is no such message, 2 when the question is not whole."""
    if (options.message is None) == (options.to is None):
        return _wrong("give either a message's number, or --to with a phone number.")
    if options.to is not None and options.purpose is None:
        return _wrong("--to needs --purpose: what would the text be for?")
    from samtycke.ops.environment import data_folder, django_ready

    django_ready(data_folder(options.data))
    from django.utils import timezone
    from django.utils.translation import override

    from samtycke.ops.named import named_organisation
    from samtycke.organisations.door import acting_for
    from samtycke.policy import pack_for

    organisation = named_organisation(options.organisation)
    at_home = timezone.override(pack_for(organisation.home_country).timezone)
    with override(options.language), at_home, acting_for(organisation.pk) as cursor:
        if options.message is not None:
            return _message(cursor, organisation, options)
        return _number(cursor, options)


def _message(cursor: CursorWrapper, organisation: Organisation, options: argparse.Namespace) -> int:
    from django.utils import timezone

    from samtycke.gate.door import NoSuchMessage, explain
    from samtycke.ledger.door import reading
    from samtycke.ops.told import told_message

    with reading(cursor, _operator(), "explain", subject=f"message/{options.message}"):
        try:
            found = explain(cursor, options.message, now=timezone.now())
        except NoSuchMessage:
            sys.stderr.write(f"{organisation.name} has no message {options.message}.\n")
            return _NOT_FOUND
        _print(found.as_json() if options.json else told_message(found, _masked(cursor, found)))
    return 0


def _operator() -> Reader:
    """Whoever is at the machine, by the name it knows them by."""
    from samtycke.ledger.door import Reader

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "?"
    return Reader("operator", name, "operator")


def _number(cursor: CursorWrapper, options: argparse.Namespace) -> int:
    from django.utils import timezone

    from samtycke.gate.door import Spec, explain_one
    from samtycke.ledger.door import Identity, find_contact, note_read
    from samtycke.ops.told import told_number
    from samtycke.organisations.door import NotDeclared
    from samtycke.sms import NumberRefused, parse_number

    spec = Spec(options.kind, options.purpose, "", tuple(options.category), options.sender)
    try:
        number = parse_number(options.to)
        account = explain_one(cursor, spec, number, now=options.at or timezone.now())
    except NumberRefused as refused:
        return _wrong(f"--to: {refused.right}")
    except NotDeclared as unknown:
        option = unknown.field.replace("categories", "category")
        return _wrong(f"--{option}: name one of {', '.join(unknown.known) or '(there is none yet)'}.")
    known = find_contact(cursor, number.e164)
    note_read(cursor, _operator(), "explain", [known] if known else [], subject="explain")
    if options.json:
        _print({"at": account.at.isoformat(), **account.decision_as_json(), **account.reasons_as_json()})
    else:
        _print(told_number(account, spec, Identity(number.e164, {}).masked))
    return 0


def _masked(cursor: CursorWrapper, found: Explanation) -> str:
    from samtycke.ledger.door import reveal

    identity = reveal(cursor, [found.message.contact_id]).get(found.message.contact_id)
    return identity.masked if identity else "–"


def _print(told: object) -> None:
    text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    sys.stdout.write(f"{text}\n")


def _wrong(says: str) -> int:
    sys.stderr.write(f"samtycke explain: {says}\n")
    return _USAGE


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        _no_instant()
    return at if at.tzinfo is not None else _no_instant()


def _no_instant() -> NoReturn:
    raise argparse.ArgumentTypeError("write an instant with its offset, as 2026-03-10T12:00:00+01:00")


def _language() -> str:
    """The environment's where it is one of ours; else Swedish."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if spoken.startswith("en") else "sv"
