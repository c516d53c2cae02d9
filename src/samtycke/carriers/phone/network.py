"""A network of virtual phones behind a real SMPP server: it receives, reports delivery, and brings replies."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from samtycke.carriers.phone.handsets import Handsets, Text
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.parts import Assembler, header, placed
from samtycke.carriers.smpp.peer import Host, Peer
from samtycke.carriers.smpp.texts import number_of, read_text
from samtycke.sms import encode, segment

DELIVERIES = ("delivered", "failed", "late", "silent", "left")
"""What becomes of texts: delivered at once, failed, delivered after five seconds, never told, or refused, since their
receivers have told the network that they want no more."""
LEFT = 0x411
"""What it answers then: one of the numbers that SMPP 3.4 leaves to carriers (5.1.3)."""
LATE_SECONDS = 5.0


class NobodyListens(ConnectionError):
    """No client is bound that a reply could be brought to, or it did not take it."""


class Network:
    """All the handsets, and the connections that bring them texts."""

    def __init__(self, system_id: str, password: str, store: Path | None = None) -> None:
        self.host = Host(system_id, password, self._take, self.flush)
        self.handsets = Handsets(store)
        self.delivery = self.handsets.setting("delivery", "delivered")
        self._assembler: Assembler[int] = Assembler(lambda octets, coding: read_text(octets, coding, "gsm"))
        self._received: list[Text] = []
        self._epoch = int(datetime.now(UTC).timestamp() * 10) % 10**9
        self._reference = 0
        self._turn: tuple[str, str] | None = None

    def protocol(self) -> Peer:
        """A connection, for ``create_server``."""
        return Peer(self.host)

    def set_delivery(self, delivery: str) -> None:
        """Say what becomes of texts from now on.

        Raises:
            ValueError: it is none of ``DELIVERIES``.
        """
        if delivery not in DELIVERIES:
            raise ValueError(delivery)
        self.delivery = delivery
        self.handsets.set("delivery", delivery)

    def flush(self) -> None:
        """Write what was received since last."""
        self._turn = None
        if self._received:
            texts, self._received = self._received, []
            self.handsets.keep(texts)

    def close(self) -> None:
        """Hang up on everybody, as a process that ends does."""
        for peer in list(self.host.peers):
            if peer.transport:
                peer.transport.abort()
        self.flush()
        self.handsets.close()

    async def reply(self, number: str, to: str, text: str) -> None:
        """Send a text from a handset; returns when the client has acknowledged it.

        Raises:
            NobodyListens: no client took it.
        """
        peer = self.host.receiver()
        if peer is None:
            raise NobodyListens
        counted = segment(text)
        self._reference += 1
        answers = []
        for place, part in enumerate(counted.parts, start=1):
            octets = encode(part, counted.encoding)
            several = counted.segments > 1
            body = pdu.pack_sm(
                number,
                to,
                header(self._reference, counted.segments, place) + octets if several else octets,
                data_coding=pdu.DATA_UCS2 if counted.encoding == "ucs2" else 0,
                esm_class=pdu.ESM_UDHI if several else 0,
            )
            answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            peer.deliver(body, answer)
            answers.append(answer)
        peer.flush()
        async with asyncio.timeout(30):
            statuses = await asyncio.gather(*answers)
        if any(statuses):
            raise NobodyListens
        self.handsets.keep([Text(number, to, True, text, counted.segments, counted.encoding, self._now()[0])])

    def _take(self, peer: Peer, sm: pdu.Sm) -> tuple[int, str]:
        if self.delivery == "left":
            return LEFT, ""
        ref = f"{self._epoch:x}{next(self.host.ids):08x}"
        number = number_of(sm.destination, sm.destination_ton)
        sender = number_of(sm.source, sm.source_ton)
        encoding = "ucs2" if sm.data_coding == pdu.DATA_UCS2 else "gsm7"
        place, message = placed(sm)
        if place is None:
            text = read_text(message, sm.data_coding, "gsm")
            self._received.append(Text(number, sender, False, text, 1, encoding, self._now()[0]))
        elif whole := self._assembler.add(sender, number, place, message, sm.data_coding, 0):
            self._received.append(Text(number, sender, False, whole[0], place.total, encoding, self._now()[0]))
        if sm.registered & 1 and self.delivery != "silent":
            self._report(peer, sm, ref)
        return pdu.ESME_ROK, ref

    def _report(self, peer: Peer, sm: pdu.Sm, ref: str) -> None:
        state = "UNDELIV" if self.delivery == "failed" else "DELIVRD"
        error = "001" if self.delivery == "failed" else "000"
        stamp = self._now()[1]
        text = f"id:{ref} sub:001 dlvrd:001 submit date:{stamp} done date:{stamp} stat:{state} err:{error} text:"
        source = f"+{sm.destination}" if sm.destination_ton == 1 else sm.destination
        body = pdu.pack_sm(source, sm.source, text.encode(), data_coding=0, esm_class=pdu.ESM_RECEIPT)
        if self.delivery == "late":
            asyncio.get_running_loop().call_later(LATE_SECONDS, self._report_late, peer, body)
        else:
            self.host.bring(body, peer)

    def _report_late(self, peer: Peer, body: bytes) -> None:
        self.host.bring(body, peer)
        for one in self.host.peers:
            one.flush()

    def _now(self) -> tuple[str, str]:
        """The time as handsets and as receipts write it; one for all that came in one read."""
        if self._turn is None:
            now = datetime.now(UTC)
            self._turn = now.isoformat(timespec="milliseconds"), now.strftime("%y%m%d%H%M")
        return self._turn
