"""A letter by e-mail, at once: for links that only their reader may hold, and so may stand in no queue."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail

_log = logging.getLogger(__name__)


def mail(to: str, subject: str, body: str) -> bool:
    """Send a letter. Returns whether it was handed over: False where no mail server is set or it doesn't answer.

    A subject is one line, whatever somebody has called themselves: a second would be another line of the letter's head.
    """
    if not settings.SMTP_URL:
        return False
    try:
        send_mail(" ".join(subject.split()), f"{body}\n", None, [to])
    except OSError as error:
        _log.error("a letter could not be handed over: %s", type(error).__name__)
        return False
    return True
