"""What several tests of the street need."""

from __future__ import annotations

import pytest

from samtycke.web.catalogues import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def _swedish():
    compile_catalogues()
