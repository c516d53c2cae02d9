"""What this room does in the background."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import Error as DatabaseFault
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from samtycke.organisations.door import Organisation, acting_for
from samtycke.rights import personal
from samtycke.rights.advice import NoSuchAdvice, one_question

ADVICE_KEPT = timedelta(days=365)
"""For how long a question and its answer are kept. The form says so."""
_PATIENTLY = RetryStrategy(max_attempts=10, exponential_wait=4, retry_exceptions={DatabaseFault, OSError})


@app.periodic(cron="40 3 * * *")
@app.task(name="rights.let_go", queue="rights", queueing_lock="rights.let_go")
def let_go(timestamp: int) -> None:
    """Every night: what has been kept as long as was promised is let go of."""
    now = timezone.now()
    for organisation in Organisation.objects.only("pk"):
        with acting_for(organisation.pk) as cursor:
            personal.expire(cursor, before=now - ADVICE_KEPT, now=now)


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
