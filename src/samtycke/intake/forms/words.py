"""What an organisation may write in a form, in one language. What the law says stands in the notice: not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

LANGUAGES = ("sv", "en")
_NEEDED = ("title", "sentence", "often", "box")
_MOST = {"title": 80, "sentence": 240, "often": 60, "box": 300, "extra": 400, "more": 4000}
_SEVERAL_LINES = frozenset({"extra", "more"})


@dataclass(frozen=True, slots=True)
class Words:
    """One language of a form.

    ``sentence``: what they get. ``often``: how often ("högst 2 i månaden"). ``box``: the words beside the box, which
    are the consent. ``extra``: a line below the notice. ``more``: what the organisation adds to the whole notice.
    """

    title: str = ""
    sentence: str = ""
    often: str = ""
    box: str = ""
    extra: str = ""
    more: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything is written in this language."""
        return any(asdict(self).values())

    @property
    def missing(self) -> tuple[str, ...]:
        """What a form can't be published without."""
        return tuple(name for name in _NEEDED if not getattr(self, name))


FIELDS = tuple(field.name for field in fields(Words))


def read_words(said: Mapping[str, str]) -> Words:
    """Words as they were typed: spaces tidied, each no longer than there is room for."""
    return Words(**{name: _tidy(name, str(said.get(name, ""))) for name in FIELDS})


def _tidy(name: str, text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n")]
    joined = "\n".join(lines).strip() if name in _SEVERAL_LINES else " ".join(filter(None, lines))
    return joined[: _MOST[name]]


def first_words(language: str, *, organisation: str, purpose: str) -> Words:
    """Words to begin with, that hold as they stand."""
    if language == "sv":
        often = "högst 2 i månaden"
        return Words(
            title=f"{purpose} på SMS",
            sentence=f"{purpose} från {organisation} direkt i mobilen, {often}.",
            often=often,
            box=f"Ja, skicka {_small(purpose)} från {organisation} på SMS, {often}. Jag kan avsluta när jag vill.",
        )
    often = "at most 2 a month"
    return Words(
        title=f"{purpose} by text",
        sentence=f"{purpose} from {organisation} straight to your phone, {often}.",
        often=often,
        box=f"Yes, text me {_small(purpose)} from {organisation}, {often}. I can stop any time.",
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
