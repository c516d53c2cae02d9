"""What a deliver_sm says: a text from a person, or a receipt, in the forms that carriers send them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from samtycke.carriers.base import Receipt
from samtycke.carriers.smpp.pdu import (
    DATA_UCS2,
    ESM_INTERMEDIATE,
    ESM_RECEIPT,
    ESM_RECEIPT_MASK,
    TLV_MESSAGE_STATE,
    TLV_RECEIPTED_MESSAGE_ID,
    Sm,
)
from samtycke.sms import decode_gsm7

# 5.2.28: enroute, delivered, expired, deleted, undeliverable, accepted, unknown, rejected
_BY_NUMBER = {1: "accepted", 2: "delivered", 3: "expired", 4: "failed", 5: "failed", 6: "accepted", 7: "unknown",
              8: "failed"}  # fmt: skip
# Appendix B; some write out what it cuts to seven letters, so the first six tell.
_BY_WORD = {"ENROUT": "accepted", "DELIVR": "delivered", "DELIVE": "delivered", "EXPIRE": "expired",
            "DELETE": "failed", "UNDELI": "failed", "ACCEPT": "accepted", "UNKNOW": "unknown",
            "REJECT": "failed"}  # fmt: skip
_FIELD = re.compile(r"\b(id|stat|err):\s*([^\s\0]+)", re.IGNORECASE)
_USUAL = re.compile(
    r"id:(?P<id>[^\s\0:]+) sub:[^\s\0:]* dlvrd:[^\s\0:]* submit date:[^\s\0:]* done date:[^\s\0:]* "
    r"stat:(?P<stat>[^\s\0:]+) err:(?P<err>[^\s\0:]+) text:",
    re.IGNORECASE,
)
"""Appendix B to the letter, as nearly all write it; read in one go, since there is one for each text."""
_MOST = 65
"""The longest id the specification knows (4.4.2)."""


def is_receipt(sm: Sm) -> bool:
    """Whether a deliver_sm is a delivery receipt: by its class, or because it names the message it is about."""
    return sm.esm_class & ESM_RECEIPT_MASK in (ESM_RECEIPT, ESM_INTERMEDIATE) or TLV_RECEIPTED_MESSAGE_ID in sm.tlvs


def read_receipt(sm: Sm, ids: str, left: frozenset[str] = frozenset()) -> Receipt | None:
    """A receipt from its text, its optional parameters, or both; None when it names no message.

    ``left``: the codes that say of a text which failed that the person wants no more.
    """
    said = _said(sm.message.decode("latin-1"))
    named = sm.tlvs.get(TLV_RECEIPTED_MESSAGE_ID, b"").split(b"\0", 1)[0].decode("latin-1")
    ref = (named.strip() or said.get("id", ""))[:_MOST]
    if not ref:
        return None
    state = _BY_WORD.get(said.get("stat", "").upper()[:6])
    if state is None and (number := sm.tlvs.get(TLV_MESSAGE_STATE)):
        state = _BY_NUMBER.get(number[0])
    code = said.get("err", "")[:_MOST]
    if state == "failed" and code in left:
        state = "left"
    base = {"receipt-hex": 16, "receipt-decimal": 10}.get(ids)
    return Receipt(
        _rebased(ref, base) if base else normal_ref(ref),
        state or "accepted",
        "" if code.strip("0") == "" else code,
        datetime.now(UTC),
    )


def _said(text: str) -> dict[str, str]:
    """The fields of a receipt's text that mean something to us: id, stat, err. The first of each counts."""
    if usual := _USUAL.match(text):
        return usual.groupdict()
    return _said_oddly(text)


def _said_oddly(text: str) -> dict[str, str]:
    """The same, whatever the order and whatever is missing."""
    # Behind "text:" the receipt repeats what we wrote, and that may itself speak of an id.
    echo = text.lower().find("text:")
    fields = _FIELD.findall(text[:echo] if echo >= 0 else text)
    return {name.lower(): value for name, value in reversed(fields)}


def normal_ref(ref: str) -> str:
    """A carrier's id as it is kept: leading zeros and case mean nothing."""
    ref = ref.strip().lower()[:_MOST]
    return ref.lstrip("0") or ref


def _rebased(ref: str, base: int) -> str:
    """An id that the receipt writes in another base than the response did, as the response wrote it."""
    try:
        number = int(ref, base)
    except ValueError:
        return normal_ref(ref)
    return f"{number:x}" if base == 10 else str(number)


def read_text(message: bytes, data_coding: int, alphabet: str) -> str:
    """The text of a message. Data coding 0 is whatever the carrier says its alphabet is.

    What cannot be is read as U+FFFD, and so is NUL: databases refuse it, and one who sends it must not stop the texts
    behind.
    """
    if data_coding in _UCS2:
        text = message.decode("utf-16-be", "replace")
    elif (data_coding == 0 and alphabet == "gsm") or data_coding in _GSM or (data_coding == 1 and _septets(message)):
        text = decode_gsm7(message)
    else:
        text = message.decode("latin-1")
    return text.replace("\0", "\ufffd")


def _septets(message: bytes) -> bool:
    """Whether what is called ASCII is GSM septets after all, as some servers do: å is a control code there."""
    return not _PRINTABLE.issuperset(message)


_PRINTABLE = frozenset(range(0x20, 0x100)) | frozenset(b"\t\n\r")
# SMPP's own values, and those of GSM 03.38 that some carriers pass through: a message class, for instance a flash text.
_UCS2 = frozenset({DATA_UCS2, 0x18, 0x19, 0x1A, 0x1B})
_GSM = frozenset({0x10, 0x11, 0x12, 0x13, 0xF0, 0xF1, 0xF2, 0xF3})


def number_of(address: str, ton: int) -> str:
    """An address as E.164 where its type says it is international."""
    return f"+{address.lstrip('+')}" if ton == 1 else address
