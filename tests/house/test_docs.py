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


@pytest.mark.parametrize("name", ["commands", "rules", "case"])
def test_a_page_of_reference_is_what_the_program_says(name):
    """Asked in a process of its own: defaults come from the environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SAMTYCKE_", "DATABASE_"))}
    say = f"from samtycke.ops.reference import {name}_page; print({name}_page(), end='')"
    done = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, env=clean, check=True)
    assert done.stdout == (ROOT / f"docs/reference/{name}.md").read_text(), "run `python -m samtycke.ops.reference`"
