"""The list of OWASP ASVS, as a page: `python -m tests.house.asvs` writes it from asvs.yaml."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/asvs.md"
STATES = {"met": "met", "not": "does not apply", "open": "**open**"}
_HEAD = """\
# OWASP ASVS 4.0.3, level 2

Written from `tests/house/asvs.yaml` (`python -m tests.house.asvs`); a test holds them together, and finds
every test and file that is named. Requirements are told in our own words; the numbers are those of the
standard. What is not written here is not claimed. {met} met, {no} that do not apply, {open} open, each with what is
missing.
"""


def read() -> dict[str, dict[str, dict[str, str]]]:
    """Chapters, with their requirements by number: what it says, and its one state."""
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())
    return found


def page() -> str:
    """The page as it must be now."""
    chapters = read()
    counts = Counter(
        state for chapter in chapters.values() for one in chapter.values() for state in STATES if state in one
    )
    out = [_HEAD.format(met=counts["met"], no=counts["not"], open=counts["open"])]
    for name, requirements in chapters.items():
        out.append(f"## {name}\n\n| | requirement | state | shown by, or what is missing |\n|---|---|---|---|")
        out += [_row(number, one) for number, one in requirements.items()]
        out.append("")
    return "\n".join(out)


def _row(number: str, one: dict[str, str]) -> str:
    state = next(state for state in STATES if state in one)
    return f"| {number} | {one['says']} | {STATES[state]} | {_shown(one[state]) if state == 'met' else one[state]} |"


def _shown(evidence: str) -> str:
    path, _colons, name = evidence.partition("::")
    return f"[{name or path.rsplit('/', 1)[-1]}](../../{path})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
