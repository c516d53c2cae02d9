"""What a text is: its alphabet, its parts, its placeholders, its way out, and the number it goes to."""

from samtycke.sms.alphabet import decode_gsm7
from samtycke.sms.characters import plain, unusual_characters
from samtycke.sms.numbers import Number, NumberRefused, numbers_in, parse_number
from samtycke.sms.segments import Segments, encode, segment
from samtycke.sms.template import MissingPlaceholder, placeholders, render
from samtycke.sms.way_out import add_way_out

__all__ = [
    "MissingPlaceholder",
    "Number",
    "NumberRefused",
    "Segments",
    "add_way_out",
    "decode_gsm7",
    "encode",
    "numbers_in",
    "parse_number",
    "placeholders",
    "plain",
    "render",
    "segment",
    "unusual_characters",
]
