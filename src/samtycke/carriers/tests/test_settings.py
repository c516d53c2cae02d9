"""A carrier's URL says all about it; what cannot be is refused with its reason, and never with its password."""

from __future__ import annotations

import pytest

from samtycke.carriers import BadUrl, connect
from samtycke.carriers.smpp.settings import read_url


async def nothing(_):
    pass


@pytest.mark.parametrize(
    ("url", "because"),
    [
        ("smpp://us:hemligt@host?windw=3", "unknown setting windw"),
        ("smpp://us:hemligt@host?window=0", "window is a number, at least 1"),
        ("smpp://us:hemligt@host?window=many", "window is a number"),
        ("smpp://us:hemligt@host?tps=nan", "tps is a number"),
        ("smpp://us:hemligt@host?tps=-1", "tps is a number, at least 0"),
        ("smpp://us:hemligt@host?alphabet=klingon", "alphabet is gsm or latin1 or ascii"),
        ("smpp://us:hemligt@host?ids=octal", "ids is same or"),
        ("smpp://us:hemligt@host?left=0xnej", "left is codes with a comma between"),
        ("smpp://us:hemligt@host:port", "the port is not a number"),
        ("smpp://us:hem#ligt@host:2775", "the port is not a number"),
        ("smpp://us:hemligt@", "write smpp://"),
        ("smpp://us:hemligt@host/path", "write smpp://"),
        ("pigeon://us:hemligt@roof", "no carrier called pigeon"),
        ("base://us:hemligt@host", "no carrier called base"),
        ("phone://us:hemligt@host", "no carrier called phone"),
        ("smpp.wire://us:hemligt@host", "no carrier called smpp.wire"),
        ("hemligt", "no carrier called"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason_and_without_its_password(url, because):
    with pytest.raises(BadUrl, match=because) as refused:
        connect(url, inbound=nothing, name="x")
    assert "ligt" not in str(refused.value).replace("called hemligt", "")
    assert "carrier x" in str(refused.value)


def test_a_url_says_it_all_and_settings_never_show_the_password():
    settings = read_url("smpp://us:p%40ss@host:1234?window=7&tps=2.5&alphabet=latin1&ids=receipt-hex&long=sar", "x")
    assert (settings.host, settings.port, settings.system_id, settings.password) == ("host", 1234, "us", "p@ss")
    assert (settings.window, settings.tps, settings.alphabet) == (7, 2.5, "latin1")
    assert (settings.ids, settings.long) == ("receipt-hex", "sar")
    assert "p@ss" not in repr(settings)


def test_the_codes_of_those_who_left_are_kept_as_results_and_receipts_carry_them():
    assert read_url("smpp://host?left=0x0411, 009,", "x").left == {"0x411", "009"}


def test_what_a_url_leaves_out_is_the_usual():
    settings = read_url("smpp://host", "x")
    assert (settings.port, settings.window, settings.tps, settings.alphabet, settings.ids) == (
        2775, 50, None, "gsm", "same",
    )  # fmt: skip
