"""The documentation of the API as a page of our own: nothing is loaded from elsewhere, and no script is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samtycke.web.api.api import api


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a member: ``type`` in words."""

    name: str
    type: str
    needed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema that calls take or answer."""

    name: str
    says: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A status, and the schemas of its body."""

    status: str
    says: str
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    says: str
    parameters: tuple[Field, ...]
    takes: tuple[str, ...]
    example: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Calls about one thing."""

    name: str
    says: str
    calls: tuple[Call, ...]


def docs(request: HttpRequest) -> HttpResponse:
    """Every call and every shape, made of the same description that programs read (openapi.json)."""
    schema: dict[str, Any] = api.get_openapi_schema()
    shapes = schema["components"]["schemas"]
    calls = list(_calls(schema))
    chapters = [
        Chapter(tag["name"], tag["description"], tuple(call for name, call in calls if name == tag["name"]))
        for tag in schema["tags"]
    ]
    return render(
        request,
        "api/docs.html",
        {
            "about": schema["info"]["description"].split("\n\n"),
            "version": schema["info"]["version"],
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
                    id=one["operationId"].rsplit("_", 1)[-1] + f"-{method}-{one['summary'].lower().replace(' ', '-')}",
                    method=method.upper(),
                    path=path,
                    summary=one["summary"],
                    says=one.get("description", ""),
                    parameters=tuple(_parameter(parameter) for parameter in one.get("parameters", ())),
                    takes=tuple(_named(body["schema"]) for body in content.values()),
                    example=_example(schema, content),
                    answers=tuple(_answer(status, answer) for status, answer in one["responses"].items()),
                ),
            )


def _parameter(one: Mapping[str, Any]) -> Field:
    described = one.get("description") or one["schema"].get("description", "")
    return Field(one["name"], _named(one["schema"]), one.get("required", False), described)


def _answer(status: str | int, answer: Mapping[str, Any]) -> Answered:
    shapes = (_named(body["schema"]) for body in answer.get("content", {}).values())
    return Answered(str(status), answer.get("description", ""), tuple(shapes))


def _shape(name: str, shape: Mapping[str, Any]) -> Shape:
    needed = shape.get("required", ())
    return Shape(
        name,
        shape.get("description", ""),
        tuple(
            Field(field, _named(one), field in needed, one.get("description", ""))
            for field, one in shape.get("properties", {}).items()
        ),
    )


def _named(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_named(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_named(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "any")


def _example(schema: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """A body that could be sent: as it is written beside the call, else made of the members' own examples."""
    for body in content.values():
        if example := body.get("example"):
            return example if isinstance(example, str) else _pretty(example)
        shape = schema["components"]["schemas"].get(_named(body["schema"]), {})
        made = {name: one["examples"][0] for name, one in shape.get("properties", {}).items() if "examples" in one}
        return _pretty(made) if made else ""
    return ""


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
