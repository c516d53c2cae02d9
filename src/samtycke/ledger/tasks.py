"""Background work of this room: sealing, checking, telling the witness."""

from __future__ import annotations

import json
import logging
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import Error as DatabaseFault
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from samtycke.ledger.check import check
from samtycke.ledger.heads import heads
from samtycke.ledger.seal import seal
from samtycke.organisations.door import Organisation, acting_for

_log = logging.getLogger(__name__)
_SECONDS = 10


@app.periodic(cron="* * * * *")
@app.task(name="ledger.seal", queue="seal", queueing_lock="ledger.seal")
def seal_all(timestamp: int) -> None:
    """Each minute: seal what has been recorded. One organisation that fails stops no other."""
    for organisation in Organisation.objects.only("pk"):
        try:
            _seal(organisation.pk)
        except Exception as error:
            _log.error("sealing for organisation %s failed: %s", organisation.pk, type(error).__name__)


def _seal(organisation_id: int) -> None:
    number = 0
    more = True
    while more:
        with acting_for(organisation_id) as cursor:
            batch = seal(cursor, now=timezone.now())
            number = batch.number if batch else number
            more = batch is not None
    if number and settings.WITNESS_URL:
        tell_witness.defer(organisation_id=organisation_id, number=number)


@app.task(
    name="ledger.witness",
    queue="seal",
    # A witness that is away for a day is told when it is back.
    retry=RetryStrategy(max_attempts=17, exponential_wait=2, retry_exceptions={OSError, DatabaseFault}),
)
def tell_witness(*, organisation_id: int, number: int) -> None:
    """Send the newest head to the witness; any head sent later says all that an earlier one did."""
    with acting_for(organisation_id) as cursor:
        newest = heads(cursor, limit=1)[0]
    organisation = Organisation.objects.only("slug").get(pk=organisation_id)
    told = {"format": "samtycke-head-1", "slug": organisation.slug, **newest.as_json()}
    request = Request(  # noqa: S310 - the operator's own setting
        settings.WITNESS_URL, data=json.dumps(told).encode(), headers={"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=_SECONDS):  # noqa: S310
        pass


@app.periodic(cron="0 3 * * *")
@app.task(name="ledger.check_all", queue="seal", queueing_lock="ledger.check_all")
def check_all(timestamp: int) -> None:
    """Each night: check every organisation's ledger, each in a task of its own."""
    for organisation in Organisation.objects.only("pk"):
        check_later(organisation.pk)


@app.task(
    name="ledger.check",
    queue="seal",
    retry=RetryStrategy(max_attempts=5, exponential_wait=2, retry_exceptions={DatabaseFault}),
)
def check_one(*, organisation_id: int) -> None:
    """Check one ledger and keep what was found."""
    with acting_for(organisation_id) as cursor:
        done = check(cursor, now=timezone.now())
    if done.found:
        _log.error("the ledger of organisation %s is broken: %s findings", organisation_id, done.found)


def check_later(organisation_id: int) -> None:
    """Enqueue a check, in the open transaction."""
    check_one.configure(lock=f"check/{organisation_id}").defer(organisation_id=organisation_id)
