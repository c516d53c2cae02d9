"""The proof of one message: what was sent, what was decided, and the sealed events that it rests on.

It is made to be checked without us: see ledger/bundle.py and docs/reference/proof.md. It holds the person's number and
opened evidence, so it is for those who ask about that person, and whoever hands it out notes that it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.explain import Explanation, explain
from samtycke.ledger.door import PROOF_FORMAT, Event, Proven, history, instant, prove, reveal

_GROUNDS = {
    "consent": frozenset({"consent", "confirmation"}),
    "soft_opt_in": frozenset({"sale", "sale_cancelled", "negotiation", "support"}),
}
_YESES = frozenset().union(*_GROUNDS.values())


def proof(cursor: CursorWrapper, message_id: int, *, now: datetime) -> dict[str, Any]:
    """Everything about one message, as it is written to a file.

    Raises:
        NoSuchMessage: there is none.
    """
    found = explain(cursor, message_id, now=now)
    contact_id = found.message.contact_id
    told = history(cursor, contact_id, limit=100_000)
    bearing = {event.id: event for event in told if _bears(event, found)}
    proven, head = prove(cursor, [(event.id, event.recorded_at) for event in bearing.values()])
    cursor.execute("SELECT id, slug, name FROM organisation WHERE id = current_organisation()")
    organisation_id, slug, name = cursor.fetchone()
    identity = reveal(cursor, [contact_id]).get(contact_id)
    erased = next((event.occurred_at for event in told if event.kind == "erasure"), None)
    return {
        "format": PROOF_FORMAT,
        "made_at": instant(now),
        "organisation": {"id": organisation_id, "slug": slug, "name": name},
        "person": {
            "contact": contact_id,
            "number": identity.number if identity else None,
            "name": identity.name if identity else None,
            "erased_at": instant(erased) if erased else None,
        },
        "message": _message(cursor, found),
        "decision": _decision(found),
        "events": [_event(one, bearing[one.event["id"]], found) for one in _by_time(proven)],
        "head": head.as_json() if head else None,
    }


def _bears(event: Event, found: Explanation) -> bool:
    """Whether an event may have settled, or would now settle, whether this text may be sent to this person."""
    if event.kind not in _YESES:
        return event.purpose in (None, found.message.envelope.purpose)
    if event.kind in _GROUNDS["consent"]:
        return event.purpose == found.message.envelope.purpose
    if event.kind == "sale_cancelled":
        return found.then.basis in (None, "soft_opt_in")
    goods = {*found.message.envelope.similar_goods, *found.message.envelope.categories}
    return found.then.basis in (None, "soft_opt_in") and event.category in goods


def _role(event: Event, found: Explanation) -> str:
    if event.recorded_at > found.then.at:
        return "later"
    return "ground" if event.kind in _GROUNDS.get(found.then.basis or "", ()) else "known"


def _by_time(proven: Sequence[Proven]) -> list[Proven]:
    return sorted(proven, key=lambda one: (one.event["occurred_at"], one.event["id"]))


def _event(one: Proven, event: Event, found: Explanation) -> dict[str, Any]:
    return {
        "role": _role(event, found),
        "event": dict(one.event),
        "wording": one.words,
        "evidence": {
            "sealed": one.evidence.hex(),
            "key": one.evidence_key.hex() if one.evidence_key else None,
            "opened": one.opened,
        }
        if one.evidence
        else None,
        "seal": {
            "leaf": one.leaf.hex(),
            "index": one.index,
            "path": [step.hex() for step in one.path],
            "batch": one.batch.as_json(),
            "batch_path": [step.hex() for step in one.batch_path],
        }
        if one.batch and one.leaf
        else None,
    }


def _message(cursor: CursorWrapper, found: Explanation) -> dict[str, Any]:
    message = found.message
    cursor.execute(
        "SELECT carrier_ref, body IS NOT NULL FROM message WHERE organisation_id = current_organisation() AND id = %s",
        [message.id],
    )
    carrier_ref, own = cursor.fetchone()
    envelope = message.envelope
    as_sent = own or "{{" not in envelope.body
    return {
        "id": message.id,
        "kind": envelope.kind,
        "purpose": envelope.purpose,
        "categories": list(envelope.categories),
        "similar_goods": list(envelope.similar_goods),
        "sender": envelope.sender,
        "answers_to": envelope.inbound_number,
        "text": message.text,
        # Where a person's own text is no longer kept, what is left is the one that was written for everybody.
        "text_is": ("as sent" if as_sent else "as written for everybody") if message.text else "no longer kept",
        "parts": message.parts,
        "state": message.state,
        "planned_at": instant(message.planned_at),
        "handed_out_at": instant(message.leased_at) if message.leased_at else None,
        "sent_at": instant(message.sent_at) if message.sent_at else None,
        "final_at": instant(message.final_at) if message.final_at else None,
        "carrier": envelope.carrier,
        "carrier_reference": carrier_ref,
        "carrier_code": message.carrier_code,
    }


def _decision(found: Explanation) -> dict[str, Any]:
    reasons = found.then.reasons_as_json()
    return {
        "made_at": instant(found.then.at),
        **found.then.decision_as_json(),
        "url": found.then.settled_by.url,
        "facts": reasons["facts"],
        "settings": reasons["settings"],
        "facts_query": found.facts_query,
        "steps": [
            {
                "rule": one["rule"],
                "asks": one["label"],
                "citation": one["citation"],
                "outcome": one["outcome"],
                "because": one["because"],
                "saw": one["saw"],
            }
            for one in reasons["rules"]
        ],
    }
