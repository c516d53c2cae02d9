"""Passwords that are guessed first, though they are long: what everybody uses, lengthened.

The library knows 20 000 of them word for word, of which 190 have the twelve characters that are asked for here. Whoever
guesses lengthens the others, and so does this: ``password1234``, ``qwertyqwerty``, ``p@ssw0rd2026``, ``dragonmaster``.
Nothing is asked of which signs there are; four words in a row are none of this.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEW = 4
"""So many different signs, however often, are soon tried."""
_STEPS = 0.7
"""Of all neighbours in ``123456789012`` or ``aaabbbcccddd``, so many are the same or one apart."""
_SHORTEST = 3
_LIKE_LETTERS = str.maketrans("013457@$!", "oieastasi")


LONGEST = 128


class AtMost128:
    """Long sentences are welcome; what is longer than any sentence only keeps the machine busy."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse what is longer.

        Raises:
            ValidationError: it is.
        """
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """What would be right."""
        return _("Write at most %(n)s characters.") % {"n": LONGEST}


class NotGuessed(CommonPasswordValidator):
    """Refuse what is on the list, and what is made of it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Look at it.

        Raises:
            ValidationError: it would be among the first that are tried.
        """
        super().validate(password, user)
        said = password.casefold().strip()
        if len(set(said)) <= FEW or _is_steps(said) or self._is_made_of_common(said):
            raise ValidationError(
                _("This is among the first that are tried. Three or four words that don't belong together hold."),
                code="password_guessed",
            )

    def _is_made_of_common(self, said: str) -> bool:
        """One common word with signs about it, the same twice or more, or two of them."""
        return any(
            bare in self.passwords or _repeated(bare) in self.passwords or self._is_two(bare)
            for one in {said, said.translate(_LIKE_LETTERS)}
            if len(bare := _without_ends(one)) >= _SHORTEST
        )

    def _is_two(self, said: str) -> bool:
        return any(
            said[:place] in self.passwords and said[place:] in self.passwords
            for place in range(_SHORTEST, len(said) - _SHORTEST + 1)
        )


def _is_steps(said: str) -> bool:
    near = sum(abs(ord(one) - ord(next_)) <= 1 for one, next_ in pairwise(said))
    return near >= _STEPS * (len(said) - 1)


def _without_ends(said: str) -> str:
    """Without the figures and signs before and behind, where anything is left."""
    places = [place for place, sign in enumerate(said) if sign.isalpha()]
    return said[places[0] : places[-1] + 1] if places else said


def _repeated(said: str) -> str:
    """What it says again and again; itself where it doesn't."""
    length = (said + said).find(said, 1)
    return said[:length]
