"""What this room does in the background."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from procrastinate.contrib.django import app

from samtycke.organisations.api_keys import ending
from samtycke.organisations.models import ApiKey, Membership, Organisation, Role
from samtycke.policy import pack_for

WARNED_AT = (14, 1)
"""So many days before its end a key's owner is mailed."""


@app.periodic(cron="20 6 * * *")
@app.task(name="organisations.warn_of_keys", queue="organisations", queueing_lock="organisations.warn_of_keys")
def warn_of_keys(timestamp: int) -> None:
    """Every morning: owners are mailed of API keys that end soon, twice of each; a morning that was missed is made up
    for the next."""
    if not settings.SMTP_URL:
        return
    now = timezone.now()
    for organisation in Organisation.objects.all():
        today = now.astimezone(pack_for(organisation.home_country).timezone).date()
        for key, last_day in ending(organisation, now=now):
            _warn(organisation, key, last_day, left=(last_day - today).days)


def _warn(organisation: Organisation, key: ApiKey, last_day: date, *, left: int) -> None:
    mark = min(days for days in WARNED_AT if left <= days)
    # Whoever changes the row sends the mail: two workers send one.
    fresh = ApiKey.objects.filter(Q(warned_days=None) | Q(warned_days__gt=mark), pk=key.pk).update(warned_days=mark)
    if not fresh:
        return
    owners = Membership.objects.filter(organisation=organisation, role=Role.OWNER, staff__is_active=True)
    for one in owners.select_related("staff"):
        with override(one.staff.language):
            send_mail(_subject(left), _body(key, last_day), None, [one.staff.email])


def _subject(left: int) -> str:
    if left <= 0:
        return _("An API key ends today")
    return ngettext("An API key ends within %(n)s day", "An API key ends within %(n)s days", left) % {"n": left}


def _body(key: ApiKey, last_day: date) -> str:
    """What it is called, and what to do. The key itself is known to nobody."""
    says = _(
        "The key %(name)s (%(prefix)s…) stops working after %(day)s. What uses it is then refused.\n\n"
        "Make a successor while it still works; both do until the old one ends:\n%(link)s"
    )
    link = f"{settings.URL.rstrip('/')}/settings/keys/{key.pk}"
    return says % {"name": key.name, "prefix": key.prefix, "day": last_day, "link": link} + "\n"
