"""No file that is kept holds a secret: keys of services, private keys, and long random words beside a telling name."""

from __future__ import annotations

import math
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHAPES = re.compile(
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{60,}|\bxox[abprs]-[A-Za-z0-9-]{20,}"
    r"|\bshpss_[0-9a-f]{32}|\bsk_live_[A-Za-z0-9]{20,}|\bsam_(?:live|test)_[A-Za-z0-9_-]{30,}"
    r"|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\."
)
"""Secrets that can be told by how they look."""
NAMED = re.compile(
    r"(?i)(?:secret|token|passw(?:or)?d|api_?key|private_?key)\w*[\"']?\s*[:=]\s*[\"']([A-Za-z0-9+/_=-]{20,})[\"']"
)
UNREAD = {".lock", ".ttf", ".woff2", ".png"}
"""Hashes by the thousand, and what is no text."""
RANDOM = 3.8
"""Bits for each character: words and paths have fewer, what a machine drew has more."""


def secrets_in(text: str) -> list[str]:
    """What looks like a secret, its first characters alone."""
    return [found[0][:12] for found in SHAPES.finditer(text)] + [
        found[1][:4] for found in NAMED.finditer(text) if entropy(found[1]) > RANDOM
    ]


def entropy(word: str) -> float:
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values())


def test_no_file_of_ours_holds_a_secret():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    found = {}
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        text = path.read_text(errors="replace") if path.is_file() and path.suffix not in UNREAD else ""
        if held := secrets_in(text):
            found[name] = held
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "ghp" + "_" + "a1B2" * 9,
        'api_key = "' + "q7Zx9Lm2Vt4Kp8Rw3Ny6" + '"',
        "'secret': '" + "4f9c1e7ab3d85260fe71" + "9c0d'",
    ],
)
def test_a_secret_is_seen(line):
    """So that the test above is one that can fail."""
    assert secrets_in(line)
