"""What the tests with foreign peers share: a server of ours, texts for our session, and programs that are not ours."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from samtycke.carriers import Inbound, Outbound, Receipt
from samtycke.carriers.phone import Network
from samtycke.sms import segment

HERE = Path(__file__).parent
NUMBER = "+46701740605"
LONG = {
    "gsm7": "Rea på skor! åäö ÅÄÖ é [50 %] {idag} ~ för €499 \\ " * 7,
    "ucs2": "”Rea” 😀 på skor — åäö " * 12,
}
"""Texts of several parts, with every kind of character that a bad peer would cut or mistake."""


def node_with_smpp() -> str | None:
    """Why node cannot play a peer here; None when it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    asked = subprocess.run(["node", "-e", "require('smpp')"], cwd=HERE, env=node_environment(), capture_output=True)
    return None if asked.returncode == 0 else "npm's smpp is not installed: npm install --prefix tests/peers"


def node_environment() -> dict[str, str]:
    """Where node looks for its modules."""
    paths = [str(HERE / "node_modules"), os.environ.get("NODE_PATH", "")]
    return os.environ | {"NODE_PATH": os.pathsep.join(path for path in paths if path)}


def outbound(i: int, text: str, to: str = NUMBER) -> Outbound:
    counted = segment(text)
    return Outbound(i, i, 1, "Skobutiken", to, counted.parts, counted.encoding)


class Arrived:
    """What has come in."""

    def __init__(self) -> None:
        self.all: list[Inbound | Receipt] = []

    async def __call__(self, batch) -> None:
        self.all += batch

    def texts(self) -> list[Inbound]:
        return [one for one in self.all if isinstance(one, Inbound)]

    def receipts(self) -> list[Receipt]:
        return [one for one in self.all if isinstance(one, Receipt)]


@asynccontextmanager
async def network():
    """A simulator over real TCP; yields it and its port. It lets in us/secret."""
    simulated = Network("us", "secret")
    server = await asyncio.get_running_loop().create_server(simulated.protocol, "127.0.0.1", 0)
    async with server:
        yield simulated, server.sockets[0].getsockname()[1]
        simulated.close()


@asynccontextmanager
async def program(*arguments: str, **environment: str):
    """A foreign program that speaks JSON lines; yields a function that reads the next."""
    process = await asyncio.create_subprocess_exec(
        *arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr, cwd=HERE,
        env=node_environment() | environment,
    )  # fmt: skip

    async def said():
        async with asyncio.timeout(20):
            line = await process.stdout.readline()
        assert line, "the foreign program ended"
        return json.loads(line)

    try:
        yield said
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def until(true, seconds: float = 15.0):
    """Wait until something holds, and return it."""
    async with asyncio.timeout(seconds):
        while not (found := true()):
            await asyncio.sleep(0.02)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
