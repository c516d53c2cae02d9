"""A file is brought in from the shell, by the same way as from the page."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import pytest

HEADER = "Mobil;Hur;Samtycke gavs;Ordalydelse\n"
ROWS = "070-174 07 {};papper;2026-03-02;Ja, skicka erbjudanden.\n"


@pytest.fixture
def importing(running):
    def run(*arguments: str):
        ours = ("SAMTYCKE_", "DATABASE_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return subprocess.run(
            [sys.executable, "-m", "samtycke.ops.cli", "import", *arguments],
            env={**environment, "SAMTYCKE_DATA": str(running.data)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_rows_with_provenance_come_in_and_the_others_lie_beside_with_the_reason(importing, tmp_path):
    file = tmp_path / "kunder.csv"
    file.write_text(HEADER + ROWS.format("01") + ROWS.format("02") + "070-174 07 03;papper;;Ja.\n")
    tried = importing(str(file), "--purpose", "offers", "--dry-run", "--json")
    assert (tried.returncode, json.loads(tried.stdout)["accepted"]) == (1, 2)
    done = importing(str(file), "--purpose", "offers", "--json")
    assert done.returncode == 1, done.stderr
    result = json.loads(done.stdout)
    assert (result["state"], result["accepted"], result["refused"], result["unchanged"]) == ("done", 2, 1, 0)
    with (tmp_path / "kunder-refused.csv").open(encoding="utf-8-sig", newline="") as refused:
        (row,) = csv.DictReader(refused, delimiter=";")
    assert (row["Mobil"], row["Line in file"]) == ("070-174 07 03", "4")
    assert "when consent was given" in row["What is wrong"]
    again = importing(str(file), "--purpose", "offers")
    assert "0 of 3 rows came in; 2 were known" in again.stdout


def test_a_file_that_comes_in_whole_ends_well(importing, tmp_path):
    file = tmp_path / "kunder.csv"
    file.write_text("Telnr.;" + HEADER.split(";", 1)[1] + ROWS.format("09"))
    done = importing(str(file), "--purpose", "offers", "--mapping", '{"Telnr.": "number"}')
    assert (done.returncode, done.stdout.split(";")[0]) == (0, "1 of 1 rows came in")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.csv"], "No such file"),
        (["--organisation", "nobody"], "name one of skobutiken"),
        (["--mapping", '{"Mobil": "nummer"}'], "no such field: nummer"),
        (["--mapping", "Mobil"], "write a JSON object"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_done(importing, tmp_path, arguments, says):
    file = tmp_path / "kunder.csv"
    file.write_text(HEADER + ROWS.format("01"))
    done = importing(*(arguments if arguments == ["missing.csv"] else [str(file), *arguments]))
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr
