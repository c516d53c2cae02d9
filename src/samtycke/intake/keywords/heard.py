"""Somebody texts a keyword: an act of their own, to words that told them what it means (GDPR 4(11))."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.intake.intent import one_word
from samtycke.intake.keywords.keyword import Keyword, keyword_in_use
from samtycke.intake.optin.ask import NotAsked, ask
from samtycke.intake.say import A_DAY, owed, say
from samtycke.ledger.door import Consent, history, meet, record
from samtycke.policy import pack_for
from samtycke.sms import Number

METHOD = "keyword_sms"


def heard(cursor: CursorWrapper, *, carrier: str, inbound_number: str, text: str) -> Keyword | None:
    """The keyword that a text is: exactly, but for capitals, marks over letters and greetings. Never nearly."""
    word = one_word(text, beside=frozenset(("till", "to", inbound_number)))
    return keyword_in_use(cursor, carrier=carrier, inbound_number=inbound_number, word=word) if word else None


def take_yes(
    cursor: CursorWrapper, keyword: Keyword, number: Number, *, text: str, at: datetime, now: datetime
) -> bool:
    """Record the yes and inform; or ask first, where the keyword or the number's country wants it.

    Returns whether it is done; if not, a person should look at it.

    Texted again within a day it is the same yes.

    Raises:
        NotDeclared: the organisation has no sender.
    """
    contact_id = meet(cursor, number)
    evidence = {"text": text, "to": keyword.inbound_number, "keyword": f"{keyword.shown}, {keyword.id}"}
    if keyword.asks_first or _must_be_confirmed(number):
        return _asked(cursor, keyword, number, evidence=evidence, at=at, now=now)
    if _said_lately(cursor, contact_id, keyword, now):
        return True
    yes = Consent(
        number=number,
        occurred_at=at,
        door="sms",
        source=f"{keyword.shown}, {keyword.inbound_number}",
        purpose=keyword.purpose,
        method=METHOD,
        wording=keyword.wording,
        informed=True,
        evidence={**evidence, "reply": keyword.reply},
    )
    record(cursor, [yes], now=now)
    # Braces would be read as placeholders when the text is rendered.
    body = keyword.reply.replace("{", "(").replace("}", ")")
    spec = owed(cursor, body, purpose="opt_in_confirmed", to=keyword.inbound_number, carrier=keyword.carrier)
    say(cursor, spec, number, now=now)
    return True


def _asked(
    cursor: CursorWrapper, keyword: Keyword, number: Number, *, evidence: dict[str, str], at: datetime, now: datetime
) -> bool:
    try:
        ask(
            cursor,
            number,
            purpose=keyword.purpose,
            wording=keyword.wording,
            door="sms",
            method=METHOD,
            evidence=evidence,
            requested_at=at,
            now=now,
            source=f"{keyword.shown}, {keyword.inbound_number}",
            often=keyword.often,
            to=keyword.inbound_number,
            carrier=keyword.carrier,
        )
    except NotAsked as refused:
        return refused.reason == "waits"
    return True


def _must_be_confirmed(number: Number) -> bool:
    """Some countries take a double opt-in or a signature for proof, and nothing less."""
    proof = pack_for(number.country).proof
    return bool(proof) and METHOD not in proof


def _said_lately(cursor: CursorWrapper, contact_id: int, keyword: Keyword, now: datetime) -> bool:
    """Whether this is said again within a day, with nothing of theirs in between."""
    last = next((event for event in history(cursor, contact_id, limit=20) if event.kind != "pause"), None)
    return (
        last is not None
        and (last.kind, last.method, last.purpose) == ("consent", METHOD, keyword.purpose)
        and last.occurred_at > now - A_DAY
    )
