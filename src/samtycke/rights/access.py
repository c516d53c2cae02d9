"""The copy of somebody's data (GDPR 15, 20): everything that is held, with what has to be told beside it.

One document, from which the page, the PDF and the JSON are made, so that none of them knows more than the others.
Somebody else's data never stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Spec, decide_several
from samtycke.ledger.door import blocks_on, contact, receipt
from samtycke.organisations.door import Organisation, categories, controller, purposes, senders
from samtycke.policy import pack_for
from samtycke.rights.held import held
from samtycke.rights.information import Facts, information
from samtycke.rights.looks import with_purpose
from samtycke.rights.others import Known, all_without_others, without_staff
from samtycke.rights.recipients import recipients
from samtycke.rights.retention.until import kept_until
from samtycke.rights.visit import PURPOSE
from samtycke.sms import Number, NumberRefused, numbers_in, parse_number

FORMAT = "samtycke-access-1"
_MARKETING_DENIED = frozenset({"deny"})


def access(cursor: CursorWrapper, number: Number, contact_id: int | None, *, now: datetime) -> dict[str, Any]:
    """All that is held about a number, and what art. 15 tells beside it.

    ``nothing``: nothing is held, but perhaps a block. ``passed_on``: the number is known to have been somebody else's,
    of whom nothing is told. The fields are described in docs/reference/access.md.
    """
    organisation = _organisation(cursor)
    person = contact(cursor, contact_id) if contact_id is not None else None
    passed_on = person is not None and _number_wrong(cursor, person.id)
    found = held(cursor, person.id) if person and person.identity and not passed_on else _NOTHING
    known = _known(cursor, organisation, number)
    names = {slug: dict(one.name) for slug, one in purposes(cursor).items()}
    goods = {slug: dict(one.name) for slug, one in categories(cursor).items()}
    clean: dict[str, Any] = without_staff(found)
    return {
        "format": FORMAT,
        "made_at": now,
        "controller": _controller(cursor, organisation),
        "nothing": _is_nothing(clean),
        "passed_on": passed_on,
        "person": {
            "number": number.e164,
            "country": number.country,
            "attributes": clean["attributes"],
            "since": person.created_at if person and not _is_nothing(clean) else None,
            "restricted": bool(person and person.restricted and not passed_on),
        },
        "information": [one.as_json() for one in information(_facts(cursor, organisation))],
        "permissions": [] if _is_nothing(clean) else _permissions(cursor, person.id if person else 0, clean, now=now),
        "kept": [] if _is_nothing(clean) else _kept(cursor, person.id if person else 0),
        "blocks": [_block(one, known) for one in without_staff(_blocks(cursor, number))],
        "events": [_event(one, names, goods, known) for one in clean["events"]],
        "receipts": _receipts(cursor, person.id if person else 0, clean, known, now=now),
        "messages": [{**one, "purpose_name": names.get(one["purpose"])} for one in clean["messages"]],
        "replies": [{**one, "text": all_without_others(one["text"], known)} for one in clean["replies"]],
        "questions": all_without_others(clean["questions"], known),
        "scans": clean["scans"],
        "requests": all_without_others(clean["requests"], known),
        "reads": with_purpose(clean["reads"]),
        **{name: all_without_others(value, known) for name, value in clean.items() if name not in _TOLD},
    }


_NOTHING: dict[str, Any] = {
    "number": None,
    "attributes": {},
    "blocks": [],
    "events": [],
    "messages": [],
    "replies": [],
    "questions": [],
    "scans": [],
    "requests": [],
    "reads": [],
}
_TOLD = frozenset(_NOTHING)
"""What stands in the document by a way of its own. Whatever else a room hands out comes as it is."""


def as_json(document: Mapping[str, Any]) -> bytes:
    """The document for a program: instants in RFC 3339, in the order that people read."""
    return json.dumps(document, ensure_ascii=False, indent=1, default=_written).encode()


def _written(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _organisation(cursor: CursorWrapper) -> Organisation:
    cursor.execute("SELECT current_organisation()")
    return Organisation.objects.get(pk=cursor.fetchone()[0])


def _number_wrong(cursor: CursorWrapper, contact_id: int) -> bool:
    cursor.execute(
        "SELECT number_wrong FROM contact WHERE organisation_id = current_organisation() AND id = %s", [contact_id]
    )
    return bool(cursor.fetchone()[0])


def _is_nothing(found: Mapping[str, Any]) -> bool:
    """Nothing but the code by which they came in."""
    if any(found[name] for name in ("attributes", "events", "replies", "questions", "scans", "requests")):
        return False
    return all(one["purpose"] == PURPOSE for one in found["messages"])


def _controller(cursor: CursorWrapper, organisation: Organisation) -> dict[str, str]:
    said = controller(cursor)
    return {
        "name": said.name or organisation.name,
        "known_as": organisation.name,
        "number": said.number,
        "address": said.address,
        "email": said.email,
        "phone": said.phone,
        "website": said.website,
        "data_protection_officer": said.officer,
        "recipients": said.recipients,
        "authority": pack_for(organisation.home_country).authority.name,
        "authority_url": pack_for(organisation.home_country).authority.url,
    }


def _facts(cursor: CursorWrapper, organisation: Organisation) -> Facts:
    return Facts(
        controller(cursor),
        organisation.name,
        organisation.home_country,
        [one.name for one in purposes(cursor).values()],
        sorted({one.inbound_number for one in senders(cursor).values() if one.inbound_number}),
        recipients(cursor),
    )


def _known(cursor: CursorWrapper, organisation: Organisation, number: Number) -> Known:
    said = controller(cursor)
    numbers = {number.e164}
    for told in (said.phone, *(one.inbound_number for one in senders(cursor).values())):
        numbers |= {e164 for _, _, e164 in numbers_in(told, organisation.home_country)}
        try:
            numbers.add(parse_number(told, organisation.home_country).e164)
        except NumberRefused:
            continue
    return Known(numbers, {said.email.lower(), said.officer.lower()}, organisation.home_country)


def _blocks(cursor: CursorWrapper, number: Number) -> list[dict[str, Any]]:
    return [
        {
            "scope": one.scope,
            "purpose": one.purpose,
            "since": one.since,
            "because": one.because,
            "own_doing": one.own_doing,
            "source": one.source,
        }
        for one in blocks_on(cursor, number.e164)
    ]


def _kept(cursor: CursorWrapper, contact_id: int) -> list[dict[str, Any]]:
    """For how long each kind of it is kept, and why (15(1)(d))."""
    return [
        {"kind": one.kind, "name": one.name, "rule": one.rule, "why": one.why, "until": one.at}
        for one in kept_until(cursor, contact_id)
    ]


def _block(one: dict[str, Any], known: Known) -> dict[str, Any]:
    return one | {name: all_without_others(one[name], known) for name in ("because", "source")}


def _event(
    one: dict[str, Any], names: Mapping[str, dict[str, str]], goods: Mapping[str, dict[str, str]], known: Known
) -> dict[str, Any]:
    told = {name: value for name, value in one.items() if name != "contact_id"}
    told["source"] = all_without_others(one.get("source", ""), known)
    if one.get("evidence"):
        own = one["kind"] == "correction"
        told["evidence"] = one["evidence"] if own else all_without_others(one["evidence"], known)
    told["purpose_name"] = names.get(one.get("purpose") or "")
    told["category_name"] = goods.get(one.get("category") or "")
    return told


def _receipts(
    cursor: CursorWrapper, contact_id: int, found: Mapping[str, Any], known: Known, *, now: datetime
) -> list[Any]:
    given = [one["id"] for one in found["events"] if one["kind"] in ("consent", "confirmation")]
    return [
        all_without_others(without_staff(receipt(cursor, contact_id, event_id, now=now)), known) for event_id in given
    ]


def _permissions(
    cursor: CursorWrapper, contact_id: int, found: Mapping[str, Any], *, now: datetime
) -> list[dict[str, Any]]:
    """For each purpose of marketing whether it may be sent, on which ground, since when and until when."""
    sender = next(iter(senders(cursor)), "")
    goods = categories(cursor)
    told = []
    for purpose in purposes(cursor).values():
        if purpose.kind != "marketing":
            continue
        decision = _decided(cursor, purpose.slug, (), contact_id, sender, now)
        covered: list[dict[str, str]] = []
        if decision.verdict in _MARKETING_DENIED:
            for slug, one in goods.items():
                other = _decided(cursor, purpose.slug, (slug,), contact_id, sender, now)
                if other.verdict not in _MARKETING_DENIED:
                    decision, covered = other, [*covered, dict(one.name)]
        if purpose.archived_at is not None and decision.verdict in _MARKETING_DENIED:
            continue
        yes = next((e for e in found["events"] if e["kind"] == "consent" and e.get("purpose") == purpose.slug), None)
        told.append(
            {
                "purpose": purpose.slug,
                "name": dict(purpose.name),
                "sent": decision.verdict not in _MARKETING_DENIED,
                "basis": decision.basis,
                "rule": decision.rule,
                "pack": decision.pack,
                "citation": decision.citation,
                "explanation": dict(decision.explanation),
                "until": decision.until if decision.verdict == "allow" else None,
                "goods": covered,
                "said_yes_at": yes["occurred_at"] if yes and decision.basis == "consent" else None,
                "wording": yes.get("wording") if yes and decision.basis == "consent" else None,
            }
        )
    return told


def _decided(
    cursor: CursorWrapper, purpose: str, goods: tuple[str, ...], contact_id: int, sender: str, now: datetime
) -> Any:
    return decide_several(cursor, Spec("marketing", purpose, "", goods, sender=sender), [contact_id], now=now)[
        contact_id
    ]
