"""A text as the submits it is written in."""

from __future__ import annotations

from samtycke.carriers.base import Outbound
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.parts import header, sar
from samtycke.carriers.smpp.settings import Settings
from samtycke.sms import encode


def compose(message: Outbound, reference: int, settings: Settings) -> list[bytes]:
    """The bodies of the submit_sm of a text, one a part. The last asks for a receipt, for the whole.

    Raises:
        UnicodeEncodeError: the carrier's alphabet lacks a character of it.
        KeyError, ValueError: the parts are not what their encoding says, or too long for it.
    """
    coding = pdu.DATA_UCS2 if message.encoding == "ucs2" else 0
    total = len(message.parts)
    if total == 1:
        octets = _octets(message.parts[0], message.encoding, settings.alphabet)
        return [pdu.pack_sm(message.sender, message.to, octets, data_coding=coding, registered=1)]
    beside = settings.long == "sar"
    return [
        pdu.pack_sm(
            message.sender,
            message.to,
            (b"" if beside else header(reference, total, number)) + _octets(part, message.encoding, settings.alphabet),
            data_coding=coding,
            esm_class=0 if beside else pdu.ESM_UDHI,
            registered=int(number == total),
            tlvs=sar(reference, total, number) if beside else b"",
        )
        for number, part in enumerate(message.parts, start=1)
    ]


def _octets(part: str, encoding: str, alphabet: str) -> bytes:
    if encoding == "gsm7" and alphabet != "gsm":
        return part.encode(alphabet)
    return encode(part, encoding)
