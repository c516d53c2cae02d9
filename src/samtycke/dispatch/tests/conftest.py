"""A virtual network over real SMPP, and a shop whose carrier it is."""

from __future__ import annotations

import pytest

from samtycke.dispatch.tests.scene import carrier_of, phones


@pytest.fixture
def phone():
    with phones() as running:
        yield running


@pytest.fixture
def shop(organisation, phone, settings):
    settings.CARRIERS = {carrier_of(organisation): phone.url}
    return organisation
