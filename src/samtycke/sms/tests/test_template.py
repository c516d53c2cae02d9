from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.sms import MissingPlaceholder, add_way_out, placeholders, render


def test_a_name_is_put_in_its_place():
    assert render("Hej {{name}}!", {"name": "Åsa"}) == "Hej Åsa!"


def test_who_has_no_name_gets_the_other_word():
    assert render("Hej {{ name | du }}!", {}) == "Hej du!"
    assert render("Hej {{name|du}}!", {"name": "  "}) == "Hej du!"


def test_a_missing_value_is_named_and_never_guessed():
    with pytest.raises(MissingPlaceholder) as missing:
        render("Hej {{name}}, {{butik}}", {"name": "Åsa"})
    assert missing.value.name == "butik"


@given(st.text())
def test_a_value_is_never_read_as_a_placeholder(value):
    assert render("{{a|x}}", {"a": "{{b}}" + value}) == ("{{b}}" + value).strip()


def test_placeholders_are_named_once_each_in_order():
    assert placeholders("{{b}} {{a|x}} {{b}}") == ("b", "a")


def test_the_way_out_is_added_once_on_its_own_line():
    once = add_way_out("Rea", "Avsluta: STOPP till 71000")
    assert once == "Rea\nAvsluta: STOPP till 71000"
    assert add_way_out(once, "Avsluta: STOPP till 71000") == once
