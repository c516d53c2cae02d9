"""What openapi.json says of each call is what the call does, tried with whatever that description allows."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from samtycke.ops.wsgi import application
from samtycke.organisations.door import SCOPES, make_api_key

described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
PROMISED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    ignored_auth,
]


@pytest.fixture(scope="module")
def described_organisation():
    """One of its own: nothing that is made up here is sent to anybody."""
    from samtycke.ops.cast import make_organisation

    return make_organisation("beskriven")


@pytest.fixture(scope="module", params=[SCOPES, ("decisions:read",)], ids=["every scope", "few scopes"])
def key(request, described_organisation):
    """A test key with every scope, and one with few, which most calls refuse."""
    return make_api_key(described_organisation, name="prov", test=True, scopes=request.param)


@described.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_a_call_does_what_is_described(case, key):
    """No failure of ours, no status, header, media type or shape that is not told of, and nothing without a key."""
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=PROMISED)
