"""What the advisory service answers is taken for what it is."""

from __future__ import annotations

from tests.house.holes import judged


def test_a_hole_fails_and_a_silent_service_does_not(capsys):
    assert judged(1, "Name Version ID Fix Versions\ndjango 5.2.0 PYSEC-1 5.2.1\n", "Found 1 known vulnerability") == 1
    assert judged(1, "", "requests.exceptions.ConnectionError: pypi.org") == 0
    assert "could not be asked for" in capsys.readouterr().out
    assert judged(0, "", "No known vulnerabilities found") == 0
