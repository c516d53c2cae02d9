"""The reference pages, written from the program itself: `python -m samtycke.ops.reference`."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from samtycke.ops import commands
from samtycke.policy import Pack, Rule, countries, pack_for, sections

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "reference"


def commands_page() -> str:
    """The page of commands as it must be now. Written at a fixed width, so that it is the same on every terminal."""
    os.environ["COLUMNS"] = "100"
    out = [
        "# Commands\n\nWritten from the commands themselves (`python -m samtycke.ops.reference`); "
        "a test holds them together.\n"
    ]
    for name in sorted(module.name for module in pkgutil.iter_modules(commands.__path__)):
        module = importlib.import_module(f"samtycke.ops.commands.{name}")
        parser = argparse.ArgumentParser(prog=f"samtycke {name}", description=module.HELP)
        module.add_arguments(parser)
        out.append(f"## {name}\n\n```\n{parser.format_help().strip()}\n```\n")
    return "\n".join(out)


def rules_page() -> str:
    """The page of rules as it must be now: each country's, in the order they are asked."""
    out = [
        "# Rules\n\nWritten from the packs (`python -m samtycke.ops.reference`); a test holds them together.\n"
        "A running program shows the same, in Swedish and English, with their words in full, at `/guide/rules`.\n\n"
        "In the order they are asked: denials, bases, the conditions of consent (`consent.*`) and of the exception\n"
        "for customers, the soft opt-in (`soft.*`), what speaks when there is no basis, the bases of service texts,\n"
        "holds, and what a service text waits for. "
        "An unknown value, or an error in a rule, is a denial. \\* marks ethics rather than law.\n"
    ]
    return "\n".join([*out, *(_country(pack_for(code)) for code in countries())])


def _country(pack: Pack) -> str:
    head = f"## {pack.name}\n\nMarketing from {pack.begins}; before that, no. Authority: "
    table = ["| id | verdict | when | source |", "|---|---|---|---|"]
    table += [_row(rule, section.verdict) for section in sections(pack) for rule in section.rules]
    return "\n".join((f"{head}[{pack.authority.name}]({pack.authority.url}).\n", *table, "", *_figures(pack), ""))


def _row(rule: Rule, verdict: str) -> str:
    mark = "\\*" if rule.ethics else ""
    source = f"[{rule.cites}]({rule.url})" if rule.url else rule.cites
    since = f", since {rule.since}" if rule.since.year > 1 else ""
    return f"| `{rule.id}`{mark} | {verdict} | {rule.words.label['en']} | {source}{since} |"


def _figures(pack: Pack) -> Iterator[str]:
    names = ("customer_months", "quiet_hours", "per_24h", "per_7d")
    for name in names:
        for one in getattr(pack.schedule, name):
            value = "–".join(f"{clock:%H:%M}" for clock in one.value) if name == "quiet_hours" else one.value
            yield f"- `{name}` {value}, since {one.since} ({one.source})"


PAGES = {"commands.md": commands_page, "rules.md": rules_page}

if __name__ == "__main__":
    for name, written in PAGES.items():
        (FOLDER / name).write_text(written(), encoding="utf-8")
        sys.stdout.write(f"{name}\n")
