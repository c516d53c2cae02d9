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
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from samtycke.organisations.door import Organisation, acting_for
from samtycke.rights.advice import NoSuchAdvice, house, one_question
from samtycke.rights.retention.run import run_retention

ADVICE_KEPT = timedelta(days=365)
"""For how long a question and its answer are kept. The form says so, see retention/policies.py."""
_PATIENTLY = RetryStrategy(max_attempts=10, exponential_wait=4, retry_exceptions={DatabaseFault, OSError})


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
