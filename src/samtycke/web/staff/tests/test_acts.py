"""The log of acts, for whoever watches over it: in words, by name and day."""

from __future__ import annotations

import re
from pathlib import Path

import samtycke
from samtycke.organisations.door import acting_for, audit
from samtycke.web.staff.login.adapters import NEWS, TRIES
from samtycke.web.staff.reads.act_words import ACTS
from samtycke.web.staff.tests.conftest import make_staff, signed_in

PACKAGE = Path(samtycke.__file__).parent


def test_every_act_that_the_program_writes_has_words():
    """Whoever adds one writes here what it is, in both languages."""
    written = {
        found
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts
        for found in re.findall(r'act="([a-z-]+(?:\.[a-z-]+)+)"', path.read_text(encoding="utf-8"))
    }
    written |= {f"signin.{what}" for what in NEWS | TRIES}
    assert len(written) > 60
    assert written - ACTS.keys() == set()
    assert all(words["sv"] and words["en"] for words in ACTS.values())


def test_what_was_done_stands_in_words_and_is_found_by_name(organisation, alice):
    with acting_for(organisation.pk) as cursor:
        audit(cursor, actor="Karin Holm", act="campaign.approved", subject="7", staff=1)
        audit(cursor, actor="=cmd", act="four-eyes.asked", subject="=1+1")
    page = alice.get("/compliance/acts").content.decode()
    assert "Karin Holm" in page
    assert "Godkände en kampanj" in page
    page = alice.get("/compliance/acts?account=Karin+Holm").content.decode()
    assert "Ändrade kravet" not in page
    assert "enligt det urvalet" in alice.get("/compliance/acts?last=2020-01-01").content.decode()
    lines = alice.post("/compliance/acts.csv", {}).content.decode().splitlines()
    (harmless,) = [line.split(";") for line in lines if "four-eyes" in line]
    assert (harmless[1], harmless[4]) == ("'=cmd", "'=1+1")


def test_it_is_for_those_who_watch_over_it_and_for_their_own_organisation(organisation, alice, charlie):
    with acting_for(organisation.pk) as cursor:
        audit(cursor, actor="Karin Holm", act="campaign.approved", subject="7")
    assert signed_in(make_staff(organisation, "Agent", "agent")).get("/compliance/acts").status_code == 403
    assert signed_in(make_staff(organisation, "Dpo", "dpo")).get("/compliance/acts").status_code == 200
    assert "Karin Holm" not in charlie.get("/compliance/acts").content.decode()
