"""The handsets over HTTP, for the pages and for scripts: a few JSON resources on a local port.

GET  /{number}.json          what one handset has received and said
GET  /handsets.json          the handsets something happened on last, and what becomes of texts
GET  /texts.json?after=ID    every text received since, a thousand at a time
GET  /stats.json             how many were received, on how many handsets, how many came twice
POST /{number}/reply         {"to", "text"}: send a text from it; 200 when a client has acknowledged it
POST /settings               {"delivery": delivered|failed|late|silent|left}
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, unquote

from samtycke.carriers.phone.network import Network, NobodyListens

_MOST_OCTETS = 1 << 20


async def answer(network: Network, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request and close."""
    try:
        async with asyncio.timeout(60):
            method, path, body = await _read(reader)
            status, content = await _route(network, method, path, body)
    except (ValueError, LookupError, TypeError, EOFError, asyncio.LimitOverrunError, TimeoutError, ConnectionError):
        status, content = 400, {"error": "not a request this simulator knows"}
    octets = json.dumps(content, ensure_ascii=False).encode()
    writer.write(
        f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(octets)}\r\n"
        "Connection: close\r\n\r\n".encode()
        + octets
    )
    with suppress(ConnectionError):
        await writer.drain()
    writer.close()


async def _read(reader: asyncio.StreamReader) -> tuple[str, str, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    length = next((int(line.split(":")[1]) for line in head if line.lower().startswith("content-length:")), 0)
    if length > _MOST_OCTETS:
        raise ValueError(length)
    body = await reader.readexactly(length) if length else b""
    return method, path, json.loads(body) if body else {}


async def _route(network: Network, method: str, target: str, body: Any) -> tuple[int, Any]:
    raw, _, query = target.partition("?")
    path = unquote(raw)
    if method == "GET" and path == "/handsets.json":
        return 200, {"handsets": network.handsets.recent(), "delivery": network.delivery}
    if method == "GET" and path == "/stats.json":
        return 200, network.handsets.statistics()
    if method == "GET" and path == "/texts.json":
        return 200, {"texts": network.handsets.after(int(dict(parse_qsl(query)).get("after", "0")))}
    if method == "GET" and path.endswith(".json"):
        return 200, network.handsets.of(path[1:-5])
    if method == "POST" and path == "/settings":
        network.set_delivery(str(body["delivery"]))
        return 200, {"delivery": network.delivery}
    if method == "POST" and path.endswith("/reply"):
        try:
            await network.reply(path[1:-6], str(body["to"]), str(body["text"]))
        except (NobodyListens, ConnectionError, TimeoutError):
            return 503, {"error": "nobody is bound to take a reply; is the gateway running?"}
        return 200, {"acknowledged": True}
    return 404, {"error": "no such resource"}
