"""A block list shared within a group: by the agreement of both, seals only, and what came stays."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from samtycke.gate.door import (
    SharingRefused,
    Spec,
    accept_blocks,
    end_sharing,
    offer_blocks,
    opt_out,
    opt_out_listed,
    send,
    sharings,
)
from samtycke.gate.tasks import copy_blocks_task, share_blocks_task
from samtycke.gate.tests.scene import number, people, yes
from samtycke.ledger.door import blocks_on, erase, find_contact, meet, record
from samtycke.organisations.door import acting_for

REASON = "Samma kunder möter båda företagen; berättigat intresse av att en invändning respekteras (art. 6.1 f)."


def now() -> datetime:
    return datetime.now(UTC)


def run_tasks() -> int:
    """What a worker would do: every job of this room that was committed."""
    tasks = {"gate.share_blocks": share_blocks_task, "gate.copy_blocks": copy_blocks_task}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = ANY(%s) AND status = 'todo' "
            "RETURNING task_name, args",
            [list(tasks)],
        )
        jobs = cursor.fetchall()
    for name, args in jobs:
        tasks[name].func(**(json.loads(args) if isinstance(args, str) else args))
    return len(jobs)


def say_no(organisation, i: int, *, purpose: str | None = None, days_ago: float = 0) -> None:
    at = now() - timedelta(days=days_ago)
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(i), purpose=purpose, because="STOPP", door="sms", occurred_at=at, now=now())


def blocked(organisation, i: int) -> list[tuple[bool, str]]:
    with acting_for(organisation.pk) as cursor:
        return [(one.own_doing, one.source) for one in blocks_on(cursor, number(i).e164)]


@pytest.fixture
def mother(organisation):
    organisation.name = "Moderbolaget"
    organisation.save()
    return organisation


@pytest.fixture
def agreed(mother, other_organisation):
    """The mother gives, the daughter has accepted; what was there has come over."""
    daughter = other_organisation
    with acting_for(mother.pk) as cursor:
        offer_blocks(cursor, daughter.slug, reason=REASON, by="Karin", now=now())
    with acting_for(daughter.pk) as cursor:
        (sharing,) = sharings(cursor)
        accept_blocks(cursor, sharing.id, reason="Kunderna ska slippa säga nej två gånger.", by="Lina", now=now())
    run_tasks()
    return mother, daughter, sharing.id


def test_a_no_to_one_counts_at_the_other_from_then_on(agreed):
    mother, daughter, _ = agreed
    say_no(mother, 1)
    assert run_tasks() == 1
    assert blocked(daughter, 1) == [(True, "Moderbolaget")]
    with acting_for(daughter.pk) as cursor:
        assert find_contact(cursor, number(1).e164) is None
    say_no(daughter, 2)
    run_tasks()
    assert blocked(mother, 2) == []


def test_what_was_planned_at_the_other_is_withheld(agreed):
    mother, daughter, _ = agreed
    people(daughter, yes(1))
    with acting_for(daughter.pk) as cursor:
        send(cursor, Spec("marketing", "offers", "Höstens skor", ("shoes",)), number(1), now=now())
    say_no(mother, 1)
    run_tasks()
    with acting_for(daughter.pk) as cursor:
        cursor.execute("SELECT state, rule FROM message")
        (message,) = cursor.fetchall()
    assert message[0] == "withheld"


def test_the_number_never_travels(agreed):
    mother, _, _ = agreed
    say_no(mother, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name = 'gate.share_blocks'")
        assert all(number(1).e164[1:] not in row[0] for row in cursor.fetchall())


def test_only_a_no_to_everything_is_told_on(agreed):
    """A purpose of one company is none of the other's; and who asked one to be erased asked that one."""
    mother, daughter, _ = agreed
    say_no(mother, 1, purpose="offers")
    with acting_for(mother.pk) as cursor:
        erase(cursor, meet(cursor, number(2)), by="Karin", door="staff", now=now())
    run_tasks()
    assert blocked(daughter, 1) == blocked(daughter, 2) == []


def test_what_was_said_before_comes_over_when_they_agree(mother, other_organisation):
    daughter = other_organisation
    for i in range(7):
        say_no(mother, i, days_ago=10)
    with acting_for(mother.pk) as cursor:
        listed = [number(i) for i in (20, 21)]
        opt_out_listed(cursor, listed, because="x", door="import", by="K", source="Telia", occurred_at=now(), now=now())
        offer_blocks(cursor, daughter.slug, reason=REASON, by="Karin", now=now())
    with acting_for(daughter.pk) as cursor:
        record(cursor, [yes(3, days_ago=1, door="form")], now=now())
        (sharing,) = sharings(cursor)
        assert (sharing.state, sharing.gives, sharing.other) == ("offered", False, "Moderbolaget")
        accept_blocks(cursor, sharing.id, reason="Ja.", by="Lina", now=now())
    run_tasks()
    assert [blocked(daughter, i) for i in (0, 6, 20)] == [[(True, "Moderbolaget")]] * 3
    # A yes of their own to the daughter, later than the no to the mother, stands.
    assert blocked(daughter, 3) == []
    with acting_for(mother.pk) as cursor:
        (seen,) = sharings(cursor)
    assert (seen.state, seen.gives, seen.accepted_by, seen.copied) == ("standing", True, "Lina", 9)


def test_a_yes_of_their_own_to_the_other_lifts_what_came(agreed):
    mother, daughter, _ = agreed
    say_no(mother, 1, days_ago=5)
    run_tasks()
    with acting_for(daughter.pk) as cursor:
        record(cursor, [yes(1, days_ago=1, door="form")], now=now())
    assert blocked(daughter, 1) == []


@pytest.mark.parametrize("ender", [0, 1])
def test_either_may_end_it_and_what_came_stays(agreed, ender):
    say_no(agreed[0], 1)
    run_tasks()
    with acting_for(agreed[ender].pk) as cursor:
        end_sharing(cursor, agreed[2], reason="Bolaget är sålt.", by="Karin", now=now())
    say_no(agreed[0], 2)
    assert run_tasks() == 0
    assert blocked(agreed[1], 1) == [(True, "Moderbolaget")]
    assert blocked(agreed[1], 2) == []


def test_a_no_that_is_on_its_way_when_it_ends_does_not_arrive(agreed):
    mother, daughter, sharing_id = agreed
    say_no(mother, 1)
    with acting_for(daughter.pk) as cursor:
        end_sharing(cursor, sharing_id, reason="Bolaget är sålt.", by="Lina", now=now())
    run_tasks()
    assert blocked(daughter, 1) == []


def test_what_came_from_one_is_not_told_on_to_a_third(agreed):
    from samtycke.ops.cast import make_organisation

    mother, daughter, _ = agreed
    third = make_organisation(f"tredje-{daughter.slug}")
    say_no(mother, 1)
    run_tasks()
    with acting_for(daughter.pk) as cursor:
        offer_blocks(cursor, third.slug, reason=REASON, by="Lina", now=now())
    with acting_for(third.pk) as cursor:
        accept_blocks(cursor, sharings(cursor)[0].id, reason="Ja.", by="Tove", now=now())
    say_no(mother, 2)
    run_tasks()
    run_tasks()
    assert blocked(third, 1) == blocked(third, 2) == []
    assert blocked(daughter, 2) != []


def test_nobody_accepts_for_the_other_and_nobody_without_a_reason(mother, other_organisation):
    with acting_for(mother.pk) as cursor:
        with pytest.raises(SharingRefused):
            offer_blocks(cursor, other_organisation.slug, reason=" ", by="Karin", now=now())
        offer_blocks(cursor, other_organisation.slug, reason=REASON, by="Karin", now=now())
        offer_blocks(cursor, other_organisation.slug, reason=REASON, by="Karin", now=now())
        for slug in ("finns-inte", mother.slug):
            with pytest.raises(SharingRefused):
                offer_blocks(cursor, slug, reason=REASON, by="Karin", now=now())
        (sharing,) = sharings(cursor)
        with pytest.raises(SharingRefused):
            accept_blocks(cursor, sharing.id, reason="Vi svarar för dem.", by="Karin", now=now())
    with acting_for(other_organisation.pk) as cursor:
        with pytest.raises(SharingRefused):
            accept_blocks(cursor, sharing.id, reason="", by="Lina", now=now())
        end_sharing(cursor, sharing.id, reason="Nej tack.", by="Lina", now=now())
        with pytest.raises(SharingRefused):
            accept_blocks(cursor, sharing.id, reason="Ändå.", by="Lina", now=now())


def test_an_agreement_is_seen_by_its_two_and_nobody_else(agreed):
    from samtycke.ops.cast import make_organisation

    third = make_organisation(f"annan-{agreed[0].slug}")
    with acting_for(third.pk) as cursor:
        assert sharings(cursor) == []
        cursor.execute("SELECT count(*) FROM block_sharing")
        assert cursor.fetchone() == (0,)
        with pytest.raises(SharingRefused):
            end_sharing(cursor, agreed[2], reason="x", by="x", now=now())
