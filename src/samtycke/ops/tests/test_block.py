"""The platform's own list: written by the operator's role alone, and it holds for every organisation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from samtycke.gate.door import Spec, send
from samtycke.ledger.door import Consent, blocks_on, hashed, record
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number

NOW = datetime.now(UTC)
_numbers = iter(range(1000, 9999))


@pytest.fixture
def number():
    """A number nobody else blocks: the platform's list is everybody's."""
    return f"+4670{os.getpid() % 1000:03d}{next(_numbers)}"


def block(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "samtycke.ops.cli", "block", *arguments],
        env={**os.environ, "DATABASE_OWNER_URL": os.environ["SAMTYCKE_TEST_OWNER_URL"]},
        capture_output=True,
        text=True,
    )


def verdict(organisation, number: str) -> tuple[str, str]:
    """Of an offer to somebody who has said yes."""
    said = Consent(
        number=parse_number(number), occurred_at=NOW, door="import", purpose="offers", method="paper", wording="Ja.",
        informed=True,
    )  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        record(cursor, [said], now=NOW)
        decision = send(cursor, Spec("marketing", "offers", "Skor", ("shoes",)), parse_number(number), now=NOW).decision
    return decision.verdict, decision.rule


def test_a_number_is_blocked_for_every_organisation_until_it_is_lifted(organisation, other_organisation, number):
    assert verdict(organisation, number)[0] == "allow"
    assert "1 of 1" in block("add", number, "--because", "polisanmälan").stdout
    assert "0 of 1" in block("add", number, "--because", "igen").stdout
    for one in (organisation, other_organisation):
        assert verdict(one, number) == ("deny", "block.platform")
    assert "polisanmälan" in block("list", number).stdout
    assert any(row["because"] == "polisanmälan" for row in json.loads(block("list", "--json").stdout))
    assert block("lift", number).returncode == 0
    assert block("lift", number).returncode == 1
    assert block("list", number).returncode == 1
    assert verdict(organisation, number)[0] == "allow"


@pytest.mark.parametrize("met", ["before", "after"])
def test_a_file_of_hashes_blocks_whoever_is_met_before_or_after_it(organisation, number, tmp_path, met):
    if met == "before":
        assert verdict(organisation, number)[0] == "allow"
    file = tmp_path / "lista.csv"
    file.write_text(f"sha256\n{hashed(number)}\nskräp\n")
    done = block("import", str(file), "--source", "PTS", "--because", "spärrlista", "--json")
    assert json.loads(done.stdout) == {"new": 1, "numbers": 0, "hashes": 1, "unread": 1}, done.stderr
    with acting_for(organisation.pk) as cursor:
        (entry,) = blocks_on(cursor, number)
    assert (entry.scope, entry.source) == ("platform", "PTS")
    assert verdict(organisation, number) == ("deny", "block.platform")
    assert block("lift", number).returncode == 0
    assert verdict(organisation, number)[0] == "allow"


def test_an_identity_that_does_not_open_keeps_nobody_else_from_being_met(organisation, number, tmp_path):
    """Somebody has meddled with one row: `verify` names it, and the list is held against all others."""
    assert verdict(organisation, "+46701740698")[0] == "allow"
    assert verdict(organisation, number)[0] == "allow"
    with acting_for(organisation.pk) as cursor:
        cursor.execute(
            "UPDATE identity SET sealed = sealed || '\\x00' WHERE contact_id = (SELECT min(contact_id) FROM identity)"
        )
    file = tmp_path / "lista.csv"
    file.write_text(f"sha256\n{hashed(number)}\n")
    assert block("import", str(file), "--source", "PTS", "--because", "spärrlista").returncode == 0
    assert verdict(organisation, number) == ("deny", "block.platform")
    assert block("lift", number).returncode == 0


def test_the_program_itself_may_not_write_it(organisation):
    with acting_for(organisation.pk):
        for statement in (
            "INSERT INTO platform_suppression (number_key, since, because) VALUES ('x', now(), 'x')",
            "INSERT INTO platform_hashed_block VALUES ('x', now(), 'x', 'x', 'x')",
            "DELETE FROM platform_suppression",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "08-465 004 00", "--because", "x"], "not a mobile number"),
        (["import", "missing.csv", "--because", "x", "--source", "x"], "No such file"),
        (["add", "070-174 06 05"], "--because"),
    ],
)
def test_what_is_wrong_is_said(arguments, says):
    done = block(*arguments)
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr
