"""Every written case of law, recorded in the ledger and read back by the facts query, ends as the case says.

`samtycke vignettes` makes facts of what a case tells by itself. This walk goes the way of the program: events are
appended, projected by `ledger/project.sql`, read by `gate/facts.sql`, and decided on. Where the two ways part, one of
them is wrong.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import transaction

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import read_facts
from samtycke.ledger.append import Said, append_events, fingerprint
from samtycke.ledger.door import block, note, number_key
from samtycke.ledger.people import people_of, write_identities
from samtycke.ledger.project import project
from samtycke.organisations.door import acting_for
from samtycke.policy import decide, pack_for, packs
from samtycke.policy.vignettes import read
from samtycke.policy.vignettes.facts import envelope_of

NUMBER = "+46701740605"
TOLD_LESS = {"consent.other-purpose", "consent.lapsed"}
"""Where the ledger says less than the case. Of a yes to something else the query asks only whether there is one; and of
several flawed ones the projection, which knows no settings, takes one that has lapsed since before a newer one that
never was whole. The verdict is the same.
"""
CASES = Path(packs.__path__[0])


def cases():
    return [pytest.param(case, id=f"{case.jurisdiction}-{case.id}") for _, case in read([CASES])]


@pytest.mark.parametrize("case", cases())
def test_the_ledger_tells_the_law_what_the_case_tells(organisation, case):
    """The verdict, the basis, the rule and the end, by events and SQL."""
    if why := beyond_one_ledger(case):
        pytest.skip(why)
    with on_the_platforms_list(case), transaction.atomic(), acting_for(organisation.pk) as cursor:
        contact = tell(cursor, case)
        settings = case.settings.changed
        ((facts, instants),) = read_facts(cursor, sealed(case), [contact], settings, case.now).values()
        transaction.set_rollback(True)
    made = decide(envelope_of(case), facts, case.now, pack_for(case.jurisdiction, settings), instants)
    expect = case.expect
    assert made.verdict == expect.decision
    assert expect.basis in (None, made.basis)
    if made.rule not in TOLD_LESS:
        assert expect.because in (None, made.rule)
    assert expect.until in (None, made.until)


def beyond_one_ledger(case) -> str | None:
    """An organisation's ledger holds what was said to that organisation, and each event says when and of what."""
    told, sender = case.facts, case.message.sender
    if any(one.sender != sender for one in (*told.consents, *told.purchases)):
        return "somebody else's consent or sale stands in somebody else's ledger"
    if any(one.given_at is None or one.purpose is None or one.method is None for one in told.consents):
        return "a consent without day, purpose or method is refused at the door"
    if any(one.at is None or one.product_category is None for one in told.purchases):
        return "a sale without day or goods is refused at the door"
    return None


@contextmanager
def on_the_platforms_list(case):
    """Only the owner of the database may write that list."""
    listed = any(one.scope == "platform" and (one.at or case.now) <= case.now for one in case.facts.suppressions)
    with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"], autocommit=True) as owner:
        if listed:
            owner.execute("INSERT INTO platform_suppression VALUES (%s, %s, 'case')", [number_key(NUMBER), case.now])
        yield
        owner.execute("DELETE FROM platform_suppression WHERE because = 'case'")


def sealed(case) -> Sealed:
    message = case.message
    goods = (message.product_category,) if message.product_category else ()
    groups = (set(group) for group in case.settings.similar if set(group) & set(goods))
    return Sealed(
        id=0,
        kind=message.kind,
        purpose=message.purpose or "",
        categories=goods,
        similar_goods=tuple(sorted(set(goods).union(*groups))),
        legal_basis=None,
        sender=message.sender,
        inbound_number="71000",
        carrier="phone",
        body="",
        own_goods=message.goods == "own",
        charitable=message.charitable,
    )


def tell(cursor, case) -> int:
    """Record all that a case tells up to its moment. Returns the contact."""
    told, now = case.facts, case.now
    person = people_of(cursor, {NUMBER: case.jurisdiction})[NUMBER]
    write_identities(cursor, [person], {})
    said = [event for event in events(case, person.id) if event.occurred_at <= now]
    append_events(cursor, said, now=now)
    for kind, value, until, at in notes(case):
        note(cursor, person.id, kind, door="staff", value=value, until=until, now=at)
    project(cursor, [person.id])
    cursor.execute("UPDATE contact SET erased = %s WHERE id = %s", [told.erased, person.id])
    for entry in (one for one in told.suppressions if one.scope != "platform" and (one.at or now) <= now):
        if entry.sender in (None, case.message.sender):
            purpose = entry.purpose if entry.scope == "purpose" else None
            block(cursor, [NUMBER], purpose=purpose, because="case", door="staff", by="case", now=now)
    if sent := sorted(at for at in told.recent_marketing if at <= now):
        cursor.execute("INSERT INTO recent_marketing VALUES (current_organisation(), %s, %s)", [person.id, sent])
    return int(person.id)


def events(case, contact):
    """What the person said and did, as the ledger writes it."""
    for nth, one in enumerate(case.facts.consents):
        yield Said(
            contact_id=contact, fingerprint=fingerprint("consent", str(nth)), kind="consent", occurred_at=one.given_at,
            door="import", purpose=one.purpose, method=one.method, informed=one.informed,
            evidence=b"sealed" if one.evidence else None,
        )  # fmt: skip
        if one.withdrawn_at:
            yield Said(
                contact_id=contact, fingerprint=fingerprint("withdrawal", str(nth)), kind="withdrawal",
                occurred_at=one.withdrawn_at, door="staff", purpose=one.purpose,
            )  # fmt: skip
    for nth, one in enumerate(case.facts.purchases):
        source = f"order {nth}"
        yield Said(
            contact_id=contact, fingerprint=fingerprint("sale", str(nth)), kind=one.relation,
            occurred_at=one.at, door="api", source=source, category=one.product_category,
            collected=one.number_collected_in_sale, informed=one.informed_of_use, offered=one.offered_refusal,
            refused=one.refused, until=one.customer_until,
        )  # fmt: skip
        if one.cancelled:
            yield Said(
                contact_id=contact, fingerprint=fingerprint("cancelled", str(nth)), kind="sale_cancelled",
                occurred_at=one.at, door="api", source=source,
            )  # fmt: skip
    for nth, one in enumerate(case.facts.objections):
        if one.sender in (None, case.message.sender):
            yield Said(
                contact_id=contact, fingerprint=fingerprint("objection", str(nth)), kind="objection",
                occurred_at=one.at or datetime(1970, 1, 1, tzinfo=UTC), door="sms",
                purpose=one.purpose if one.scope == "purpose" else None,
            )  # fmt: skip


def notes(case):
    """What is noted of a person as it happens: kind, value, until, and when."""
    told, recipient, now = case.facts, case.recipient, case.now
    if told.restricted:
        yield "restriction", None, None, now
    if told.number_confirmed is False:
        yield "number_wrong", None, None, now
    if told.paused_until:
        yield "pause", None, told.paused_until, now
    if told.unread_reply:
        yield "reply_held", None, None, now
    if recipient.type:
        yield "recipient", recipient.type, None, now
    if recipient.age is not None:
        # Somebody of sixteen was a child five years ago, and was known to be.
        yield "minor", "child", None, now - timedelta(days=366 * max(0, recipient.age - 12))
        if recipient.age > 12:
            yield "minor", "yes" if recipient.age < 16 else "no", None, now
