"""The API as a whole: its calls, its documentation, and how it answers what goes wrong."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from samtycke import __version__
from samtycke.web.api import campaigns, decisions, imports, messages, people
from samtycke.web.api.bearer import Bearer
from samtycke.web.api.body import BodyParser
from samtycke.web.api.problem import MEDIA_TYPE
from samtycke.web.api.refused import problem_of

_ABOUT = """\
Samtycke sends text messages that the law allows, and no others: every call passes the same gate.

**Keys.** `Authorization: Bearer sam_live_…`. Whatever a test key (`sam_test_…`) sends goes through everything and ends
at the simulator; nothing else differs. A key has **scopes**: each call names the one it needs, and a key without it is
answered 403 `scope`. A key ends after its last day, 401 `key-ended`; before that, change it for a successor in the
program (Settings, API keys), and both work while you put the new one in place. A key for service texts sends no
marketing.

**Errors** are problem documents (RFC 9457, `application/problem+json`): a stable `type` for programs, `title` and
`detail` in the language of `Accept-Language` (Swedish or English), and `errors` where fields must be corrected.

**Idempotency-Key** (any POST): the same key with the same request is answered as the first time, for a day, and nothing
is done again; with another request it is refused. While the first is being answered, the second waits.

**Lists** come in pages: give `next` as `cursor` to get the next one; null is the end.

**Times** are RFC 3339 with a zone, **numbers** E.164, **ids** integers, **money** hundredths of the currency.
"""

_TAGS = [
    {"name": "imports", "description": "Many people at once, each with the proof of what they said."},
    {"name": "people", "description": "What one person said or did: consents, withdrawals, objections, purchases."},
    {"name": "decisions", "description": "What the law says, without sending anything."},
    {"name": "messages", "description": "One text to one person."},
    {"name": "campaigns", "description": "One text to many."},
]


class _Api(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, with what is true of many calls written into each."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for path in schema["paths"].values():
            for method, operation in path.items():
                _complete(method, operation)
        for (path, method), scope in scopes().items():
            _declare(schema["paths"][path][method], scope)
        return schema


def scopes() -> dict[tuple[str, str], str]:
    """The scope that each call needs, by its path as the description has it, and its method."""
    found = {}
    for _prefix, router in api._routers:
        for route, view in router.path_operations.items():
            path = f"/api/v1{re.sub(r'{(?:[a-z]+:)?', '{', route)}"
            for one in view.operations:
                (auth,) = one.auth_callbacks
                assert isinstance(auth, Bearer)
                found.update({(path, method.lower()): auth.scope for method in one.methods})
    return found


def _declare(operation: dict[str, Any], scope: str) -> None:
    """Where programs look for it (OpenAPI 3.1: the roles of a scheme that has no scopes of its own), and in words."""
    for scheme in operation["security"]:
        for name in scheme:
            scheme[name] = [scope]
    operation["description"] = f"{operation['description']}\n\n**Scope:** `{scope}`"


def _complete(method: str, operation: dict[str, Any]) -> None:
    # The module's name is in what Ninja makes of it.
    operation["operationId"] = operation["operationId"].rsplit("_api_", 1)[-1].split("_", 1)[-1]
    for status, response in operation["responses"].items():
        if int(status) >= 400 and "content" in response:
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    if method == "post":
        operation.setdefault("parameters", []).append(
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": False,
                "schema": {"type": "string", "maxLength": 255},
                "description": "The same call with the same key is done once.",
            }
        )


api = _Api(
    title="Samtycke",
    version=__version__,
    description=_ABOUT,
    auth=Bearer(),
    parser=BodyParser(),
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"tags": _TAGS},
)
for room in (imports, people, decisions, messages, campaigns):
    router: Router = room.router
    api.add_router("", router)


def _answered(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(error, Exception)
    return problem_of(error).as_response()


for foreseen in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(foreseen, _answered)
