"""What the program proves of texts and of what people said: the ledger, the way out, the blocks, the limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.backends.utils import CursorWrapper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.intake.door import replies
from samtycke.ledger.door import count_blocked, life, seal_state, verify
from samtycke.organisations.door import Organisation, keyring, loosened, purposes, senders
from samtycke.policy import pack_for
from samtycke.rights.door import count_due, urgency
from samtycke.web.parts.words import clock, day, number
from samtycke.web.staff.law.form import title as title_of

AT_ONCE = 5_000
"""Of so many events the ledger is checked while the page is made; of more, what the last check found is told."""

_A_YEAR = timedelta(days=396)
"""How long a key may seal before it is to be changed: a year, and a month to get round to it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One point: ``may`` is in order, ``waits`` is soon, ``not`` is lacking; the proof in a sentence."""

    verdict: str
    title: str
    proof: str
    citation: str
    url: str = ""
    button: str = ""


def ledger(cursor: CursorWrapper) -> Check:
    """Nothing that was said has been changed since."""
    title = _("The ledger is whole")
    cites = "GDPR art. 5(2), 7(1)"
    state = seal_state(cursor)
    if state.events + state.waiting <= AT_ONCE:
        findings, at = verify(cursor), timezone.now()
    elif state.last:
        findings, at = list(state.last.findings), state.last.checked_at
    else:
        says = _("It is sealed, and checked each night.")
        return Check("waits", title, says, cites, reverse("consent"), _("See the seal"))
    if findings:
        says = "; ".join(str(one) for one in findings[:3])
        return Check("not", title, says, cites, reverse("consent"), _("See the seal"))
    says = _("Checked %(at)s: nothing in it was changed, and every permission follows from its events.") % {
        "at": clock(at)
    }
    return Check("may", title, says, cites, reverse("consent"), _("See the seal"))


def restored(cursor: CursorWrapper) -> Check:
    """Who left after a backup was made stays gone when it is put back."""
    title, cites = _("A restore brings nobody back"), "GDPR art. 5(2), 21(3), 32(1)(c)"
    present, page = life(cursor), (reverse("restored"), _("Open"))
    if present.backup_of is None:
        says = _("The database has never been put back. Each no is also kept in a journal outside it.")
        return Check("may", title, says, cites, *page)
    said = {"at": day(present.backup_of), "by": present.settled_by}
    if present.holds_marketing:
        says = _("The backup of %(at)s was put back and lacks what was said since: all marketing is held.") % said
        return Check("not", title, says, cites, *page)
    if present.settled_by == "journal":
        says = _("The backup of %(at)s was put back, and what was said since is in, from the journal.") % said
        return Check("may", title, says, cites, *page)
    says = _("The backup of %(at)s was put back without the whole journal. %(by)s answered for it.") % said
    return Check("waits", title, says, cites, *page)


def way_out(cursor: CursorWrapper) -> Check:
    """No marketing leaves without one."""
    without = [one.name for one in senders(cursor).values() if not one.inbound_number]
    says = _("It is added before the text is counted, and nobody here can take it away.")
    if without:
        names = ", ".join(without)
        says += " " + _("A link where the sender can't be answered: %(names)s.") % {"names": names}
    return Check("may", _("Every marketing text carries a way out"), says, "MFL 20 §")


def bases(cursor: CursorWrapper) -> Check:
    """What is no marketing rests on something too."""
    lacking = [one.slug for one in purposes(cursor).values() if one.kind == "service" and not one.legal_basis]
    title = _("Every service purpose names its legal basis")
    if lacking:
        says = _("Lacking: %(names)s.") % {"names": ", ".join(lacking)}
        return Check("not", title, says, "GDPR art. 6(1)", reverse("settings"), _("See purposes"))
    return Check("may", title, _("All of them do."), "GDPR art. 6(1)")


def block_list(cursor: CursorWrapper) -> Check:
    """How many have said no."""
    blocked = count_blocked(cursor)
    says = ngettext(
        "%(n)s number is blocked, and stays so through import, erasure and restore.",
        "%(n)s numbers are blocked, and stay so through import, erasure and restore.",
        blocked,
    ) % {"n": number(blocked)}
    return Check("may", _("A no is kept"), says, "GDPR art. 21(3)", reverse("consent"), _("Look up a number"))


def read_replies(cursor: CursorWrapper) -> Check:
    """Nobody's no waits unread."""
    held = sum(1 for one in replies(cursor, unread=True) if one.intent == "ambiguous")
    title = _("Replies that may be a no are read")
    if not held:
        return Check("may", title, _("None waits."), "GDPR art. 12(2), 21")
    says = ngettext("%(n)s waits to be read.", "%(n)s wait to be read.", held) % {"n": number(held)}
    return Check("waits", title, says, "GDPR art. 12(2), 21", reverse("inbox"), _("Read"))


def requests(cursor: CursorWrapper) -> Check:
    """Nobody who uses their rights waits too long."""
    title, cites = _("People who use their rights are answered in time"), "GDPR art. 12(3)"
    today = timezone.localdate()
    waits, first = count_due(cursor, until=date.max)
    page = reverse("rights"), _("See the requests")
    if first is None:
        return Check("may", title, _("None waits for an answer."), cites, *page)
    verdict = urgency(first, today)
    if verdict == "not":
        late, _first = count_due(cursor, until=today - timedelta(days=1))
        says = ngettext("%(n)s request is late.", "%(n)s requests are late.", late) % {"n": number(late)}
        return Check("not", title, says, cites, *page)
    says = ngettext("%(n)s waits, the first until %(day)s.", "%(n)s wait, the first until %(day)s.", waits) % {
        "n": number(waits),
        "day": day(first),
    }
    return Check(verdict, title, says, cites, *page)


def hours(organisation: Organisation) -> Check:
    """Quiet hours are on."""
    pack = pack_for(organisation.home_country, organisation.settings)
    title = _("Nobody is texted at night")
    cites = "MFL 5 §"
    if pack.quiet_hours is None:
        return Check(
            "waits", title, _("You have turned the quiet hours off."), cites, reverse("law-settings"), _("See hours")
        )
    start, end = pack.quiet_hours
    says = _("Marketing waits from %(start)s to %(end)s.") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return Check("may", title, says, cites)


def limits(organisation: Organisation) -> Check:
    """Nothing is looser than good practice, or it is known who made it so."""
    looser = loosened(organisation.settings, home=organisation.home_country, on=timezone.localdate())
    title = _("Nobody is texted longer or oftener than good practice has it")
    cites = "SWEDMA 2.1.2"
    others = [title_of(name).lower() for name in looser if name != "quiet_hours"]
    if others:
        says = _("You have made this looser: %(names)s. Who did it, and why, is kept.") % {"names": ", ".join(others)}
        return Check("waits", title, says, cites, reverse("law-settings"), _("See limits"))
    return Check("may", title, _("Your limits are good practice's own, or stricter."), cites)


def keys(now: datetime) -> Check:
    """What seals numbers and texts has not done so for too long. It is one for the whole installation."""
    title, cites = _("The keys that seal numbers and texts are changed each year"), "GDPR art. 32(1)(a)"
    ring = keyring()
    since = ring.sealing_since or ring.made.get(ring.seals)
    if since is None:
        says = _(
            "Nobody noted when the newest was made. Whoever runs the program changes it while everything runs: "
            "samtycke keys rotate."
        )
        return Check("waits", title, says, cites)
    if now - since > _A_YEAR:
        says = _(
            "The newest is from %(day)s. Whoever runs the program changes it while everything runs: "
            "samtycke keys rotate."
        )
        return Check("waits", title, says % {"day": day(since)}, cites)
    return Check("may", title, _("The newest is from %(day)s.") % {"day": day(since)}, cites)
