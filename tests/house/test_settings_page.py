"""Every variable that the program reads is told of, and none that it does not read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\b(?:SAMTYCKE_[A-Z_]*[A-Z]|DATABASE_(?:OWNER_)?URL)\b")
BETWEEN_PROCESSES = {"SAMTYCKE_DATABASE_ROLE", "SAMTYCKE_LIFELINE"}
"""What a process of the program hands to another, and nobody sets."""


def test_the_page_of_settings_tells_of_each_variable_and_of_no_other():
    files = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    read = {name for path in files for name in NAME.findall(path.read_text())} - BETWEEN_PROCESSES
    assert set(NAME.findall((ROOT / "docs/reference/settings.md").read_text())) == read
