"""Why a number cannot be texted, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samtycke.sms import NumberRefused
from samtycke.web.api.problem import FieldError

_WORDS = {
    "empty": _("There is no number. Write it as +46701740605."),
    "unreadable": _("This is no number. Write it as +46701740605."),
    "impossible": _("There is no such number. Write it as +46701740605."),
    "landline": _("This number is not a mobile one, and cannot be texted."),
}


def number_refused(field: str, refused: NumberRefused) -> FieldError:
    """What to correct in a field that holds a number."""
    return FieldError(field, refused.reason, str(_WORDS.get(refused.reason, _WORDS["unreadable"])))
