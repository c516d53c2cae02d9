"""What this room does in the background."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import Error as DatabaseFault
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from samtycke.intake.door import forget_own_codes
from samtycke.organisations.door import Membership, Organisation, Role, acting_for
from samtycke.rights.advice import NoSuchAdvice, house, one_question
from samtycke.rights.deadline import SOON, days_left
from samtycke.rights.request import NoSuchRequest, count_due, one_request
from samtycke.rights.retention.run import run_retention
from samtycke.rights.strangers import forget_strangers
from samtycke.rights.visit import forget_visits

ADVICE_KEPT = timedelta(days=365)
"""For how long a question and its answer are kept. The form says so, see retention/policies.py."""
_PATIENTLY = RetryStrategy(max_attempts=10, exponential_wait=4, retry_exceptions={DatabaseFault, OSError})
_ANSWERS_FOR_IT = (Role.DPO, Role.OFFICER, Role.OWNER)
"""Whom a deadline concerns, the first of them that there is."""


@app.periodic(cron="40 3 * * *")
@app.task(name="rights.let_go", queue="rights", queueing_lock="rights.let_go")
def let_go(timestamp: int) -> None:
    """Every night: what has been kept as long as it may is let go of, each organisation's in a task of its own."""
    for organisation in Organisation.objects.only("pk"):
        retain_later(organisation.pk, by="")


@app.task(name="rights.retain", queue="rights", retry=_PATIENTLY)
def retain(*, organisation_id: int, by: str) -> None:
    """Let go of what one organisation has kept long enough."""
    of = house()
    run_retention(organisation_id, by=by, house=of is not None and of.pk == organisation_id, now=timezone.now())


def retain_later(organisation_id: int, *, by: str) -> None:
    """Enqueue a run in the open transaction. Two of one organisation never run at once; one that waits is enough."""
    name = f"retain/{organisation_id}"
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        retain.configure(lock=name, queueing_lock=name).defer(organisation_id=organisation_id, by=by)


@app.periodic(cron="*/15 * * * *")
@app.task(name="rights.forget_visits", queue="rights", queueing_lock="rights.forget_visits")
def forget(timestamp: int) -> None:
    """Visits to people's own pages that are over leave nothing, nor do codes to staff's own phones."""
    for organisation in Organisation.objects.only("pk"):
        with acting_for(organisation.pk) as cursor:
            now = timezone.now()
            forget_visits(cursor, now=now)
            forget_strangers(cursor, forget_own_codes(cursor, now=now), now=now)


@app.periodic(cron="10 6 * * 1-5")
@app.task(name="rights.warn", queue="rights", queueing_lock="rights.warn")
def warn(timestamp: int) -> None:
    """Every working day: whoever answers for it is mailed of requests whose last day is near, or has passed."""
    if not settings.SMTP_URL:
        return
    today = timezone.localdate()
    for organisation in Organisation.objects.all():
        with acting_for(organisation.pk) as cursor:
            count, first = count_due(cursor, until=today + timedelta(days=SOON))
        if count and first:
            _mail_warning(organisation, count, days_left(first, today))


@app.task(name="rights.mail_reply", queue="rights", retry=_PATIENTLY)
def mail_reply(organisation_id: int, advice_id: int) -> None:
    """Send the reply to a question by e-mail to whoever asked it, where a mail server is set."""
    if not settings.SMTP_URL:
        return
    try:
        with acting_for(organisation_id) as cursor:
            found = one_question(cursor, advice_id)
    except NoSuchAdvice:
        return
    with override(found.language):
        said = {"name": found.asker.name, "by": found.replied_by, "reply": found.reply}
        body = _("Hello %(name)s,\n\n%(reply)s\n\n%(by)s\n\nYour question was:") % said
        send_mail(_("The answer to your question"), f"{body}\n\n{found.asker.question}\n", None, [found.asker.email])


@app.task(name="rights.mail_answer", queue="rights", retry=_PATIENTLY)
def mail_answer(organisation_id: int, request_id: int) -> None:
    """Send what a person was told to the e-mail address they gave, where a mail server is set. Never their data."""
    if not settings.SMTP_URL:
        return
    try:
        with acting_for(organisation_id) as cursor:
            found = one_request(cursor, request_id)
    except NoSuchRequest:
        return
    told = found.answer or found.extension
    if told is None or found.person is None or "@" not in found.person.reach:
        return
    with override(found.language):
        send_mail(_("The answer to your request"), told, None, [found.person.reach])


def _mail_warning(organisation: Organisation, count: int, left: int) -> None:
    for role in _ANSWERS_FOR_IT:
        those = Membership.objects.filter(organisation=organisation, role=role, staff__is_active=True)
        for one in those.select_related("staff"):
            with override(one.staff.language):
                told = f"{_body(left)}\n\n{settings.URL.rstrip('/')}/rights\n"
                send_mail(_subject(count), told, None, [one.staff.email])
        if those:
            return


def _subject(count: int) -> str:
    says = ngettext("%(n)s request from a person waits", "%(n)s requests from people wait", count)
    return says % {"n": count}


def _body(left: int) -> str:
    """Nobody is named in an e-mail."""
    if left < 0:
        says = ngettext("The first is %(n)s day late.", "The first is %(n)s days late.", -left)
        return says % {"n": -left}
    if left == 0:
        return _("The first has to be answered today.")
    says = ngettext(
        "The first has to be answered within %(n)s day.", "The first has to be answered within %(n)s days.", left
    )
    return says % {"n": left}


@app.task(name="rights.mail_interest", queue="rights", retry=_PATIENTLY)
def mail_interest(organisation_id: int) -> None:
    """Tell the owners that somebody is interested. Who it is stands on the page, and in no mail."""
    if not settings.SMTP_URL:
        return
    owners = Membership.objects.select_related("staff").filter(organisation_id=organisation_id, role=Role.OWNER)
    for one in owners:
        with override(one.staff.language):
            said = _("Somebody has written that they are interested:\n\n%(link)s") % {
                "link": f"{settings.URL}/settings/interested"
            }
            send_mail(_("Somebody is interested"), f"{said}\n", None, [one.staff.email])
