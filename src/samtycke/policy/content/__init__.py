"""What is marketing? A text that is called service, read as a person would who suspects an offer in it. Pure."""

from samtycke.policy.content.marked import Piece, marked
from samtycke.policy.content.measured import Measured, measured
from samtycke.policy.content.reading import Found, Reading, reads_like_advertising
from samtycke.policy.content.signs import sign_words
from samtycke.policy.content.tokens import wording

__all__ = [
    "Found",
    "Measured",
    "Piece",
    "Reading",
    "marked",
    "measured",
    "reads_like_advertising",
    "sign_words",
    "wording",
]
