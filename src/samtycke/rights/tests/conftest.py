"""What the tests of this room start from."""

from __future__ import annotations

import pytest

from samtycke.rights.tests.scene import shop as make_shop


@pytest.fixture
def shop():
    """Skobutiken, with a number of its own to answer to."""
    return make_shop()
