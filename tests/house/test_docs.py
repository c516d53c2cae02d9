"""The documents are true: links lead somewhere, and what is generated is up to date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_promise_of_the_readme_is_linked_to_its_test():
    promised = re.findall(r"^\| \d+ \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert len(promised) == 10


def test_the_page_of_commands_is_what_the_commands_say():
    """Asked in a process of its own: defaults come from the environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SAMTYCKE_", "DATABASE_"))}
    say = "from samtycke.ops.reference import commands_page; print(commands_page(), end='')"
    done = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, env=clean, check=True)
    assert done.stdout == (ROOT / "docs/reference/commands.md").read_text(), "run `python -m samtycke.ops.reference`"
