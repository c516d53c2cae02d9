"""The command that reads texts called service, and tells how well it does."""

from __future__ import annotations

import json

import pytest

from samtycke.ops.cli import main


def test_each_line_is_answered_with_a_line(tmp_path, capsys):
    lines = tmp_path / "texts.jsonl"
    lines.write_text('{"text": "Just nu 20 % på allt"}\n\n{"text": "Din kod: 4471"}\n')
    assert main(["advertising", str(lines)]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["advertising"] is True
    assert "20 % på allt" in first["because"]
    assert second == {"advertising": False, "because": ""}


def test_a_line_that_is_no_text_is_named(tmp_path):
    lines = tmp_path / "texts.jsonl"
    lines.write_text('{"text": "Hej"}\n{"txt": "Hej"}\n')
    with pytest.raises(SystemExit, match="Line 2"):
        main(["advertising", str(lines)])


def test_it_measures_labelled_texts(tmp_path, capsys):
    texts = tmp_path / "texts.yaml"
    texts.write_text("advertising: ['Rea! Allt till halva priset', 'Hej']\nservice: ['Din kod: 4471']\n")
    assert main(["advertising", "--measure", str(texts)]) == 0
    assert "recall    0.500: of 2 advertisements, 1 are missed" in capsys.readouterr().out
