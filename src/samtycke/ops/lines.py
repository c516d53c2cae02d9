"""Texts as JSON lines, from a file or standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path


def each_text(file: str | None) -> Iterator[str]:
    """The text of every line that is not empty.

    Raises:
        SystemExit: a line is no JSON object with a string "text"; the message says which.
    """
    lines = Path(file).read_text(encoding="utf-8").splitlines() if file else sys.stdin
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)["text"]
        except (ValueError, KeyError, TypeError):
            text = None
        if not isinstance(text, str):
            sys.stdout.flush()
            raise SystemExit(f'Line {number}: expected a JSON object like {{"text": "Hej"}}.')
        yield text
