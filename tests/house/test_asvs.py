"""The list of OWASP ASVS is honest: what it points at is there, and the page is what the list says."""

from __future__ import annotations

import re

from tests.house import asvs


def test_every_requirement_has_one_state():
    for requirements in asvs.read().values():
        for number, one in requirements.items():
            assert len(one.keys() & asvs.STATES.keys()) == 1, number
            assert one.keys() <= {"says", *asvs.STATES}, number


def test_every_test_and_file_that_is_named_is_there():
    for requirements in asvs.read().values():
        for number, one in requirements.items():
            path, _colons, name = one.get("met", "README.md").partition("::")
            file = asvs.ROOT / path
            assert file.exists(), (number, path)
            assert not name or re.search(rf"^\s*def {name}\(", file.read_text(), re.MULTILINE), (number, name)


def test_the_page_is_what_the_list_says():
    assert asvs.PAGE.read_text() == asvs.page(), "run `python -m tests.house.asvs`"
