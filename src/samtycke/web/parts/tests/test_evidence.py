"""Evidence is read in words: each name the program writes has one."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import override

from samtycke import intake
from samtycke.web.parts.evidence import _NAMES, _SHOWN_OTHERWISE, told


def test_what_was_kept_is_told_in_the_readers_words_and_its_instants_as_people_say_them():
    kept = {"text": "JA", "request_to": "71000", "asked_at": "2026-03-02T10:00:00+00:00", "scan": "7", "odd": "x"}
    with override("sv"):
        assert list(told(kept)) == [
            ("De skrev", "JA"),
            ("Till numret", "71000"),
            ("Frågade", "2 mar 11:00"),
            ("odd", "x"),
        ]


def test_an_instant_that_is_none_stands_as_it_is():
    assert next(iter(told({"asked_at": "i går"})))[1] == "i går"


def test_every_name_that_intake_writes_has_its_word():
    source = "".join(path.read_text() for path in Path(intake.__path__[0]).rglob("*.py") if "tests" not in path.parts)
    written = set(re.findall(r'"(\w+)": ', " ".join(re.findall(r"evidence(?:=| = |: .*? = )\{[^}]*\}", source))))
    assert {"text", "heard_by", "question"} <= written
    assert written <= _NAMES.keys() | _SHOWN_OTHERWISE
