"""`samtycke phone`: the simulator, a real SMPP server with handsets."""

from __future__ import annotations

import argparse
import os
from urllib.parse import urlsplit

HELP = "run the simulator: an SMPP server with virtual phones"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    http = urlsplit(os.environ.get("SAMTYCKE_PHONE_URL", "http://127.0.0.1:2780")).port
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--smpp", type=int, default=int(os.environ.get("SAMTYCKE_PHONE_SMPP", "2775")))
    parser.add_argument("--http", type=int, default=http, help="where the handsets answer")
    parser.add_argument("--system-id", default="samtycke", help="who may bind (default: samtycke)")
    parser.add_argument("--store", help="a file that keeps the handsets (default: phones.sqlite in the data folder)")


def run(options: argparse.Namespace) -> int:
    import asyncio
    import contextlib
    import signal
    from pathlib import Path

    from samtycke.carriers import serve_phone
    from samtycke.ops.environment import data_folder
    from samtycke.ops.supervisor import follow_supervisor

    follow_supervisor()

    async def serve() -> None:
        task = asyncio.current_task()
        assert task is not None
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await serve_phone(
                host=options.host,
                smpp_port=options.smpp,
                http_port=options.http,
                system_id=options.system_id,
                # The password comes from the environment: an argument could be read by everybody on the machine.
                password=os.environ.get("SAMTYCKE_PHONE_SECRET", "secret"),
                store=Path(options.store) if options.store else data_folder() / "phones.sqlite",
            )

    asyncio.run(serve())
    return 0
