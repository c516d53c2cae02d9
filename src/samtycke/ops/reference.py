"""The reference pages, written from the program itself: `python -m samtycke.ops.reference`."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samtycke.ops import commands
from samtycke.policy import Pack, Question, Rule, countries, pack_for, sections

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


def case_page() -> str:
    """The page of a told case as it must be now: every part, with its fields."""
    schema = Question.model_json_schema()
    parts = {"A case": schema, **{name: schema["$defs"][name] for name in _PARTS}}
    out = [
        "# A case that is told\n\n"
        "Written from its shape (`python -m samtycke.ops.reference`); a test holds them together.\n\n"
        "Lawyers write [cases](../howto/write-a-case.md) in it, `POST /api/v1/decisions` takes it\n"
        "[without a key](../howto/ask-whether-a-text-may-be-sent.md), and `/may-i` answers in it. What is left out\n"
        "takes the safe value; a field that is not here is refused. An instant carries its offset, as\n"
        "`2026-03-10T12:00:00+01:00`.\n"
    ]
    return "\n".join([*out, *(_part(name, part) for name, part in parts.items())])


_PARTS = ("Message", "Recipient", "Told", "Consent", "Purchase", "Objection", "Suppression", "Settings")


def _part(name: str, part: dict[str, Any]) -> str:
    needed = part.get("required", ())
    table = ["| field | takes | says |", "|---|---|---|"]
    for field, one in part["properties"].items():
        mark = " (needed)" if field in needed else ""
        table.append(f"| `{field}`{mark} | {_takes(one)} | {one['description']} |")
    return "\n".join((f"## {name}\n\n{part['description']}\n", *table, ""))


def _takes(one: dict[str, Any]) -> str:
    """The values of a field in a few words."""
    if "$ref" in one:
        name = one["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in one:
        return " or ".join(_takes(each) for each in one["anyOf"])
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    if one["type"] == "array":
        return "list of " + " and ".join(
            dict.fromkeys(_takes(each) for each in one.get("prefixItems", [one.get("items")]))
        )
    words = {"boolean": "true or false", "integer": "a whole number", "null": "null"}
    formats = {"date-time": "an instant", "time": "a time of day"}
    return formats.get(one.get("format", ""), words.get(one["type"], "two letters" if "pattern" in one else "text"))


PAGES = {"commands.md": commands_page, "rules.md": rules_page, "case.md": case_page}

if __name__ == "__main__":
    for name, written in PAGES.items():
        (FOLDER / name).write_text(written(), encoding="utf-8")
        sys.stdout.write(f"{name}\n")
