"""Other people never stand in a copy of somebody's data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samtycke.rights.others import HIDDEN, Known, all_without_others, without_others, without_staff

KNOWN = Known({"+46701740605", "+46846500400"}, {"fragor@skobutiken.example"}, "SE")


def test_somebody_elses_number_and_address_are_hidden_and_ones_own_are_not():
    text = "Jag har 070-174 06 05, ring Bo på 0701740666 eller bo.lind@example.se, butiken 08-465 004 00"
    assert without_others(text, KNOWN) == (
        f"Jag har 070-174 06 05, ring Bo på {HIDDEN} eller {HIDDEN}, butiken 08-465 004 00"
    )


def test_what_is_no_number_is_left_alone():
    for text in ("Order 20261, den 2026-03-02 14:12", "2026-03-02T14:12:00+00:00", "storlek 42, 3 par"):
        assert without_others(text, KNOWN) == text


def test_who_of_the_staff_it_was_is_left_out_however_deep():
    found = {"by": "Karin", "evidence": {"heard_by": "Karin", "note": "x"}, "scans": [{"added_by": "Karin", "id": 1}]}
    assert without_staff(found) == {"evidence": {"note": "x"}, "scans": [{"id": 1}]}


@given(st.integers(0, 9999), st.text(max_size=30), st.text(max_size=30))
def test_no_other_number_survives_wherever_it_stands(last, before, after):
    national = f"07015{last:05d}"
    told = all_without_others({"a": [f"{before} {national} {after}", f"{before} +46{national[1:]}."]}, KNOWN)
    assert f"+46{national[1:]}" not in told["a"][1]
    assert national not in told["a"][0]
