"""What is installed is what was chosen: each part at one version, held to the digests of its files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PART = re.compile(
    r"^([a-z0-9._-]+)==(\S+?)(?: ;[^\\]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def parts(name: str) -> dict[str, str]:
    """Each part of a lock file, with its version."""
    return {found[1]: found[2] for found in PART.finditer((ROOT / name).read_text())}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_part_that_is_installed_is_held_to_its_hash(name):
    """And none comes from an address of its own."""
    text = (ROOT / name).read_text()
    begun = re.findall(r"^\S+", text, re.MULTILINE)
    assert len(begun) == len(parts(name)) > 40
    assert not re.search(r"https?://|git\+|--(extra-)?index-url|--trusted-host|--find-links|^-e ", text, re.MULTILINE)
    assert "--require-hashes requirements-dev.lock" in (ROOT / "Makefile").read_text()


def test_what_the_program_asks_for_is_in_the_lock_and_the_same_where_it_is_tried():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=~! ;]", one)[0].lower().replace("_", "-") for one in asked}
    assert names <= set(parts("requirements.lock"))
    tried = parts("requirements-dev.lock")
    assert {name: tried.get(name) for name in parts("requirements.lock")} == parts("requirements.lock")
