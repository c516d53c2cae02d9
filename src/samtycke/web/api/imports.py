"""Many people at once: a CSV or rows, each with its provenance, recorded in the background."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import P, QueryEx, Router, Schema
from pydantic import Field

from samtycke.intake.door import (
    FIELDS,
    IGNORED,
    ImportState,
    draft_import,
    draft_rows,
    import_state,
    map_import,
    refusals,
    refusals_csv,
    start_import,
)
from samtycke.web.api.acting import acting
from samtycke.web.api.answer import Answer
from samtycke.web.api.bearer import ApiRequest, Bearer, by
from samtycke.web.api.body import read_json
from samtycke.web.api.problem import FieldError, Problem, invalid
from samtycke.web.api.shapes import LOOKED_FOR, REFUSED, ProblemOut

router = Router(tags=["imports"])

Mapped = QueryEx[str, P(description='What columns hold, as JSON: {"Mobil": "number"}. Those not named are guessed.')]
Default = QueryEx[str, P(description="What holds for every row that does not say otherwise.")]
Named = QueryEx[str, P(max_length=200, description="What to call it in the list of imports.")]

_SHOWN = 1_000
_CSV = "text/csv"


class QueuedOut(Schema):
    """An import that has been taken in and will run."""

    id: int
    state: str = Field(examples=["queued"])
    rows: int = Field(description="How many rows were read.")
    mapping: dict[str, str] = Field(description="What each column was taken to hold. Any other is an attribute.")


class RefusalOut(Schema):
    """A row that was refused, and why."""

    line: int = Field(description="As in the file, its header being 1. Of JSON rows: their place, the first being 1.")
    field: str
    reason: str = Field(description="A stable code.")
    message: str


class ImportOut(Schema):
    """How an import is going."""

    id: int
    state: str = Field(description="queued, running, done or failed.")
    rows: int
    done: int = Field(description="Rows that have been read so far.")
    accepted: int
    refused: int
    unchanged: int = Field(description="Accepted, but known already.")
    blocked: int = Field(description="Accepted, but on a block list; they stay there.")
    warnings: list[dict[str, Any]] = Field(description="What a person should look at, each with a `code`.")
    refusals: list[RefusalOut] = Field(description=f"The first {_SHOWN}.")


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _CSV: {
                "schema": {"type": "string", "description": "A header and rows: UTF-8 or Windows-1252, ; , tab or |."},
                "example": "number;name;purpose;method;consented_at;wording\n"
                "+46701740605;Åsa;offers;web_form;2026-03-02;Ja, skicka erbjudanden.\n",
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["rows"],
                    "properties": {"rows": {"type": "array", "items": {"type": "object"}}},
                },
                "example": {
                    "rows": [
                        {
                            "number": "+46701740605",
                            "category": "shoes",
                            "sold_at": "2026-03-02",
                            "collected_in_sale": True,
                            "informed": True,
                            "offered_refusal": True,
                        }
                    ]
                },
            },
        },
    }
}


@router.post(
    "/imports",
    auth=Bearer("contacts:write"),
    response={202: QueuedOut, **REFUSED, 413: ProblemOut},
    summary="Import people",
    openapi_extra=_BODY,
)
@acting
def create_import(
    request: ApiRequest,
    mapping: Mapped = "",
    purpose: Default = "",
    method: Default = "",
    wording: Default = "",
    source: Default = "",
    category: Default = "",
    name: Named = "API",
) -> Answer:
    """Read a CSV (`text/csv`) or rows (`application/json`). Rows without provenance are refused one by one.

    Columns are guessed from their headers, in English (`number, name, purpose, method, consented_at, wording, source,
    category, sold_at, collected_in_sale, informed, offered_refusal, refused`) or Swedish. The same file twice
    changes nothing.
    """
    import_id = _drafted(request, name)
    state = _found(request, import_id)
    given = {"purpose": purpose, "method": method, "wording": wording, "source": source, "category": category}
    map_import(
        request.cursor,
        import_id,
        mapping=_mapping(state, mapping) if mapping else None,
        defaults={field: value for field, value in given.items() if value},
    )
    start_import(request.cursor, import_id)
    state = _found(request, import_id)
    return Answer(202, {"id": state.id, "state": state.state, "rows": state.rows, "mapping": state.mapping})


def _drafted(request: ApiRequest, name: str) -> int:
    if request.content_type == _CSV:
        return draft_import(request.cursor, name=name, content=request.body, by=by(request))
    if request.content_type != "application/json":
        raise Problem("unsupported-media-type", _("Send text/csv or application/json."))
    sent = read_json(request.body)
    rows = sent.get("rows") if isinstance(sent, dict) else sent
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise invalid(FieldError("rows", "missing", _('Send {"rows": [{...}, ...]}: an object for each row.')))
    return draft_rows(request.cursor, rows, name=name, by=by(request))


def _mapping(state: ImportState, text: str) -> dict[str, str]:
    """What the caller says of some columns; of the others what was guessed, where it is not said already."""
    try:
        given = json.loads(text)
        pairs = {str(column): str(field) for column, field in given.items()}
    except (ValueError, AttributeError):
        words = _('Write the mapping as a JSON object, as {"Mobil": "number"}.')
        raise invalid(FieldError("mapping", "unreadable", words)) from None
    if pairs.keys() <= set(FIELDS) and set(pairs.values()) <= set(state.columns):
        # Written the other way round; that it can only be read so makes it plain.
        pairs = {column: field for field, column in pairs.items()}
    taken = set(pairs.values()) - {IGNORED}
    guessed = {column: field for column, field in state.mapping.items() if field not in taken}
    return {**guessed, **pairs}


@router.get(
    "/imports/{int:import_id}",
    auth=Bearer("contacts:read"),
    response={200: ImportOut, **LOOKED_FOR},
    summary="How an import is going",
)
@acting
def get_import(request: ApiRequest, import_id: int) -> Answer:
    """State, counts and the first refusals."""
    state = _found(request, import_id)
    if state.state == "draft":
        raise Http404
    return Answer(
        200,
        {
            "id": state.id,
            "state": state.state,
            "rows": state.rows,
            "done": state.done,
            "accepted": state.accepted,
            "refused": state.refused,
            "unchanged": state.unchanged,
            "blocked": state.blocked,
            "warnings": list(state.warnings),
            "refusals": [
                {"line": one.line, "field": one.field, "reason": one.reason, "message": one.message}
                for one in refusals(request.cursor, import_id, limit=_SHOWN)
            ],
        },
    )


_REFUSALS = {
    "responses": {
        200: {
            "description": "The refused rows, with their lines and reasons.",
            "content": {_CSV: {"schema": {"type": "string"}}},
        }
    }
}


@router.get(
    "/imports/{int:import_id}/refusals.csv",
    auth=Bearer("contacts:read"),
    response=LOOKED_FOR,
    openapi_extra=_REFUSALS,
    summary="The refused rows, to mend and send again",
)
@acting
def get_refusals(request: ApiRequest, import_id: int) -> HttpResponse:
    """Every refused row as it was sent, with the line it stood on and what is wrong with it, as a CSV."""
    _found(request, import_id)
    content = "".join(refusals_csv(request.cursor, import_id))
    return HttpResponse(
        content,
        content_type=f"{_CSV}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="refusals-{import_id}.csv"'},
    )


def _found(request: ApiRequest, import_id: int) -> ImportState:
    state = import_state(request.cursor, import_id)
    if state is None:
        raise Http404
    return state
