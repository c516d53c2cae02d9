"""What stood on a page of a person's own when they pressed its button: it goes with what they said, as evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """``page``: its address, with the person's code left out. ``words``: what it said, to the words of the button.

    ``code``: the beginning of the code's digest, by which the link is known again and which opens nothing. ``number``
    written in by hand has none. ``address``: from where it was asked.
    """

    page: str
    words: str
    language: str
    code: str = ""
    address: str = ""

    @property
    def evidence(self) -> dict[str, str]:
        """As it is kept, sealed under the person's own key."""
        told = {
            "page": self.page,
            "words": self.words,
            "language": self.language,
            "code": self.code,
            "address": self.address[:64],
        }
        return {name: value for name, value in told.items() if value}
