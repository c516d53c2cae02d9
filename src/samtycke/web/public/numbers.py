"""The number that somebody writes on a page of the street."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samtycke.intake.door import may_be_texted
from samtycke.sms import Number, NumberRefused, parse_number

_LONGEST = 40


def number_or_why(raw: str, country: str) -> Number | str:
    """The number somebody wrote, or what is wrong with it. One without a country code belongs to ``country``."""
    try:
        number = parse_number(raw[:_LONGEST], country)
    except NumberRefused as refused:
        return {
            "empty": _("Write your mobile number, as 070-174 06 05."),
            "landline": _("That is not a mobile number. Texts only reach mobiles."),
        }.get(refused.reason, _("That number can't be read. Write it as 070-174 06 05."))
    if not may_be_texted(number):
        return _("We can't send texts to numbers of that country.")
    return number
