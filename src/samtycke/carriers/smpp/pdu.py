"""SMPP 3.4 protocol data units, to and from octets (SMPP Protocol Specification v3.4, sections 4 and 5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

GENERIC_NACK = 0x80000000
BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER = 0x01, 0x02, 0x09
SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK = 0x04, 0x05, 0x06, 0x15
DATA_SM, ALERT_NOTIFICATION, OUTBIND = 0x103, 0x102, 0x0B
RESP = 0x80000000
SUBMIT_SM_RESP, DELIVER_SM_RESP, ENQUIRE_LINK_RESP = 0x80000004, 0x80000005, 0x80000015
BIND_TRANSCEIVER_RESP, UNBIND_RESP = 0x80000009, 0x80000006
UNANSWERED = frozenset({ALERT_NOTIFICATION, OUTBIND})
"""Requests that have no response (4.1.7, 4.12): even a refusal would be one."""

ESME_ROK, ESME_RINVCMDLEN, ESME_RINVCMDID, ESME_RINVBNDSTS = 0x00, 0x02, 0x03, 0x04
ESME_RALYBND, ESME_RBINDFAIL, ESME_RMSGQFUL, ESME_RTHROTTLED, ESME_RX_T_APPN = 0x05, 0x0D, 0x14, 0x58, 0x64

TLV_RECEIPTED_MESSAGE_ID, TLV_MESSAGE_STATE, TLV_MESSAGE_PAYLOAD = 0x001E, 0x0427, 0x0424
TLV_SAR_REF, TLV_SAR_TOTAL, TLV_SAR_SEQ = 0x020C, 0x020E, 0x020F

ESM_RECEIPT, ESM_INTERMEDIATE, ESM_RECEIPT_MASK, ESM_UDHI = 0x04, 0x20, 0x3C, 0x40
DATA_UCS2 = 8

_HEADER = struct.Struct(">IIII")
_TLV = struct.Struct(">HH")
MAX_LENGTH = 70_000
"""No PDU we know is longer: a message_payload of 64 kB and its head."""


class Malformed(ValueError):
    """Octets that are no PDU. Carries the status to answer with and the sequence number, where it was read."""

    def __init__(self, status: int, sequence: int = 0) -> None:
        super().__init__(status)
        self.status, self.sequence = status, sequence


class Pdu(NamedTuple):
    """One unit: its head, and its body still as octets."""

    command: int
    status: int
    sequence: int
    body: bytes


class Sm(NamedTuple):
    """The body of a submit_sm or deliver_sm. ``message`` is the short message or the payload, header and all."""

    source: str
    source_ton: int
    destination: str
    destination_ton: int
    esm_class: int
    registered: int
    data_coding: int
    message: bytes
    tlvs: dict[int, bytes]


def pack(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    """A whole PDU as octets."""
    return _HEADER.pack(16 + len(body), command, status, sequence) + body


def unpack(buffer: bytearray) -> Iterator[Pdu]:
    """Take every whole PDU out of a buffer; what is incomplete stays for the next octets.

    Raises:
        Malformed: a length that cannot be; the connection has lost its place and must be closed.
    """
    at, size = 0, len(buffer)
    try:
        while size - at >= 16:
            length, command, status, sequence = _HEADER.unpack_from(buffer, at)
            if not 16 <= length <= MAX_LENGTH:
                raise Malformed(ESME_RINVCMDLEN, sequence)
            if size - at < length:
                break
            yield Pdu(command, status, sequence, bytes(buffer[at + 16 : at + length]))
            at += length
    finally:
        del buffer[:at]


def pack_bind(system_id: str, password: str, system_type: str = "") -> bytes:
    """The body of a bind (4.1.5).

    The specification has room for eight octets of password; carriers hand out longer ones and expect them whole.
    """
    return b"".join((_c(system_id, 16), _c(password, 65), _c(system_type, 13), bytes((0x34, 0, 0)), b"\0"))


def unpack_bind(body: bytes) -> tuple[str, str]:
    """System id and password of a bind.

    Raises:
        Malformed: the body ends early.
    """
    system_id, at = _read_c(body, 0)
    password, _ = _read_c(body, at)
    return system_id, password


def pack_sm(
    source: str,
    destination: str,
    message: bytes,
    *,
    data_coding: int,
    esm_class: int = 0,
    registered: int = 0,
    tlvs: bytes = b"",
) -> bytes:
    """The body of a submit_sm or deliver_sm (4.4.1). Addresses are as people write them; see ``address``.

    Raises:
        ValueError: the message is longer than 255 octets.
    """
    return b"".join(
        (
            b"\0",
            _known_address(source),
            address(destination),
            bytes((esm_class, 0, 0, 0, 0, registered, 0, data_coding, 0, len(message))),
            message,
            tlvs,
        )
    )


def unpack_sm(body: bytes) -> Sm:
    """Read the body of a submit_sm or deliver_sm.

    Raises:
        Malformed: it ends early, or a length in it cannot be.
    """
    try:
        at = body.index(b"\0") + 1
        source_ton = body[at]
        source, at = _read_c(body, at + 2)
        destination_ton = body[at]
        destination, at = _read_c(body, at + 2)
        esm_class = body[at]
        at += 3
        at = body.index(b"\0", at) + 1  # schedule_delivery_time
        at = body.index(b"\0", at) + 1  # validity_period
        registered, data_coding, length = body[at], body[at + 2], body[at + 4]
        at += 5
    except (IndexError, ValueError) as error:
        raise Malformed(ESME_RINVCMDLEN) from error
    if at + length > len(body):
        raise Malformed(ESME_RINVCMDLEN)
    tlvs = unpack_tlvs(body, at + length)
    message = body[at : at + length] or tlvs.get(TLV_MESSAGE_PAYLOAD, b"")
    return Sm(source, source_ton, destination, destination_ton, esm_class, registered, data_coding, message, tlvs)


def unpack_tlvs(body: bytes, at: int) -> dict[int, bytes]:
    """Optional parameters from a place on. One that is cut short is left out: carriers do send them."""
    found = {}
    while at + 4 <= len(body):
        tag, length = _TLV.unpack_from(body, at)
        if at + 4 + length > len(body):
            break
        found[tag] = body[at + 4 : at + 4 + length]
        at += 4 + length
    return found


def pack_tlv(tag: int, value: bytes) -> bytes:
    """One optional parameter."""
    return _TLV.pack(tag, len(value)) + value


def message_id(body: bytes) -> str:
    """The id in the body of a submit_sm_resp; empty when it has none."""
    return body.split(b"\0", 1)[0].decode("latin-1")


def address(number: str) -> bytes:
    """TON, NPI and the address itself: +46… is international, digits a short number, anything else a name."""
    if number.startswith("+"):
        return b"\1\1" + number[1:].encode("ascii", "replace") + b"\0"
    if number.isdigit():
        return b"\3\0" + number.encode() + b"\0"
    return b"\5\0" + number.encode("latin-1", "replace")[:20] + b"\0"


_known_address = lru_cache(maxsize=1024)(address)
"""Senders are few."""


def _c(text: str, room: int) -> bytes:
    return text.encode("latin-1", "replace")[: room - 1] + b"\0"


def _read_c(body: bytes, at: int) -> tuple[str, int]:
    end = body.find(b"\0", at)
    if end < 0:
        raise Malformed(ESME_RINVCMDLEN)
    return body[at:end].decode("latin-1"), end + 1
