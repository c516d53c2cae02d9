"""Somebody sends a form, and the number confirms. Before that nothing counts; a day later nothing of it is left.

What is answered is the same whether the number is new, known, blocked or gone: a form tells nobody about anybody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.db.backends.utils import CursorWrapper

from samtycke.intake.code import AGAIN_AFTER, TRIES, VALID, code_is_right, code_mark, new_code
from samtycke.intake.forms.code import ABOUT, send_code
from samtycke.intake.forms.form import Form, read_form
from samtycke.intake.forms.publish import Version, one_version
from samtycke.intake.forms.tally import tally
from samtycke.intake.optin.ask import NotAsked, ask
from samtycke.ledger.door import Consent, find_contact, let_go, record
from samtycke.organisations.door import TooMany, keyring, limit, load_sql, senders
from samtycke.policy import countries, pack_for
from samtycke.sms import Number

KEPT = timedelta(hours=24)
"""An entry nobody confirmed is forgotten after this."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_PER_NUMBER = ((4, _HOUR), (8, _DAY))
"""How many codes a number is sent, whoever asks and by whichever form: nobody is to be pestered by one."""
_PER_FORM = 1_000
"""How many codes a form sends in an hour: what a campaign on television gets, and far less than a robot wants."""

Outcome = Literal["confirmed", "wrong", "too_late", "spent", "gone"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form. ``token`` names the page it was sent from; ``address`` and ``program`` are evidence."""

    language: str
    number: Number
    token: str
    address: str
    program: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the page shows it. ``number`` is None once confirmed: it is then the ledger's."""

    id: int
    form: Form
    version: Version
    language: str
    number: Number | None
    confirmed_at: datetime | None
    again_at: datetime


def may_be_texted(number: Number) -> bool:
    """Whether a form takes this number: of a country whose law is known. (It is also what keeps codes from being sent
    to the far and dear ranges that robots are paid for.)"""
    return number.country in countries()


def begin_entry(cursor: CursorWrapper, form: Form, version: Version, sent: Sent, *, now: datetime) -> int:
    """Keep what was sent, sealed, and ask the number to confirm. The same page sent twice is one entry.

    Raises:
        TooMany: the number, or the form, has been sent as many codes as it may.
        NotDeclared: the organisation no longer has the sender.
    """
    forget_entries(cursor, now=now)
    token = keyring().mark(f"{sent.token}/{sent.number.e164}", about="form_entry")
    cursor.execute("SELECT id FROM form_entry WHERE organisation_id = current_organisation() AND token = %s", [token])
    if found := cursor.fetchone():
        return int(found[0])
    _limits(cursor, form, sent.number, now)
    tally(cursor, form.id, version.number, "sent", now=now)
    if version.confirm == "double_opt_in":
        return _ask(cursor, form, version, sent, token, now)
    code, met = new_code(), _is_new(cursor, sent.number)
    send_code(cursor, code, sent.number, sender=version.sender, language=sent.language, now=now)
    waits = {"sealed": _seal(sent, token), "code": code_mark(code, token, about=ABOUT), "met": met}
    return _keep(cursor, version, sent, token, now, contact_id=find_contact(cursor, sent.number.e164), **waits)


def _ask(cursor: CursorWrapper, form: Form, version: Version, sent: Sent, token: bytes, now: datetime) -> int:
    """Ask by a text, to be answered with JA. One who may not be asked, or was, hears nothing; the page is the same."""
    page = version.pages[sent.language]
    request_id = contact_id = None
    try:
        asked = ask(
            cursor,
            sent.number,
            purpose=version.purpose,
            wording=page.wording,
            door="form",
            method="web_form",
            source=_source(form, version),
            evidence={**_shown(form, version, sent.language), **_came_from(sent)},
            often=page.words.often,
            to=_inbound(cursor, version.sender),
            now=now,
        )
        request_id, contact_id = asked.request_id, asked.contact_id
    except NotAsked:
        pass
    return _keep(cursor, version, sent, token, now, request_id=request_id, contact_id=contact_id)


def _keep(cursor: CursorWrapper, version: Version, sent: Sent, token: bytes, now: datetime, **values: Any) -> int:
    named = {"form_id": version.form_id, "version": version.number, "language": sent.language, "token": token,
             "asked_at": now, "code_at": now, **values}  # fmt: skip
    cursor.execute(
        f"INSERT INTO form_entry (organisation_id, {', '.join(named)}) "  # noqa: S608 - our own names
        f"VALUES (current_organisation(){', %s' * len(named)}) RETURNING id",
        list(named.values()),
    )
    return int(cursor.fetchone()[0])


def read_entry(cursor: CursorWrapper, entry_id: int, *, now: datetime) -> Entry | None:
    """An entry, or None when there is none left of it."""
    row = _row(cursor, entry_id)
    if row is None or (row["confirmed_at"] is None and row["asked_at"] <= now - KEPT):
        return None
    version = one_version(cursor, row["form_id"], row["version"])
    assert version is not None
    number = _open(row)[0] if row["sealed"] else None
    form = read_form(cursor, row["form_id"])
    return Entry(entry_id, form, version, row["language"], number, row["confirmed_at"], row["code_at"] + AGAIN_AFTER)


def send_again(cursor: CursorWrapper, entry_id: int, *, now: datetime) -> None:
    """A new code; the old one is worth nothing. Nothing happens where there is nothing left to confirm.

    Raises:
        TooMany: the last one was sent less than a minute ago, or there were too many.
    """
    row = _row(cursor, entry_id, lock=True)
    if row is None or row["sealed"] is None or row["asked_at"] <= now - KEPT:
        return
    if (wait := row["code_at"] + AGAIN_AFTER - now) > timedelta(0):
        raise TooMany(wait)
    number, _ = _open(row)
    form, version = read_form(cursor, row["form_id"]), one_version(cursor, row["form_id"], row["version"])
    assert version is not None
    _limits(cursor, form, number, now)
    code = new_code()
    cursor.execute(
        "UPDATE form_entry SET code = %s, code_at = %s, tries = 0 "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [code_mark(code, row["token"], about=ABOUT), now, entry_id],
    )
    send_code(cursor, code, number, sender=version.sender, language=row["language"], now=now)


def confirm_entry(cursor: CursorWrapper, entry_id: int, typed: str, *, now: datetime) -> Outcome:
    """The code comes back: the yes is recorded, with the exact words and language that were shown.

    Where a country's law wants the number itself to show that it was its owner's yes (Germany: BGH I ZR 164/09), a form
    alone proves nothing; the code that went to the number and came back does, and is recorded as double opt-in.
    """
    row = _row(cursor, entry_id, lock=True)
    if row is None:
        return "gone"
    if row["confirmed_at"]:
        return "confirmed"
    if row["sealed"] is None or row["asked_at"] <= now - KEPT:
        return "gone"
    if now >= row["code_at"] + VALID:
        return "too_late"
    if row["tries"] >= TRIES:
        return "spent"
    if not code_is_right(typed, row["code"], row["token"], about=ABOUT):
        cursor.execute(
            "UPDATE form_entry SET tries = tries + 1 WHERE organisation_id = current_organisation() AND id = %s",
            [entry_id],
        )
        return "spent" if row["tries"] + 1 >= TRIES else "wrong"
    _record(cursor, row, now)
    return "confirmed"


def forget_entries(cursor: CursorWrapper, *, now: datetime) -> int:
    """Delete what nobody confirmed within a day; a question that waits for a reply has its own time.

    Numbers that nothing but such a form has made known are let go of too. Returns how many entries there were.
    """
    cursor.execute(load_sql(__file__, "unconfirmed.sql"), {"before": now - KEPT})
    if strangers := [row[0] for row in cursor.fetchall()]:
        let_go(cursor, strangers, because="unconfirmed", by="", door="system", now=now)
    cursor.execute(
        "DELETE FROM form_entry WHERE organisation_id = current_organisation() AND confirmed_at IS NULL "
        "AND request_id IS NULL AND asked_at <= %s",
        [now - KEPT],
    )
    return int(cursor.rowcount)


def _record(cursor: CursorWrapper, row: dict[str, Any], now: datetime) -> None:
    version = one_version(cursor, row["form_id"], row["version"])
    assert version is not None
    form, (number, evidence) = read_form(cursor, row["form_id"]), _open(row)
    yes = Consent(
        number=number,
        # The moment at which it was shown to be theirs: only then does it count, also against a no in between.
        occurred_at=now,
        door="form",
        source=_source(form, version),
        purpose=version.purpose,
        method=_method(number),
        wording=version.pages[row["language"]].wording,
        informed=True,
        evidence={
            **_shown(form, version, row["language"]),
            **evidence,
            "asked_at": _written(row["asked_at"]),
            "confirmed_by": "code",
            "confirmed_at": _written(now),
        },
    )
    contact_id = record(cursor, [yes], now=now).contact_ids[0]
    cursor.execute(
        "UPDATE form_entry SET confirmed_at = %s, contact_id = %s, sealed = NULL "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [now, contact_id, row["id"]],
    )
    tally(cursor, form.id, version.number, "confirmed", now=now)


def _shown(form: Form, version: Version, language: str) -> dict[str, str]:
    """Which page it was; its words and whole notice stand in that version for ever."""
    return {"form": form.slug, "version": str(version.number), "language": language}


def _came_from(sent: Sent) -> dict[str, str]:
    told = {"address": sent.address[:64], "browser": sent.program[:120]}
    return {name: value for name, value in told.items() if value}


def _source(form: Form, version: Version) -> str:
    return f"{form.name} v{version.number}"


def _inbound(cursor: CursorWrapper, sender: str) -> str:
    known = senders(cursor).get(sender)
    return known.inbound_number if known else ""


def _is_new(cursor: CursorWrapper, number: Number) -> bool:
    """Whether nobody knows the number, but perhaps another form that waits for it."""
    known = find_contact(cursor, number.e164)
    if known is None:
        return True
    cursor.execute(
        "SELECT 1 FROM form_entry WHERE organisation_id = current_organisation() AND contact_id = %s AND met "
        "AND confirmed_at IS NULL LIMIT 1",
        [known],
    )
    return cursor.fetchone() is not None


def _method(number: Number) -> str:
    proof = pack_for(number.country).proof
    return "double_opt_in" if proof and "web_form" not in proof else "web_form"


def _limits(cursor: CursorWrapper, form: Form, number: Number, now: datetime) -> None:
    for most, per in _PER_NUMBER:
        limit(cursor, f"form code/{per}", number.e164, most=most, per=per, now=now)
    limit(cursor, "form", f"{form.slug}", most=_PER_FORM, per=_HOUR, now=now)


def _row(cursor: CursorWrapper, entry_id: int, *, lock: bool = False) -> dict[str, Any] | None:
    names = ("id", "form_id", "version", "language", "token", "sealed", "code", "tries", "asked_at", "code_at",
             "confirmed_at")  # fmt: skip
    cursor.execute(
        f"SELECT {', '.join(names)} FROM form_entry "  # noqa: S608 - our own names
        "WHERE organisation_id = current_organisation() AND id = %s" + (" FOR UPDATE" if lock else ""),
        [entry_id],
    )
    found = cursor.fetchone()
    if found is None:
        return None
    row = dict(zip(names, found, strict=True))
    return row | {"token": bytes(row["token"]), "code": bytes(row["code"] or b"")}


def _seal(sent: Sent, token: bytes) -> bytes:
    clear = {
        "number": sent.number.e164,
        "country": sent.number.country,
        "evidence": _came_from(sent),
    }
    return keyring().seal(json.dumps(clear).encode(), about=about(token))


def about(token: bytes) -> bytes:
    """What binds a sealed entry to its page: moved to another, it does not open."""
    return b"form_entry/" + token


def _open(row: dict[str, Any]) -> tuple[Number, dict[str, str]]:
    clear = json.loads(keyring().open(bytes(row["sealed"]), about=about(row["token"])))
    return Number(clear["number"], clear["country"]), dict(clear["evidence"])


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
