"""The simulator as a process."""

from __future__ import annotations

import asyncio
from pathlib import Path

from samtycke.carriers.phone.control import answer
from samtycke.carriers.phone.network import Network

WATCH_SECONDS = 1.0


async def serve_phone(
    *,
    host: str,
    smpp_port: int,
    http_port: int,
    system_id: str,
    password: str,
    store: Path | None = None,
    started: asyncio.Event | None = None,
) -> None:
    """Run an SMPP server with handsets behind it until cancelled. ``store`` is a file that outlives it."""
    network = Network(system_id, password, store)
    loop = asyncio.get_running_loop()
    smpp = await loop.create_server(network.protocol, host, smpp_port)
    http = await asyncio.start_server(lambda r, w: answer(network, r, w), host, http_port)
    if started:
        started.set()
    try:
        async with smpp, http:
            while True:
                await asyncio.sleep(WATCH_SECONDS)
                network.host.watch()
    finally:
        network.close()
