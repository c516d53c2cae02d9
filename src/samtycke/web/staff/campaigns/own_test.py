"""A test of a draft, to the phone of whoever writes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.campaigns.door import Campaign, NoOwnNumber, NothingLeft, NotReady, send_test
from samtycke.gate.door import TooLong, allowance
from samtycke.sms import MissingPlaceholder
from samtycke.web.parts.law import law
from samtycke.web.staff.access import StaffRequest


def test_to_me(request: StaffRequest, campaign: Campaign) -> HttpResponse:
    """Send it, and say where it went or what to do instead."""
    back = redirect("campaign", campaign_id=campaign.id)
    test_account = request.organisation.test_account
    try:
        sent = send_test(
            request.cursor, campaign, staff_id=request.staff.pk, test_account=test_account, now=timezone.now()
        )
    except NoOwnNumber:
        messages.info(request, _("Show first that a phone is yours. Then tests come there."))
        return redirect("own-number")
    except NothingLeft as refused:
        messages.warning(request, _nothing_left(refused), extra_tags="waits")
        return back
    except (NotReady, TooLong):
        messages.warning(request, _("Something is still missing: look at the marked lines."), extra_tags="waits")
        return back
    except MissingPlaceholder as missing:
        says = _("Your own contact has no %(name)s. Write another word after a bar: {{%(name)s|word}}.")
        messages.warning(request, says % {"name": missing.name}, extra_tags="waits")
        return back
    if sent.state == "withheld":
        says = _("You get no test: %(why)s. The rule holds for your own phone too.")
        messages.warning(request, says % {"why": law("SE", sent.decision.rule).label}, extra_tags="not")
        return back
    messages.success(request, _on_its_way(request), extra_tags="may")
    return back


def _nothing_left(refused: NothingLeft) -> str:
    if refused.in_all:
        return _(
            "The test account has sent all the texts to real phones that it may. Nothing more goes there until it is "
            "live: see Go live, above. Your virtual phones still get everything."
        )
    return _(
        "You have sent all of today's tests to real phones. More go tomorrow, or at once when the account is live: "
        "see Go live, above. Your virtual phones still get everything."
    )


def _on_its_way(request: StaffRequest) -> str:
    says = _("The test is on its way to your phone.")
    if not request.organisation.test_account:
        return says
    left = allowance(request.cursor, now=timezone.now())
    if not left.per_day:
        return _("The test is on its way to the virtual phone of your number.")
    more = ngettext("%(n)s of %(all)s left today.", "%(n)s of %(all)s left today.", left.left)
    return f"{says} {more}" % {"n": left.left, "all": left.per_day}
