"""What waits for somebody, as sentences with one action each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.campaigns.door import Campaign, open_asked, read_campaign, sent_back_to, waits_for
from samtycke.dispatch.door import health
from samtycke.gate.door import unread_texts
from samtycke.intake.door import replies
from samtycke.ledger.door import any_contact, life
from samtycke.organisations.door import Organisation, Staff, can, ending, sign_in_news
from samtycke.rights.door import SOON, count_due, count_waiting, days_left
from samtycke.web.parts.words import day, moment, number
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.campaigns.listing import Listed
from samtycke.web.staff.login.adapters import NEWS


@dataclass(frozen=True, slots=True)
class Need:
    """A sentence, what is more to know, and the page where it is dealt with."""

    sign: str
    says: str
    detail: str
    url: str
    button: str
    about: int = 0
    """The campaign it is about, where it is about one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three first steps. ``act``: it is begun by a POST."""

    says: str
    detail: str
    url: str
    button: str
    done: bool
    act: bool = False


def needs(request: StaffRequest, known: Sequence[Campaign], counted: Sequence[Listed]) -> list[Need]:
    """The most urgent first."""
    cursor, role, staff_id = request.cursor, request.role, request.staff.pk
    asked = [*_approvals(cursor, role, staff_id), *_sent_back(cursor, staff_id)]
    own = [*_sign_in(cursor, request.staff), *_rights(cursor, role), *_keys(request.organisation, role)]
    read = [*own, *_texts(cursor), *_replies(cursor), *_questions(cursor, role)]
    told = {one.campaign_id for one in open_asked(cursor)} | {one.about for one in asked}
    drafts = _drafts([one for one in known if one.id not in told], role)
    return [*_restored(cursor), *_gateway(counted), *asked, *read, *_unfinished(counted), *drafts]


def first_steps(cursor: CursorWrapper, known: Sequence[Campaign]) -> list[Step]:
    """Bring people in, write, see it arrive."""
    steps = [
        Step(
            _("Bring in your people"),
            _("A CSV from your shop, with the proof of each yes or purchase."),
            reverse("imports"),
            _("Bring in a file"),
            any_contact(cursor),
        ),
        Step(
            _("Write a campaign"),
            _("You see at once whom it reaches, and why the rest are left out."),
            reverse("campaign-new"),
            _("Write"),
            any(one.started_at for one in known),
            act=True,
        ),
    ]
    if settings.PHONE_URL:
        steps.append(
            Step(
                _("See it arrive, and answer STOPP"),
                _("The virtual phones receive what a network would bring."),
                reverse("phone"),
                _("Open the phones"),
                bool(replies(cursor, limit=1)),
            )
        )
    return steps


def _restored(cursor: CursorWrapper) -> list[Need]:
    present = life(cursor)
    if not present.holds_marketing or present.backup_of is None:
        return []
    says = _("All marketing is held: the backup of %(at)s was put back.") % {"at": moment(present.backup_of)}
    detail = _("Who has said no since is not known yet. Whoever runs the program lets it go.")
    return [Need("not", says, detail, reverse("restored"), _("Why, and what to do"))]


def _approvals(cursor: CursorWrapper, role: str, staff_id: int) -> list[Need]:
    """What somebody asks this very person to approve."""
    if not can(role, "approve"):
        return []
    return [
        Need(
            "campaigns",
            _("%(who)s asks you to approve %(name)s.") % {"who": asked.by, "name": _name(campaign)},
            asked.note[:120],
            reverse("campaign-preview", args=[campaign.id]),
            _("Read and answer"),
            campaign.id,
        )
        for asked, campaign in waits_for(cursor, staff_id, now=timezone.now())
    ]


def _sent_back(cursor: CursorWrapper, staff_id: int) -> list[Need]:
    return [
        Need(
            "not",
            _("%(who)s sent back %(name)s.")
            % {"who": asked.answered_by, "name": _name(read_campaign(cursor, asked.campaign_id))},
            asked.reason[:120],
            reverse("campaign", args=[asked.campaign_id]),
            _("Change the campaign"),
            asked.campaign_id,
        )
        for asked in sent_back_to(cursor, staff_id)
    ]


def _name(campaign: Campaign) -> str:
    return campaign.name or _("a campaign without a name")


def _gateway(counted: Sequence[Listed]) -> list[Need]:
    waits = any(one.counts and one.counts.waiting and one.campaign.state == "sending" for one in counted)
    if not waits or health().gateways:
        return []
    return [
        Need(
            "warn",
            _("Nothing leaves just now: no gateway is running."),
            _("Nothing is lost. It goes on when one is started."),
            reverse("settings"),
            _("See the connections"),
        )
    ]


def _rights(cursor: CursorWrapper, role: str) -> list[Need]:
    """A request from a person: overdue, or due within a week. Before that it waits in its queue."""
    if not can(role, "advise"):
        return []
    today = timezone.localdate()
    due, first = count_due(cursor, until=today + timedelta(days=SOON))
    if not due or first is None:
        return []
    left = days_left(first, today)
    if left < 0:
        says = _("A request from a person is late.")
    elif left == 0:
        says = _("A request from a person has to be answered today.")
    else:
        says = ngettext(
            "A request from a person: %(n)s day left.", "A request from a person: %(n)s days left.", left
        ) % {"n": number(left)}
    detail = _("People who use their rights are answered within a month.")
    return [Need("not" if left < 0 else "waits", says, detail, reverse("rights"), _("Answer it"))]


_NEWS_FOR = timedelta(days=3)


def _sign_in(cursor: CursorWrapper, who: Staff) -> list[Need]:
    """That how one signs in has changed, where no mail can say it."""
    found = [] if settings.SMTP_URL else sign_in_news(cursor, who, of=NEWS, limit=1)
    if not found or timezone.now() - found[0][1] > _NEWS_FOR:
        return []
    detail = _("%(at)s. If it wasn't you, change the password at once.") % {"at": moment(found[0][1])}
    return [Need("key", str(NEWS[found[0][0]]), detail, f"{reverse('you')}#changes", _("Look"))]


def _keys(of: Organisation, role: str) -> list[Need]:
    """API keys that end within two weeks and have no successor: what uses them stops."""
    if not can(role, "keys"):
        return []
    found = []
    for key, last in ending(of, now=timezone.now()):
        says = _("The API key %(name)s ends %(day)s.") % {"name": key.name, "day": day(last)}
        detail = _("What uses it is then refused. Make its successor, and both work until you have changed it.")
        found.append(Need("key", says, detail, reverse("key", args=[key.pk]), _("Change it")))
    return found


def _texts(cursor: CursorWrapper) -> list[Need]:
    waiting = unread_texts(cursor)
    if not waiting:
        return []
    says = ngettext("%(n)s text waits to be read.", "%(n)s texts wait to be read.", len(waiting))
    detail = _("Called service, but it reads like advertising. It goes nowhere until somebody has said what it is.")
    return [Need("law", says % {"n": number(len(waiting))}, detail, reverse("texts"), _("Read"))]


def _replies(cursor: CursorWrapper) -> list[Need]:
    held = [one for one in replies(cursor, unread=True) if one.intent == "ambiguous"]
    if not held:
        return []
    says = ngettext("%(n)s reply may be a no.", "%(n)s replies may be a no.", len(held)) % {"n": number(len(held))}
    return [Need("inbox", says, _("They get no marketing until somebody has read it."), reverse("inbox"), _("Read"))]


def _questions(cursor: CursorWrapper, role: str) -> list[Need]:
    waiting = count_waiting(cursor) if can(role, "advise") else 0
    if not waiting:
        return []
    says = ngettext("%(n)s question waits for an answer.", "%(n)s questions wait for an answer.", waiting)
    detail = _("Somebody asks whether a text may be sent.")
    return [Need("compliance", says % {"n": number(waiting)}, detail, reverse("advice"), _("Answer it"))]


def _unfinished(counted: Sequence[Listed]) -> list[Need]:
    found = []
    for one in counted:
        name = one.campaign.name or _("A campaign")
        url = reverse("campaign", args=[one.campaign.id])
        if one.campaign.state == "paused":
            found.append(Need("waits", _("%(name)s is paused.") % {"name": name}, "", url, _("Open")))
    return found


def _drafts(known: Sequence[Campaign], role: str) -> list[Need]:
    found = []
    for one in known:
        name = one.name or _("A campaign without a name")
        url = reverse("campaign", args=[one.id])
        if one.state == "approved":
            says = _("%(name)s is approved and has not been sent.") % {"name": name}
            found.append(Need("campaigns", says, "", url, _("Open")))
        elif one.state == "draft" and one.text and can(role, "write"):
            found.append(Need("pen", _("%(name)s is a draft.") % {"name": name}, one.text[:80], url, _("Go on")))
    return found[:5]
