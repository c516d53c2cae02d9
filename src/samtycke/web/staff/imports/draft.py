"""The page of a draft: columns with a guess to correct, what holds for the whole file, and the dry run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from samtycke.intake.door import FIELDS, IGNORED, DryRun, ImportState, first_rows
from samtycke.organisations.door import categories, open_purposes
from samtycke.web.parts.bars import Share, pieces
from samtycke.web.parts.law import METHODS
from samtycke.web.parts.tags import said
from samtycke.web.staff.imports import words

Option = tuple[str, str | Promise]


def draft_page(cursor: CursorWrapper, state: ImportState, tried: DryRun) -> dict[str, Any]:
    """What the template shows."""
    rows = first_rows(cursor, state.id, limit=3)
    return {
        "import": state,
        "encoding": _encoding(state),
        "columns": [_column(state, at, column, rows) for at, column in enumerate(state.columns)],
        "known": sum(1 for field in state.mapping.values() if field != IGNORED),
        "defaults": _defaults(cursor, state),
        "tried": tried,
        "groups": _groups(tried),
        "warnings": [words.warning(found) for found in tried.warnings],
        "nothing_new": tried.accepted > 0 and tried.unchanged == tried.accepted,
        "pieces": pieces([Share(tried.accepted, "may"), Share(tried.refused, "not", "cross")]),
    }


def read_mapping(sent: QueryDict, columns: Sequence[str]) -> dict[str, str]:
    """Column to field, as the form says it: selects are named by their place. One without a field is an attribute."""
    chosen = {column: sent.get(f"column-{at}", "") for at, column in enumerate(columns)}
    return {column: field for column, field in chosen.items() if field}


def read_defaults(sent: QueryDict) -> dict[str, str]:
    """What holds for the whole file."""
    return {name: sent.get(f"default-{name}", "").strip() for name in FIELDS if f"default-{name}" in sent}


def _column(state: ImportState, at: int, column: str, rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    options: list[Option] = [
        ("", _("Attribute {{%(column)s}}") % {"column": column}),
        *((field, words.FIELDS[field]) for field in FIELDS),
        (IGNORED, _("Leave out")),
    ]
    return {
        "name": f"column-{at}",
        "column": column,
        "options": options,
        "value": state.mapping.get(column, ""),
        "examples": [row[at] for row in rows if at < len(row) and row[at]],
    }


def _defaults(cursor: CursorWrapper, state: ImportState) -> list[dict[str, Any]]:
    """Only what no column says."""
    said_by_columns = set(state.mapping.values())
    wanted: list[str] = []
    if "sold_at" in said_by_columns:
        wanted += words.SALE_DEFAULTS
    if "consented_at" in said_by_columns or "sold_at" not in said_by_columns:
        wanted += words.CONSENT_DEFAULTS
    asked = dict.fromkeys(name for name in wanted if name not in said_by_columns)
    return [_default(cursor, state.defaults, name) for name in asked]


def _default(cursor: CursorWrapper, defaults: Mapping[str, str], name: str) -> dict[str, Any]:
    choose: Option = ("", _("Choose …"))
    options: list[Option] | None = None
    if name == "purpose":
        known = [(slug, said(one.name)) for slug, one in open_purposes(cursor).items()]
        options = [choose, *known]
    elif name == "method":
        options = [choose, *((one, METHODS[one]) for one in words.METHODS)]
    elif name == "category":
        options = [choose, *((slug, said(one.name)) for slug, one in categories(cursor).items())]
    elif name in ("collected_in_sale", "informed", "offered_refusal"):
        options = [choose, ("yes", _("Yes, for every row")), ("no", _("No"))]
    hints = {
        "wording": _("Word for word what the person was shown. It is kept as evidence."),
        "source": _("A till, a form, a fair. Not required."),
    }
    return {
        "name": f"default-{name}",
        "label": words.FIELDS[name],
        "options": options,
        "value": defaults.get(name, ""),
        "hint": hints.get(name, ""),
        "long": name == "wording",
    }


def _groups(tried: DryRun) -> list[dict[str, Any]]:
    return [
        {
            "count": group.count,
            "says": words.reason(group.field, group.reason),
            "lines": [refusal.line for refusal in group.first],
            "more": group.count > len(group.first),
            "first": [refusal.message for refusal in group.first[:3]],
        }
        for group in tried.groups
    ]


def _encoding(state: ImportState) -> dict[str, str]:
    names = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "windows-1252": "Windows-1252"}
    signs = {";": _("semicolons"), ",": _("commas"), "\t": _("tabs"), "|": _("bars")}
    return {"name": names.get(state.encoding, state.encoding.upper()), "sign": signs.get(state.delimiter, "")}
