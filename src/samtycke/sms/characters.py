"""Characters that make a text UCS-2, at more than twice the price, and what says the same in GSM-7."""

from __future__ import annotations

from samtycke.sms.alphabet import CODES, EXTENSION

_SAME = {
    "\u201d": '"',  # right double quotation mark: what Swedish word processors write
    "\u201c": '"',  # left double quotation mark
    "\u201e": '"',  # low double quotation mark
    "\u00ab": '"',  # guillemets
    "\u00bb": '"',
    "\u2019": "'",  # right single quotation mark, the typographic apostrophe
    "\u2018": "'",
    "\u00b4": "'",  # acute accent used as an apostrophe
    "`": "'",
    "\u2013": "-",  # en dash
    "\u2014": "-",  # em dash
    "\u2011": "-",  # hyphen that does not break
    "\u2212": "-",  # minus sign
    "\u2026": "...",  # ellipsis
    "\u00a0": " ",  # no-break space, often pasted unseen
    "\u202f": " ",  # narrow no-break space
    "\u2009": " ",  # thin space
    "\u200b": "",  # zero-width space
    "\ufeff": "",  # byte order mark
    "\u2022": "-",  # bullet
    "\u00d7": "x",  # multiplication sign
    "\u00e1": "a",
    "\u00ea": "e",
    "\u00eb": "e",
    "\t": " ",
}


def unusual_characters(text: str) -> tuple[tuple[str, str | None], ...]:
    """Each character outside GSM-7, once, in order, with what could stand instead (None: nothing could)."""
    seen = dict.fromkeys(char for char in text if char not in CODES and char not in EXTENSION)
    return tuple((char, _SAME.get(char)) for char in seen)


def plain(text: str) -> str:
    """The text with every unusual character that has a GSM-7 equal replaced by it."""
    return "".join(_SAME.get(char, char) if char not in CODES and char not in EXTENSION else char for char in text)
