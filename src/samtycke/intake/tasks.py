"""Background work of this room. A task carries ids, never a number or a text."""

from __future__ import annotations

import logging

from django.db import Error as DatabaseFault
from django.utils import timezone
from procrastinate.contrib.django import app

from samtycke.gate.door import refresh_stale
from samtycke.intake.blocks.files import block_file, fail_block_file, run_block_turn
from samtycke.intake.forms.entry import forget_entries
from samtycke.intake.optin.requests import expire_requests
from samtycke.intake.run import run_part
from samtycke.ledger.door import settle_hashed
from samtycke.organisations.door import PATIENTLY, Organisation, acting_for

_log = logging.getLogger(__name__)


@app.task(name="intake.run_import", queue="import", retry=PATIENTLY)
def run_import_task(*, organisation_id: int, import_id: int) -> None:
    """Record every part that is left, each in a transaction of its own."""
    try:
        more = True
        while more:
            with acting_for(organisation_id) as cursor:
                more = run_part(cursor, import_id, now=timezone.now())
        refresh_stale()
    except DatabaseFault:
        raise
    except Exception as error:
        # The message may hold what a row held: only its kind is told.
        _log.error("import %s of organisation %s failed: %s", import_id, organisation_id, type(error).__name__)
        with acting_for(organisation_id) as cursor:
            cursor.execute(
                "UPDATE import_file SET state = 'failed', finished_at = now() "
                "WHERE organisation_id = current_organisation() AND id = %s",
                [import_id],
            )


@app.periodic(cron="7 * * * *")
@app.task(name="intake.expire_questions", queue="import", queueing_lock="intake.expire_questions")
def expire_questions(timestamp: int) -> None:
    """Every hour: questions of double opt-ins that nobody answered in time lapse. Nothing is sent."""
    for organisation in Organisation.objects.only("pk"):
        with acting_for(organisation.pk) as cursor:
            expire_requests(cursor, now=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="intake.forget_entries", queue="import", queueing_lock="intake.forget_entries")
def forget_unconfirmed(timestamp: int) -> None:
    """Every hour: forms that no number confirmed within a day are forgotten."""
    for organisation in Organisation.objects.only("pk"):
        with acting_for(organisation.pk) as cursor:
            forget_entries(cursor, now=timezone.now())


@app.task(name="intake.run_block_file", queue="import", retry=PATIENTLY)
def run_block_file_task(*, organisation_id: int, file_id: int) -> None:
    """Bring in every part that is left, then hold the contacts that are left against the hashes."""
    settled = False
    try:
        more = True
        while more:
            with acting_for(organisation_id) as cursor:
                state = block_file(cursor, file_id)
                if state and state.state == "matching" and not settled:
                    settle_hashed(cursor)
                    settled = True
                    continue
                more = run_block_turn(cursor, file_id, now=timezone.now())
        refresh_stale()
    except DatabaseFault:
        raise
    except Exception as error:
        _log.error("block list %s of organisation %s failed: %s", file_id, organisation_id, type(error).__name__)
        with acting_for(organisation_id) as cursor:
            fail_block_file(cursor, file_id)
