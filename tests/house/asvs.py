"""The list of OWASP ASVS, as a page: `python -m tests.house.asvs` writes it from asvs.yaml."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/asvs.md"
STATES = {"met": "met", "not": "does not apply", "open": "**open**"}
Requirement = dict[str, str]
"""What it says, and its one state."""

_HEAD = """\
# OWASP ASVS 4.0.3, level 2

Every requirement of levels 1 and 2, {all} in all: **{met} met**, {no} that do not apply, **{open} open**, each with
what is missing. Met means that a test fails when it no longer holds, and the line leads to that test; {files} that no
program can test lead to where they are decided. Requirements are told in our own words; the numbers are those of the
standard.

Written from `tests/house/asvs.yaml` (`python -m tests.house.asvs`). A test keeps the list complete, finds every test
and file that is named, and holds this page to the list.
"""


def read() -> dict[str, dict[str, Requirement]]:
    """Chapters, with their requirements by number."""
    found: dict[str, dict[str, Requirement]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())
    return found


def levels() -> dict[str, int]:
    """The lowest level that asks for it, of every requirement of levels 1 and 2."""
    lines: dict[int, list[str]] = yaml.safe_load(Path(__file__).with_name("asvs_levels.yaml").read_text())
    return {number: level for level, some in lines.items() for line in some for number in line.split()}


def state_of(one: Requirement) -> str:
    """``met``, ``not`` or ``open``."""
    return next(state for state in STATES if state in one)


def page() -> str:
    """The page as it must be now."""
    chapters, of_level = read(), levels()
    asked = {name: {n: one for n, one in some.items() if n in of_level} for name, some in chapters.items()}
    out = [_head(asked), _summary(asked), _open(chapters)]
    for name, requirements in chapters.items():
        out.append(f"## {name}\n\n| | level | requirement | state | shown by, or why |\n|---|---|---|---|---|")
        out += [_row(number, of_level.get(number, 3), one) for number, one in requirements.items()]
        out.append("")
    return "\n".join(out)


def _head(asked: dict[str, dict[str, Requirement]]) -> str:
    all_ = [one for some in asked.values() for one in some.values()]
    counts = Counter(map(state_of, all_))
    files = sum(1 for one in all_ if "::" not in one.get("met", "::"))
    return _HEAD.format(all=len(all_), met=counts["met"], no=counts["not"], open=counts["open"], files=files)


def _summary(asked: dict[str, dict[str, Requirement]]) -> str:
    rows = ["| chapter | met | does not apply | open |", "|---|---:|---:|---:|"]
    for name, some in asked.items():
        counts = Counter(map(state_of, some.values()))
        rows.append(
            f"| [{name}](#{_anchor(name)}) | {counts['met']} | {counts['not'] or ''} | {counts['open'] or ''} |"
        )
    return "\n".join([*rows, ""])


def _anchor(heading: str) -> str:
    return "".join(sign for sign in heading.lower().replace(" ", "-") if sign.isalnum() or sign == "-")


def _open(chapters: dict[str, dict[str, Requirement]]) -> str:
    rows = [
        f"| {number} | {one['says']} | {one['open']} |"
        for some in chapters.values()
        for number, one in some.items()
        if "open" in one
    ]
    if not rows:
        return "## What is open\n\nNothing.\n"
    return "\n".join(["## What is open", "", "| | requirement | what is missing |", "|---|---|---|", *rows, ""])


def _row(number: str, level: int, one: Requirement) -> str:
    state = state_of(one)
    shown = _shown(one[state]) if state == "met" else one[state]
    return f"| {number} | {level} | {one['says']} | {STATES[state]} | {shown} |"


def _shown(evidence: str) -> str:
    """A link to a test or a file; the test's name is a sentence."""
    path, _colons, name = evidence.partition("::")
    said = name.removeprefix("test_").replace("_", " ") or path.rsplit("/", 1)[-1]
    return f"[{said}](../../{path})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
