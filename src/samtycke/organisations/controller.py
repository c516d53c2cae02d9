"""Who answers for people's data, as every notice has to say it (GDPR 13(1)(a), (b), (e))."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.audit import audit


@dataclass(frozen=True, slots=True)
class Controller:
    """The organisation as a person must be able to find it.

    ``officer``: how the data protection officer is reached, where there is one. ``recipients``: who carries the texts
    for the organisation, by name.
    """

    name: str = ""
    number: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    officer: str = ""
    recipients: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What a notice cannot do without: a name, a postal address, and one way to be reached."""
        needed = [name for name in ("name", "address") if not getattr(self, name)]
        return tuple(needed if self.email or self.phone else [*needed, "email"])


FIELDS = tuple(field.name for field in fields(Controller))
_MOST = 300


def controller(cursor: CursorWrapper) -> Controller:
    """What the organisation has said of itself; what it has not is empty."""
    cursor.execute(
        "SELECT name, number, address, email, phone, website, officer, recipients FROM controller "
        "WHERE organisation_id = current_organisation()"
    )
    found = cursor.fetchone()
    return Controller(*found) if found else Controller()


def save_controller(cursor: CursorWrapper, said: Controller, *, by: str) -> Controller:
    """Keep what the organisation says of itself, each on one line. Returns it as it was kept."""
    kept = replace(said, **{name: " ".join(getattr(said, name).split())[:_MOST] for name in FIELDS})
    cursor.execute(
        "INSERT INTO controller (organisation_id, name, number, address, email, phone, website, officer, recipients) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (organisation_id) DO UPDATE SET "
        "name = excluded.name, number = excluded.number, address = excluded.address, email = excluded.email, "
        "phone = excluded.phone, website = excluded.website, officer = excluded.officer, "
        "recipients = excluded.recipients",
        [getattr(kept, name) for name in FIELDS],
    )
    audit(cursor, actor=by, act="controller.save")
    return kept
