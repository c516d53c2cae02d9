"""Take a word into use, and out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import counted
from samtycke.intake.answers import in_language
from samtycke.intake.intent import intent, is_bare_no, one_word
from samtycke.intake.plain import plain
from samtycke.intake.say import organisation_of
from samtycke.organisations.door import NotDeclared, Organisation, Purpose, audit, open_purposes, senders
from samtycke.policy import countries, reads_like_advertising

MOST_PARTS = 2
"""Of the reply that informs."""
_WORD = re.compile(r"[^\W_]{2,20}")
_WAY_OUT = re.compile(r"\b(?:stopp?|avslut\w*|unsubscribe|slutt|lopeta)\b", re.IGNORECASE)
_WORDINGS = {
    "sv": "SMS:a {word} till {number} för SMS från {name}: {what}. Du kan avsluta när du vill med STOPP.",
    "en": "Text {word} to {number} for texts from {name}: {what}. You can leave at any time with STOP.",
}
_REPLIES = {
    "sv": "{name}: Ditt ja är noterat: {what} via SMS. Du kan alltid avsluta med STOPP.",
    "en": "{name}: Your yes is noted: {what} by text. You can always leave with STOP.",
}

Why = Literal["no_word", "means_else", "taken", "not_informed", "advertising", "too_long"]


class KeywordRefused(ValueError):
    """The word cannot be used, or what stands with it does not inform. ``field`` and a stable ``reason``."""

    def __init__(self, field: str, reason: Why) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeyword:
    """A word as somebody wants it. An empty ``wording`` or ``reply`` is written for them, see ``suggested``."""

    word: str
    inbound_number: str
    purpose: str
    often: str = ""
    wording: str = ""
    reply: str = ""
    asks_first: bool = False


def declare_keyword(cursor: CursorWrapper, new: NewKeyword, *, by: str, now: datetime) -> int:
    """Take a word into use; one of the same spelling at the same number is replaced. Returns its id.

    Raises:
        KeywordRefused: see there.
        NotDeclared: the organisation has no such purpose, or no sender whose answers come to that number.
    """
    known = open_purposes(cursor)
    if new.purpose not in known:
        raise NotDeclared("purpose", new.purpose, list(known))
    carrier = _carrier(cursor, new.inbound_number)
    word = _checked_word(new.word)
    organisation = organisation_of(cursor)
    wording, reply = suggested(organisation, known[new.purpose], new)
    wording, reply = new.wording.strip() or wording, new.reply.strip() or reply
    _check_words(organisation, wording, reply)
    _retire(cursor, carrier, new.inbound_number, word, now)
    _take(cursor, carrier, new.inbound_number, word)
    cursor.execute(
        "INSERT INTO keyword (organisation_id, carrier, inbound_number, word, shown, purpose, wording, often, reply, "
        "asks_first, created_at, created_by) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            carrier,
            new.inbound_number,
            word,
            new.word.strip().upper(),
            new.purpose,
            wording,
            new.often.strip(),
            reply,
            new.asks_first,
            now,
            by,
        ],
    )
    keyword_id = int(cursor.fetchone()[0])
    audit(cursor, actor=by, act="keyword.declare", subject=f"keyword/{keyword_id}")
    return keyword_id


def retire_keyword(cursor: CursorWrapper, keyword_id: int, *, by: str, now: datetime) -> bool:
    """Take a word out of use. The yeses it brought stand. Returns whether it was in use."""
    cursor.execute(
        "UPDATE keyword SET retired_at = %s WHERE organisation_id = current_organisation() AND id = %s "
        "AND retired_at IS NULL RETURNING carrier, inbound_number, word",
        [now, keyword_id],
    )
    row = cursor.fetchone()
    if row is None:
        return False
    cursor.execute(
        "DELETE FROM inbound_route WHERE carrier = %s AND inbound_number = %s AND keyword = %s "
        "AND organisation_id = current_organisation()",
        row,
    )
    audit(cursor, actor=by, act="keyword.retire", subject=f"keyword/{keyword_id}")
    return True


def suggested(organisation: Organisation, purpose: Purpose, new: NewKeyword) -> tuple[str, str]:
    """The words of a poster and of a reply that say who, what, how often and how to leave."""
    what = purpose.name.get(organisation.language) or purpose.name["en"]
    named = f"{what}, {new.often.strip()}" if new.often.strip() else what
    words = {"word": new.word.strip().upper(), "number": new.inbound_number}
    return (
        in_language(_WORDINGS, organisation, what=named, **words),
        in_language(_REPLIES, organisation, what=named, **words),
    )


def _checked_word(raw: str) -> str:
    """The word, folded. One that means something already, in any country, is refused: STOPP always wins."""
    word = plain(raw)
    if not _WORD.fullmatch(word) or word.isdigit():
        raise KeywordRefused("word", "no_word")
    if (
        one_word(word) != word
        or is_bare_no(word)
        or any(intent(word, country=country) != "other" for country in countries())
    ):
        raise KeywordRefused("word", "means_else")
    return word


def _check_words(organisation: Organisation, wording: str, reply: str) -> None:
    for field, text in (("wording", wording), ("reply", reply)):
        if organisation.name.casefold() not in text.casefold() or not _WAY_OUT.search(text):
            raise KeywordRefused(field, "not_informed")
    if reads_like_advertising(reply).advertising:
        raise KeywordRefused("reply", "advertising")
    if counted(reply).segments > MOST_PARTS:
        raise KeywordRefused("reply", "too_long")


def _carrier(cursor: CursorWrapper, inbound_number: str) -> str:
    known = [sender for sender in senders(cursor).values() if sender.inbound_number]
    for sender in known:
        if sender.inbound_number == inbound_number:
            return sender.carrier
    raise NotDeclared("inbound_number", inbound_number, sorted({sender.inbound_number for sender in known}))


def _retire(cursor: CursorWrapper, carrier: str, inbound_number: str, word: str, now: datetime) -> None:
    cursor.execute(
        "UPDATE keyword SET retired_at = %s WHERE organisation_id = current_organisation() AND carrier = %s "
        "AND inbound_number = %s AND word = %s AND retired_at IS NULL",
        [now, carrier, inbound_number, word],
    )


def _take(cursor: CursorWrapper, carrier: str, inbound_number: str, word: str) -> None:
    """Where others share the number, the word is ours from now on; unless it is another's."""
    try:
        with transaction.atomic():
            cursor.execute(
                "INSERT INTO inbound_route (carrier, inbound_number, keyword, organisation_id) "
                "VALUES (%s, %s, %s, current_organisation()) "
                "ON CONFLICT (carrier, inbound_number, keyword, organisation_id) DO NOTHING",
                [carrier, inbound_number, word],
            )
    except IntegrityError:
        raise KeywordRefused("word", "taken") from None
