"""Why a row was refused: a field, a stable reason, and a sentence that says what would be right."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_MESSAGES: dict[tuple[str, str], str] = {
    ("number", "missing"): _("Line %(line)s: there is no number. Add it or delete the line."),
    ("number", "unreadable"): _("Line %(line)s: %(value)s cannot be read as a number. Correct it or delete the line."),
    ("number", "impossible"): _("Line %(line)s: there is no number %(value)s. Correct it or delete the line."),
    ("number", "landline"): _("Line %(line)s: %(value)s is not a mobile number. Replace it or delete the line."),
    ("consented_at", "missing"): _(
        "Line %(line)s: it doesn't say when consent was given. Without a date it can't be shown. Add it."
    ),
    ("consented_at", "no_provenance"): _(
        "Line %(line)s: it says neither when consent was given nor when something was bought. Add one of them."
    ),
    ("method", "missing"): _(
        "Line %(line)s: it doesn't say how consent was given. Write web form, tick box, paper, spoken or text."
    ),
    ("method", "not_declared"): _(
        "Line %(line)s: %(value)s is not a way we know. Write web form, tick box, paper, spoken or text."
    ),
    ("method", "pre_ticked"): _("Line %(line)s: a pre-ticked box is no consent. Ask again with a form."),
    ("method", "bundled"): _(
        "Line %(line)s: a consent that comes with other terms is none. Ask again, for this alone."
    ),
    ("wording", "missing"): _(
        "Line %(line)s: it doesn't say which words were shown. Without them it can't be shown what they agreed to. "
        "Add them."
    ),
    ("heard_by", "missing"): _(
        "Line %(line)s: it doesn't say who heard it. Write the name of whoever took the paper or the call."
    ),
    ("purpose", "missing"): _("Line %(line)s: it doesn't say what the consent is for. Add the purpose."),
    ("purpose", "not_declared"): _(
        "Line %(line)s: you have no purpose called %(value)s. Choose one of yours: %(known)s."
    ),
    ("category", "missing"): _("Line %(line)s: it doesn't say what was bought. Add the category."),
    ("category", "not_declared"): _(
        "Line %(line)s: you have no category called %(value)s. Choose one of yours: %(known)s."
    ),
    ("sold_at", "missing"): _("Line %(line)s: it doesn't say when it was bought. Add the date."),
    ("collected_in_sale", "missing"): _(
        "Line %(line)s: it doesn't say whether the number was given at the purchase. Write yes or no."
    ),
    ("informed", "missing"): _(
        "Line %(line)s: it doesn't say whether they were told of the use for marketing. Write yes or no."
    ),
    ("offered_refusal", "missing"): _(
        "Line %(line)s: it doesn't say whether they could decline then. Write yes or no."
    ),
    ("source", "missing"): _(
        "Line %(line)s: it doesn't say which order came back. Add the number the purchase was recorded under."
    ),
    ("source", "unknown_sale"): _(
        "Line %(line)s: nothing was recorded as sold under %(value)s. Give the number of the customer as well."
    ),
    ("source", "several_people"): _(
        "Line %(line)s: several people bought something under %(value)s. Give the number of the customer as well."
    ),
    ("*", "not_yes_or_no"): _("Line %(line)s: %(value)s is neither yes nor no. Write yes or no."),
    ("*", "unreadable"): _("Line %(line)s: %(value)s is not a date we can read. Write it as 2026-03-02."),
    ("*", "ambiguous_date"): _(
        "Line %(line)s: %(value)s can be two different days. Write year, month, day, as 2026-03-02."
    ),
    ("*", "in_future"): _("Line %(line)s: %(value)s has not been yet. Correct the date."),
    ("*", "too_old"): _("Line %(line)s: %(value)s is before the year 2000. Correct the date."),
    ("row", "too_many_cells"): _(
        "Line %(line)s: the row has more cells than there are columns. Put quotes round the text that holds the "
        "delimiter."
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """``line`` as in the file, the header being 1; ``field`` as in a mapping; ``reason`` a stable code."""

    line: int
    field: str
    reason: str
    value: str = ""
    known: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong and what would be right, in the reader's language."""
        template = _MESSAGES.get((self.field, self.reason)) or _MESSAGES["*", self.reason]
        return gettext(template) % {"line": self.line, "value": self.value, "known": ", ".join(self.known)}


class RowRefused(ValueError):
    """A single consent or sale was refused, by the same reasons as a row of a file."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.field, refusal.reason)
        self.refusal = refusal
