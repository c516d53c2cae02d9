"""Somebody asks whether a text may be sent, and a named person answers.

Who asks need not have an account: the code in their link is the only key to the reply, and only its digest is kept.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import Organisation, acting_for, audit, digest, document, keyring, must_answer
from samtycke.policy import Decision, Question, ToldCase


class NoSuchAdvice(LookupError):
    """There is no such question, or it is no longer kept."""


class AlreadyAnswered(ValueError):
    """Somebody has replied."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and what, in their own words."""

    name: str
    email: str
    question: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A question as it is kept, and the reply if there is one.

    ``answers``: what was told to the page, as its address has it. ``decision``: what the program answered then, with
    ``consulted``.
    """

    id: int
    asker: Asker
    language: str
    answers: str
    case: ToldCase
    decision: dict[str, Any]
    asked_at: datetime
    reply: str | None
    replied_by: str | None
    replied_at: datetime | None


def house() -> Organisation | None:
    """The organisation that runs this installation: SAMTYCKE_HOUSE, else the oldest. None before there is any."""
    every = Organisation.objects.order_by("created_at", "pk")
    return every.filter(slug=settings.HOUSE).first() if settings.HOUSE else every.first()


def ask(
    organisation_id: int,
    asker: Asker,
    *,
    answers: str,
    case: ToldCase,
    decision: Decision,
    language: str,
    now: datetime,
) -> str:
    """Put a question to an organisation. Returns the code of the page where the reply will stand, for the only time."""
    code = f"{organisation_id:x}-{secrets.token_urlsafe(24)}"
    clear = {"name": asker.name, "email": asker.email, "question": asker.question}
    kept = decision.as_json() | {"consulted": decision.steps_as_json()}
    with acting_for(organisation_id) as cursor:
        cursor.execute(
            "INSERT INTO advice_request (organisation_id, code, asker, language, answers, told, decision, asked_at) "
            "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s)",
            [
                digest(code),
                _sealed(json.dumps(clear, ensure_ascii=False)),
                language,
                answers,
                case.model_dump_json(exclude_unset=True),
                json.dumps(kept, ensure_ascii=False),
                now,
            ],
        )
    return code


def asked(code: str) -> Advice:
    """The question of a code, with the reply once there is one.

    Raises:
        NoSuchAdvice: there is none.
    """
    with acting_for(_organisation_of(code)) as cursor:
        return _one(cursor, "code = %s", digest(code))


def withdraw(code: str) -> None:
    """Remove a question and its reply, by the one who asked.

    Raises:
        NoSuchAdvice: there is none.
    """
    with acting_for(_organisation_of(code)) as cursor:
        found = _one(cursor, "code = %s", digest(code))
        cursor.execute(
            "DELETE FROM advice_request WHERE organisation_id = current_organisation() AND id = %s", [found.id]
        )
        audit(cursor, actor="asker", act="advice.withdrawn", subject=str(found.id))


def questions(cursor: CursorWrapper, *, limit: int = 100) -> list[Advice]:
    """Those that wait, oldest first; then those that were answered, the latest first."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM advice_request WHERE organisation_id = current_organisation() "  # noqa: S608
        "ORDER BY replied_at IS NOT NULL, replied_at DESC, asked_at, id LIMIT %s",
        [limit],
    )
    return [_advice(row) for row in cursor.fetchall()]


def count_waiting(cursor: CursorWrapper) -> int:
    """How many wait for an answer."""
    cursor.execute(
        "SELECT count(*) FROM advice_request WHERE organisation_id = current_organisation() AND replied_at IS NULL"
    )
    return int(cursor.fetchone()[0])


def reply(
    cursor: CursorWrapper, advice_id: int, text: str, *, by: str, staff_id: int | None = None, now: datetime
) -> None:
    """Answer a question, once, by name. The one who asked sees it on their page.

    Raises:
        NotAnswering: an officer who is away, or no longer authorised.
        NoSuchAdvice: the organisation has none with this id.
        AlreadyAnswered: somebody was before.
    """
    must_answer(cursor, staff_id, now=now)
    cursor.execute(
        "UPDATE advice_request SET reply = %s, replied_by = %s, replied_at = %s "
        "WHERE organisation_id = current_organisation() AND id = %s AND replied_at IS NULL",
        [_sealed(text), by, now, advice_id],
    )
    if not cursor.rowcount:
        one_question(cursor, advice_id)
        raise AlreadyAnswered(advice_id)
    audit(cursor, actor=by, act="advice.replied", subject=str(advice_id), staff=staff_id)


def one_question(cursor: CursorWrapper, advice_id: int) -> Advice:
    """One question of the organisation.

    Raises:
        NoSuchAdvice: there is none with this id.
    """
    return _one(cursor, "id = %s", advice_id)


_COLUMNS = "id, asker, language, answers, told, decision, asked_at, reply, replied_by, replied_at"
ABOUT = b"advice"


def _one(cursor: CursorWrapper, where: str, value: int | bytes) -> Advice:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM advice_request WHERE organisation_id = current_organisation() AND {where}",  # noqa: S608
        [value],
    )
    row = cursor.fetchone()
    if row is None:
        raise NoSuchAdvice
    return _advice(row)


def _advice(row: tuple[Any, ...]) -> Advice:
    id_, asker, language, answers, told, decision, asked_at, replied, by, replied_at = row
    case = Question.model_validate(document(told))
    return Advice(
        id_,
        Asker(**json.loads(_opened(asker))),
        language,
        answers,
        # As it was kept it has both.
        case.told(now=asked_at, jurisdiction=""),
        document(decision),
        asked_at,
        None if replied is None else _opened(replied),
        by,
        replied_at,
    )


def _organisation_of(code: str) -> int:
    """Whose question it is: the code begins with it, so that it is found before anything else may be read."""
    try:
        organisation_id = int(code.split("-", 1)[0], 16)
    except ValueError:
        raise NoSuchAdvice from None
    if not 0 < organisation_id < 2**63:
        raise NoSuchAdvice
    return organisation_id


def _sealed(clear: str) -> bytes:
    return keyring().seal(clear.encode(), about=ABOUT)


def _opened(sealed: bytes) -> str:
    return keyring().open(sealed, about=ABOUT).decode()
