"""What must not stand in a copy of somebody's data: other people (GDPR 15(4), 20(4)).

Who of the staff recorded something is theirs, not the person's (CJEU C-579/21 Pankki S). A number or an e-mail address
that stands in free text and is neither the person's own nor the organisation's is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from samtycke.sms import numbers_in

HIDDEN = "•••"
STAFF = frozenset({"by", "heard_by", "added_by", "read_by", "recorded_by"})
"""Names of fields that say who of the staff it was."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Known:
    """Whose numbers and addresses may stand there: the person's own and the organisation's, E.164 and lower case."""

    numbers: Collection[str]
    mails: Collection[str]
    country: str


def without_staff(value: Any) -> Any:
    """Something of JSON's, without who of the staff did it, however deep that stands."""
    if isinstance(value, Mapping):
        return {name: without_staff(one) for name, one in value.items() if name not in STAFF}
    if isinstance(value, list | tuple):
        return [without_staff(one) for one in value]
    return value


def without_others(text: str, known: Known) -> str:
    """A text with other people's numbers and e-mail addresses hidden."""
    text = _MAIL.sub(lambda found: found[0] if found[0].lower() in known.mails else HIDDEN, text)
    for start, end, e164 in reversed(numbers_in(text, known.country)):
        if e164 not in known.numbers:
            text = text[:start] + HIDDEN + text[end:]
    return text


def all_without_others(value: Any, known: Known) -> Any:
    """The same of every text in something of JSON's."""
    if isinstance(value, Mapping):
        return {name: all_without_others(one, known) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [all_without_others(one, known) for one in value]
    return without_others(value, known) if isinstance(value, str) else value
