"""The documentation of the API as a page of our own: nothing is loaded from elsewhere, and no script is needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from samtycke.web.api.api import api
from samtycke.web.api.problem import TYPES


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a member: ``type`` in words."""

    name: str
    type: SafeString
    needed: bool
    says: SafeString


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema that calls take or answer."""

    name: str
    says: SafeString
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A status, and the schemas of its body."""

    status: str
    says: SafeString
    shapes: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    says: tuple[SafeString, ...]
    parameters: tuple[Field, ...]
    takes: tuple[SafeString, ...]
    example: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Calls about one thing."""

    name: str
    says: SafeString
    calls: tuple[Call, ...]


def docs(request: HttpRequest) -> HttpResponse:
    """Every call and every shape, made of the same description that programs read (openapi.json)."""
    schema: dict[str, Any] = api.get_openapi_schema()
    shapes = schema["components"]["schemas"]
    calls = list(_calls(schema))
    chapters = [
        Chapter(tag["name"], _marked(tag["description"]), tuple(call for name, call in calls if name == tag["name"]))
        for tag in schema["tags"]
    ]
    return render(
        request,
        "api/docs.html",
        {
            "about": _paragraphs(schema["info"]["description"]),
            "version": schema["info"]["version"],
            "openapi": schema["openapi"],
            "problems": [(name, int(status), title) for name, (status, title) in TYPES.items()],
            "chapters": chapters,
            "shapes": [_shape(name, shape) for name, shape in sorted(shapes.items())],
        },
    )


def _calls(schema: Mapping[str, Any]) -> Iterator[tuple[str, Call]]:
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            content = one.get("requestBody", {}).get("content", {})
            yield (
                one["tags"][0],
                Call(
                    id=one["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=one["summary"],
                    says=_paragraphs(one["description"]),
                    parameters=tuple(_parameter(parameter) for parameter in one.get("parameters", ())),
                    takes=tuple(_body(media_type, body["schema"]) for media_type, body in content.items()),
                    example=_example(schema, content),
                    answers=tuple(_answers(one["responses"])),
                ),
            )


def _body(media_type: str, schema: Mapping[str, Any]) -> SafeString:
    return format_html("{} (<code>{}</code>)", _named(schema), media_type)


def _parameter(one: Mapping[str, Any]) -> Field:
    described = one.get("description") or one["schema"].get("description", "")
    return Field(one["name"], _named(one["schema"]), one.get("required", False), _marked(described))


def _answers(responses: Mapping[str | int, Mapping[str, Any]]) -> Iterator[Answered]:
    for status, answer in sorted(responses.items(), key=lambda one: int(one[0])):
        shapes = (_named(body["schema"]) for body in answer.get("content", {}).values())
        yield Answered(str(status), _marked(answer.get("description", "")), tuple(shapes))


def _shape(name: str, shape: Mapping[str, Any]) -> Shape:
    needed = shape.get("required", ())
    return Shape(
        name,
        _marked(shape.get("description", "")),
        tuple(
            Field(field, _named(one), field in needed, _marked(one.get("description", "")))
            for field, one in shape.get("properties", {}).items()
        ),
    )


def _named(schema: Mapping[str, Any]) -> SafeString:
    """A schema in a few words; one that has a name leads to it."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return format_html('<a href="#{}"><code>{}</code></a>', name, name)
    if several := next((schema[name] for name in ("anyOf", "oneOf", "allOf") if name in schema), None):
        return format_html_join(" or ", "{}", ((_named(one),) for one in several))
    if "enum" in schema:
        return format_html_join(" or ", "<code>{}</code>", ((one,) for one in schema["enum"]))
    if schema.get("type") == "array":
        return format_html("list of {}", _named(schema.get("items", {})))
    return conditional_escape(schema.get("format") or schema.get("type") or "anything")


def _paragraphs(text: str) -> tuple[SafeString, ...]:
    return tuple(_marked(paragraph) for paragraph in text.split("\n\n"))


def _marked(text: str) -> SafeString:
    """Text with `code` and **strong** words, as HTML."""
    escaped = str(conditional_escape(text))
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    return mark_safe(re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", coded))  # noqa: S308 - escaped above


def _example(schema: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """A body that could be sent: as it is written beside the call, else made of the members' own examples."""
    for body in content.values():
        if example := body.get("example"):
            return example if isinstance(example, str) else _pretty(example)
        shape = schema["components"]["schemas"].get(str(body["schema"].get("$ref", "")).rsplit("/", 1)[-1], {})
        made = {name: one["examples"][0] for name, one in shape.get("properties", {}).items() if "examples" in one}
        return _pretty(made) if made else ""
    return ""


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
