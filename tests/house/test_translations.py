"""Swedish and English are equals: whatever is said in one is said in the other."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from samtycke.web.catalogues import LOCALE, PACKAGE, compile_catalogues, find_messages

_HOLES = re.compile(r"%\([a-z_]+\)[sd]|\{\{.*?\}\}")


@pytest.fixture(scope="module")
def swedish():
    with (LOCALE / "sv" / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source, locale="sv")


def test_every_message_is_translated(swedish):
    """No page falls back to English in the middle of a Swedish sentence."""
    missing = []
    for message in find_messages():
        found = swedish.get(message.text, context=message.context or None)
        strings = [found.string] if found and isinstance(found.string, str) else list(found.string) if found else []
        if not strings or not all(strings):
            missing.append(f"{message.where}: {message.context}|{message.text}")
    assert missing == []


def test_nothing_is_half_translated(swedish):
    """A fuzzy entry is a guess; none is kept."""
    assert [message.id for message in swedish if message.id and message.fuzzy] == []


def test_a_translation_keeps_the_figures_and_names_of_its_message(swedish):
    """What is filled in on one side is filled in on the other."""
    wrong = []
    for message in swedish:
        if not message.id:
            continue
        ids = {message.id} if isinstance(message.id, str) else set(message.id)
        strings = {message.string} if isinstance(message.string, str) else set(message.string)
        holes = {hole for text in ids for hole in _HOLES.findall(text) if hole.startswith("%")}
        given = {hole for text in strings for hole in _HOLES.findall(text) if hole.startswith("%")}
        # "%(all)s row was known" may say "the row" in the singular.
        if not given <= holes or (isinstance(message.id, str) and given != holes):
            wrong.append(message.id)
    assert wrong == []


def test_no_translation_is_left_of_what_is_no_longer_said(swedish):
    """The catalogue holds what the source says, and nothing else."""
    said = {(message.text, message.context) for message in find_messages()}
    kept = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context or "")
        for message in swedish
        if message.id
    }
    assert kept - said == set()


def test_catalogues_are_compiled_once(tmp_path):
    """Compiling again does nothing while the source is as it was."""
    folder = tmp_path / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = LOCALE / "sv" / "LC_MESSAGES" / "django.po"
    (folder / "django.po").write_bytes(source.read_bytes())
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert compile_catalogues(tmp_path) == []


def test_no_message_hides_in_an_f_string():
    """What stands there is not found by the extraction, and would stay English."""
    hidden = re.compile(r"""\{_t?\(['"]""")
    assert [str(path) for path in PACKAGE.rglob("*.py") if hidden.search(path.read_text(encoding="utf-8"))] == []
