"""The list of OWASP ASVS is whole and honest: every requirement of levels 1 and 2 stands in it, what it points at is
there, and the page is what the list says."""

from __future__ import annotations

import re
from collections import Counter

from tests.house import asvs

WITHOUT_A_TEST = 12
"""So many may be met by what is written down alone: how people work, and what documents must say."""


def all_of_it() -> dict[str, asvs.Requirement]:
    return {number: one for some in asvs.read().values() for number, one in some.items()}


def test_every_requirement_of_level_1_and_2_is_there():
    """128 of level 1, and 132 more of level 2; what else is there says that it is of level 3."""
    asked, listed = asvs.levels(), all_of_it()
    assert Counter(asked.values()) == {1: 128, 2: 132}
    assert [number for number in asked if number not in listed] == []
    assert [number for number, one in listed.items() if number not in asked and "level 3" not in one["says"]] == []
    assert sum(map(len, asvs.read().values())) == len(listed), "one stands there twice"


def test_each_stands_in_its_chapter_in_order():
    for name, some in asvs.read().items():
        places = [tuple(map(int, number.split("."))) for number in some]
        assert places == sorted(places), name
        assert {f"V{place[0]}" for place in places} == {name.split()[0]}


def test_every_requirement_has_one_state():
    for number, one in all_of_it().items():
        assert len(one.keys() & asvs.STATES.keys()) == 1, number
        assert one.keys() <= {"says", *asvs.STATES}, number
        assert all(one.values()), number


def test_every_test_and_file_that_is_named_is_there():
    for number, one in all_of_it().items():
        path, _colons, name = one.get("met", "README.md").partition("::")
        file = asvs.ROOT / path
        assert file.exists(), (number, path)
        assert not name or re.search(rf"^\s*(async )?def {name}\(", file.read_text(), re.MULTILINE), (number, name)


def test_what_is_met_is_shown_by_a_test():
    """But for the few that no program can try, which lead to a document."""
    bare = {number: one["met"] for number, one in all_of_it().items() if "met" in one and "::" not in one["met"]}
    assert len(bare) <= WITHOUT_A_TEST, bare
    assert [path for path in bare.values() if not path.endswith(".md")] == []


def test_the_page_is_what_the_list_says():
    assert asvs.PAGE.read_text() == asvs.page(), "run `python -m tests.house.asvs`"
