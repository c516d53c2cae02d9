"""A shop with a carrier of its own, so that one test's gateway leaves another's messages alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from samtycke.dispatch.gateway import run
from samtycke.gate.door import EVERYBODY, Spec, plan, seal_envelope
from samtycke.ledger.door import Consent, record
from samtycke.organisations.door import Organisation, acting_for
from samtycke.sms import Number

OFFER = Spec("marketing", "offers", "Höstens skor är här", ("shoes",))


def now() -> datetime:
    return datetime.now(UTC)


def number(organisation: Organisation, i: int) -> str:
    """A number nobody else in this run has."""
    return f"+4673{organisation.pk % 1000:03d}{i:04d}"


def carrier_of(organisation: Organisation) -> str:
    """Give the organisation's senders a carrier of their own; returns its name."""
    name = f"carrier{organisation.pk}"
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET carrier = %s, inbound_number = %s", [name, str(8_000_000 + organisation.pk)])
        cursor.execute(
            "INSERT INTO inbound_route VALUES (%s, %s, '', current_organisation())",
            [name, str(8_000_000 + organisation.pk)],
        )
    return name


def consents(organisation: Organisation, people: Sequence[int]) -> tuple[int, ...]:
    """People who said yes a month ago."""
    entries = [
        Consent(
            number=Number(number(organisation, i), "SE"),
            occurred_at=now() - timedelta(days=30),
            door="import",
            purpose="offers",
            method="web_form",
            wording="Ja, skicka erbjudanden.",
            informed=True,
        )
        for i in people
    ]
    with acting_for(organisation.pk) as cursor:
        return record(cursor, entries, now=now()).contact_ids


def campaign(organisation: Organisation, *, spec: Spec = OFFER, campaign_id: int = 1) -> None:
    """Plan a campaign to everybody."""
    with acting_for(organisation.pk) as cursor:
        plan(
            cursor,
            seal_envelope(cursor, spec),
            EVERYBODY,
            campaign_id=campaign_id,
            planned_on=now().date(),
            expires_at=now() + timedelta(days=2),
            now=now(),
        )


def states(organisation: Organisation) -> dict[str, int]:
    """The organisation's messages by state."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT state, count(*) FROM message GROUP BY state")
        return dict(cursor.fetchall())


@contextmanager
def gateway() -> Iterator[threading.Event]:
    """A gateway in this process, until the block ends."""
    stop = threading.Event()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            run(stop)
        except BaseException as error:
            faults.append(error)

    thread = threading.Thread(target=work, name="gateway")
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
    if faults:
        raise faults[0]


def eventually(true: Callable[[], object], *, seconds: float = 15) -> None:
    """Wait until something holds; fail with what it was if it does not come to."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, true()
        time.sleep(0.02)
