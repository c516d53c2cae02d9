"""The words of a yes that is said on a person's own page: they are the consent, with the notice beside them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from samtycke.intake.forms.notice import About, Notice, notice
from samtycke.intake.say import organisation_of
from samtycke.organisations.door import Purpose, controller, digest, senders

_BOXES = {
    "sv": "Ja, skicka {what} från {name} på SMS. Jag kan avsluta när jag vill.",
    "en": "Yes, text me {what} from {name}. I can stop any time.",
}


@dataclass(frozen=True, slots=True)
class YesWords:
    """What is shown beside the unticked box of a purpose."""

    box: str
    notice: Notice

    @property
    def wording(self) -> str:
        """All of it, as it stands in the ledger."""
        return f"{self.box}\n\n{self.notice.short}"

    @property
    def mark(self) -> str:
        """By which a page that was shown is told from one whose words have changed since."""
        return digest(self.wording).hex()[:16]


def yes_words(cursor: CursorWrapper, purpose: Purpose, language: str, *, me: str = "") -> YesWords:
    """The words for a purpose in Swedish or English; ``me``: where a person sees what is held about them."""
    organisation = organisation_of(cursor)
    inbound = next((one.inbound_number for one in senders(cursor).values() if one.inbound_number), "")
    what = purpose.name[language]
    about = About(
        controller=controller(cursor),
        organisation=organisation.name,
        country=organisation.home_country,
        purpose=what,
        often="",
        inbound=inbound,
        me=me,
    )
    small = what[:1].lower() + what[1:]
    return YesWords(_BOXES[language].format(what=small, name=organisation.name), notice(about, language))
