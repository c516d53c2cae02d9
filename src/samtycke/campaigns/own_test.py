"""A campaign's text to the phone of whoever writes it, as its recipients would get it: decided, way out and all."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.approve import NotReady
from samtycke.campaigns.campaign import Campaign
from samtycke.campaigns.compose import obstacles
from samtycke.gate.door import Sent, Spec, allowance, own_number, send
from samtycke.ledger.door import reveal
from samtycke.organisations.door import OWN_TEST
from samtycke.sms import parse_number, render


class NoOwnNumber(LookupError):
    """Nobody knows which phone is theirs."""


class NothingLeft(PermissionError):
    """The test account has really sent what it may. ``in_all``: not only today."""

    def __init__(self, *, in_all: bool) -> None:
        super().__init__(in_all)
        self.in_all = in_all


def send_test(cursor: CursorWrapper, campaign: Campaign, *, staff_id: int, test_account: bool, now: datetime) -> Sent:
    """Send a draft to the phone that one of the staff has confirmed.

    What is marketing rests on the yes they gave with it, to that purpose alone; what is service on its own purpose.

    Raises:
        NoOwnNumber: they have confirmed none.
        NothingLeft: the test account's allowance is used.
        NotReady: something stands in the way of sending it at all.
        MissingPlaceholder: the text asks for something that is not known of them.
        TooLong: with their name in it, it has too many parts.
    """
    found = own_number(cursor, staff_id)
    known = reveal(cursor, [found.contact_id]).get(found.contact_id) if found else None
    if known is None:
        raise NoOwnNumber
    if in_the_way := obstacles(cursor, campaign):
        raise NotReady(in_the_way)
    left = allowance(cursor, now=now)
    if test_account and left.per_day and not left.left:
        raise NothingLeft(in_all=left.total >= left.in_all)
    render(campaign.text, known.attributes)
    purpose = OWN_TEST if campaign.kind == "marketing" else campaign.purpose
    spec = Spec(campaign.kind, purpose, campaign.text, campaign.categories, campaign.sender, campaign.test)
    return send(cursor, spec, parse_number(known.number), now=now)
