"""Characters that make a text UCS-2, at more than twice the price, and what says the same in GSM-7."""

from __future__ import annotations

import re
import unicodedata

from samtycke.sms.alphabet import is_gsm7

_SAME = {
    "\u201d": '"',  # right double quotation mark: what Swedish word processors write
    "\u201c": '"',  # left double quotation mark
    "\u201e": '"',  # low double quotation mark
    "\u00ab": '"',  # guillemets
    "\u00bb": '"',
    "\u2033": '"',  # double prime: inches, seconds
    "\u2019": "'",  # right single quotation mark, the typographic apostrophe
    "\u2018": "'",  # left single quotation mark
    "\u201a": "'",  # low single quotation mark
    "\u2039": "'",  # single guillemets
    "\u203a": "'",
    "\u2032": "'",  # prime: feet, minutes
    "\u00b4": "'",  # acute accent used as an apostrophe
    "`": "'",
    "\u2010": "-",  # hyphen
    "\u2011": "-",  # hyphen that does not break
    "\u2012": "-",  # figure dash
    "\u2013": "-",  # en dash
    "\u2014": "-",  # em dash
    "\u2015": "-",  # horizontal bar
    "\u2212": "-",  # minus sign
    "\u2022": "-",  # bullet
    "\u00b7": "-",  # middle dot
    "\u2026": "...",  # ellipsis
    "\u00d7": "x",  # multiplication sign
    "\u2192": "->",  # arrow
    "\u2044": "/",  # fraction slash
    "\u2122": "TM",
    "\u00a0": " ",  # no-break space, often pasted unseen
    "\u2002": " ",  # en space
    "\u2003": " ",  # em space
    "\u2007": " ",  # figure space
    "\u2008": " ",  # punctuation space
    "\u2009": " ",  # thin space
    "\u200a": " ",  # hair space
    "\u202f": " ",  # narrow no-break space
    "\t": " ",
    "\u2028": "\n",  # line separator
    "\u2029": "\n",  # paragraph separator
    "\u00ad": "",  # soft hyphen
    "\u200b": "",  # zero-width space
    "\u2060": "",  # word joiner
    "\ufeff": "",  # byte order mark
}
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+|.", re.DOTALL)
"""A letter with the accents that follow it, as macOS writes å in the names of files; or one character."""


def unusual_characters(text: str) -> tuple[tuple[str, str | None], ...]:
    """Each character outside GSM-7, once, in order, with what could stand instead (None: nothing could)."""
    if is_gsm7(text):
        return ()
    return tuple((one, _instead(one)) for one in dict.fromkeys(_CLUSTER.findall(text)) if not is_gsm7(one))


def plain(text: str) -> str:
    """The text with every unusual character that has a GSM-7 equal replaced by it."""
    if is_gsm7(text):
        return text
    return _CLUSTER.sub(lambda found: _said_plainly(found.group()), text)


def _said_plainly(one: str) -> str:
    if is_gsm7(one):
        return one
    instead = _instead(one)
    return one if instead is None else instead


def _instead(one: str) -> str | None:
    if one in _SAME:
        return _SAME[one]
    composed = unicodedata.normalize("NFC", one)
    if is_gsm7(composed):
        return composed
    # Letters and figures only: to unwrap a symbol may change what it says.
    if unicodedata.category(one[0])[0] not in "LN":
        return None
    bare = "".join(char for char in unicodedata.normalize("NFKD", one) if not unicodedata.combining(char))
    bare = bare.replace("\u2044", "/")
    return bare if bare and is_gsm7(bare) else None
