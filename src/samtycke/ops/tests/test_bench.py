"""A measurement makes a town, measures, and takes all of it away again. How long it takes is nobody's promise here."""

from __future__ import annotations

import os

import pytest

from samtycke.ops.bench import decide, preview
from samtycke.organisations.door import Organisation


@pytest.mark.parametrize("measurement", [decide, preview])
def test_a_measurement_leaves_nothing_behind(measurement, monkeypatch):
    monkeypatch.setenv("DATABASE_OWNER_URL", os.environ["SAMTYCKE_TEST_OWNER_URL"])
    before = Organisation.objects.count()
    measured = measurement.measure(300)
    assert measured.ratio > 0
    assert measured.detail
    assert Organisation.objects.count() == before
