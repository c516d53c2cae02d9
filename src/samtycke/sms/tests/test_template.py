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


@pytest.mark.parametrize(
    ("template", "broken"),
    [("Hej {{name}, hej", "{{name"), ("Hej {{name", "{{name"), ("Hej {{ }}", "{{"), ("{{a}} {{b|c} d", "{{b|c")],
)
def test_a_placeholder_that_does_not_end_is_read_by_nobody(template, broken):
    with pytest.raises(MissingPlaceholder) as missing:
        render(template, {"name": "Åsa", "a": "x", "b": "y"})
    assert missing.value.name == broken
    assert broken in placeholders(template)


@given(st.text(st.sampled_from("{}| ab")))
def test_no_text_leaves_with_the_beginning_of_a_placeholder(template):
    try:
        text = render(template, dict.fromkeys(placeholders(template), "x"))
    except MissingPlaceholder:
        return
    assert "{{" not in text


def test_placeholders_are_named_once_each_in_order():
    assert placeholders("{{b}} {{a|x}} {{b}}") == ("b", "a")


def test_the_way_out_is_added_once_on_its_own_line():
    once = add_way_out("Rea", "Avsluta: STOPP till 71000")
    assert once == "Rea\nAvsluta: STOPP till 71000"
    assert add_way_out(once, "Avsluta: STOPP till 71000") == once
