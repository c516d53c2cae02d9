"""Alice calls with the keys of her organisation, Charlie with that of another. Every answer is held to openapi.json."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pydantic import TypeAdapter

from samtycke.organisations.door import make_api_key
from samtycke.web.api.api import api
from samtycke.web.catalogues import compile_catalogues

WORDING = "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden."


@pytest.fixture(scope="session", autouse=True)
def _swedish():
    compile_catalogues()


@dataclass(frozen=True)
class Caller:
    """A program with a key."""

    key: str
    client: Client

    def get(self, path: str, **headers: str) -> Any:
        return self._held(self.client.get(f"/api/v1{path}", headers=self._headers(headers)), "get", path)

    def post(self, path: str, body: object = None, *, media_type: str = "application/json", **headers: str) -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
        answer = self.client.post(f"/api/v1{path}", data=data, content_type=media_type, headers=self._headers(headers))
        return self._held(answer, "post", path)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.key}", "Accept-Language": "en", **named}

    def _held(self, answer: Any, method: str, path: str) -> Any:
        """A call answers nothing but what its documentation says."""
        for operation in api_operations():
            if method in operation.methods and operation.matches(path):
                models = operation.models
                assert answer.status_code in models, (path, answer.status_code, answer.content)
                model = models[answer.status_code]
                if model is not None:
                    TypeAdapter(model).validate_json(json.dumps({"response": json.loads(answer.content)}))
                problem = answer.status_code >= 400
                expected = "application/problem+json" if problem else "application/json"
                assert answer["Content-Type"].startswith((expected, "text/csv"))
                return answer
        return answer


@dataclass(frozen=True)
class Operation:
    methods: frozenset[str]
    pattern: str
    models: dict[int, Any]

    def matches(self, path: str) -> bool:
        return re.fullmatch(self.pattern, path.split("?")[0]) is not None


def api_operations() -> list[Operation]:
    found = []
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            pattern = re.sub(r"\\\{.*?\\\}", "[0-9]+", re.escape(path))
            for one in view.operations:
                models = {**one.response_models}
                if path.endswith(".csv"):
                    models[200] = None
                found.append(Operation(frozenset(m.lower() for m in one.methods), pattern, models))
    return found


def caller(organisation, *, test: bool = False) -> Caller:
    return Caller(make_api_key(organisation, name="kassan", test=test), Client())


@pytest.fixture
def alice(organisation):
    return caller(organisation)


@pytest.fixture
def testing(organisation):
    """Alice, with a test key."""
    return caller(organisation, test=True)


@pytest.fixture
def charlie(other_organisation):
    return caller(other_organisation)


CONSENT = {
    "number": "+46701740605",
    "name": "Åsa Öberg",
    "purpose": "offers",
    "method": "web_form",
    "consented_at": "2026-03-02T10:00:00+01:00",
    "wording": WORDING,
    "source": "skobutiken.se",
    "shop": "Umeå",
}
PURCHASE = {
    "number": "+46701740606",
    "category": "shoes",
    "sold_at": "2026-10-02T10:00:00+02:00",
    "collected_in_sale": True,
    "informed": True,
    "offered_refusal": True,
}
OFFER = {"kind": "marketing", "purpose": "offers", "categories": ["shoes"], "sender": "Skobutiken"}


def text_to(number: str, text: str = "Höstens skor är här.") -> dict[str, object]:
    return {**OFFER, "to": number, "text": text}


def campaign_to(audience: object, **more: object) -> dict[str, object]:
    text = "Hej {{name|du}}! Höstens skor är här."
    return {**OFFER, "name": "Höst", "text": text, "audience": audience, **more}
