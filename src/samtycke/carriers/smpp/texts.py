"""What a deliver_sm says: a text from a person, or a receipt, in the forms that carriers send them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from samtycke.carriers.base import Receipt
from samtycke.carriers.smpp.pdu import (
    DATA_UCS2,
    ESM_RECEIPT,
    ESM_RECEIPT_MASK,
    TLV_MESSAGE_STATE,
    TLV_RECEIPTED_MESSAGE_ID,
    Sm,
)
from samtycke.sms import decode_gsm7

_BY_NUMBER = {1: "accepted", 2: "delivered", 3: "expired", 4: "failed", 5: "failed", 6: "accepted", 7: "accepted",
              8: "failed"}  # fmt: skip
_BY_WORD = {"DELIVRD": "delivered", "EXPIRED": "expired", "DELETED": "failed", "UNDELIV": "failed",
            "REJECTD": "failed"}  # fmt: skip
_FIELD = re.compile(r"\b(id|stat|err):\s*(\S+)", re.IGNORECASE)


def is_receipt(sm: Sm) -> bool:
    """Whether a deliver_sm is a delivery receipt."""
    return sm.esm_class & ESM_RECEIPT_MASK == ESM_RECEIPT


def read_receipt(sm: Sm, ids: str) -> Receipt | None:
    """A receipt from its text, its optional parameters, or both; None when it names no message."""
    said = {name.lower(): value for name, value in _FIELD.findall(sm.message.decode("latin-1"))}
    ref = sm.tlvs.get(TLV_RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1") or said.get("id", "")
    if not ref:
        return None
    state = _BY_WORD.get(said.get("stat", "").upper()[:7])
    if state is None and (number := sm.tlvs.get(TLV_MESSAGE_STATE)):
        state = _BY_NUMBER.get(number[0])
    code = said.get("err", "")
    return Receipt(
        normal_ref(ref, hexadecimal=ids == "receipt-hex"),
        state or "accepted",
        "" if code.strip("0") == "" else code,
        datetime.now(UTC),
    )


def normal_ref(ref: str, *, hexadecimal: bool = False) -> str:
    """A carrier's id as it is kept: leading zeros and case mean nothing; some write it in another base in receipts."""
    ref = ref.strip().lower()
    if hexadecimal:
        try:
            return str(int(ref, 16))
        except ValueError:
            return ref
    return ref.lstrip("0") or ref


def read_text(message: bytes, data_coding: int, alphabet: str) -> str:
    """The text of a message. Data coding 0 is whatever the carrier says its alphabet is."""
    if data_coding == DATA_UCS2:
        return message.decode("utf-16-be", "replace")
    if data_coding == 0 and alphabet == "gsm":
        return decode_gsm7(message)
    return message.decode("latin-1")


def number_of(address: str, ton: int) -> str:
    """An address as E.164 where its type says it is international."""
    return f"+{address.lstrip('+')}" if ton == 1 else address
