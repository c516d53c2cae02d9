"""From test to live: real people are texted from here on. Nothing that was made on the way is lost."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.audit import audit
from samtycke.organisations.begin import SIMULATOR, TRYING
from samtycke.organisations.models import Organisation
from samtycke.organisations.settings import setting_changes


def go_live(cursor: CursorWrapper, organisation: Organisation, *, by: str, now: datetime) -> None:
    """Turn a test account live. Quiet hours and caps that were only off for trying are the law's own again.

    What somebody has set aside by name and with a reason stays as they said. Whether it is ready is for the caller to
    have seen, in this transaction.
    """
    chosen = {change.name for change in setting_changes(cursor)}
    kept = {
        name: value
        for name, value in organisation.settings.items()
        if name in chosen or name not in TRYING or value != TRYING[name]
    }
    Organisation.objects.filter(pk=organisation.pk, test_account=True).update(
        test_account=False, live_since=now, settings=kept
    )
    audit(cursor, actor=by, act="account.live")
    organisation.refresh_from_db()


def register_sender(cursor: CursorWrapper, name: str, *, inbound: str, carrier: str, by: str) -> None:
    """A sender that a carrier has let through, in place of one of the same name, or of the virtual one."""
    cursor.execute("DELETE FROM sender WHERE organisation_id = current_organisation() AND carrier = %s", [SIMULATOR])
    cursor.execute(
        "INSERT INTO sender VALUES (current_organisation(), %s, %s, %s) ON CONFLICT (organisation_id, name) "
        "DO UPDATE SET inbound_number = excluded.inbound_number, carrier = excluded.carrier",
        [name, inbound, carrier],
    )
    audit(cursor, actor=by, act="sender.registered", subject=name, carrier=carrier)
