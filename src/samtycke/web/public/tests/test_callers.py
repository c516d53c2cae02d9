"""Whose address it is: what our own proxies say, and nothing a caller writes."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from samtycke.web.frame.callers import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "192.0.2.9"),
        (0, "203.0.113.5", "192.0.2.9"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 192.0.2.8", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.9"),
        (1, None, "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
        (1, "x" * 500, "x" * 64),
    ],
)
def test_the_address_is_the_last_that_a_proxy_of_ours_did_not_write(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.9")) == address
