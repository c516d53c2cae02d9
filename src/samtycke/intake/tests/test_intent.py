"""What a person means by a text they send us. What stands here may never turn; how often the reading is right is
measured on replies that nobody looked at while it was made (texts/inbound-measure.yaml).
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samtycke.intake.intent import intent
from samtycke.intake.measured import labelled, measure
from samtycke.ops.cli import main
from samtycke.policy import countries, pack_for

_TEXTS = Path(__file__).with_name("texts")
MEASURE = _TEXTS / "inbound-measure.yaml"
TUNE = labelled(_TEXTS / "inbound-tune.yaml")

MEANT = {
    "opt_out": [
        "STOPP",
        "Stop.",
        "stop ",
        "SLUTA",
        "stpp",
        "stop!!",
        "stoppp",
        "avslta",
        "sluta skicka till mig tack",
        "vill inte ha fler sms",
        "ta bort mig",
        "Stopp tack",
        "hej, stopp",
        "STOP PLEASE",
        "Avsluta",
        "avregistrera mig",
        "jag vill inte ha era sms längre",
        "stop texting me",
        "unsubscribe",
        "remove me",
        "inga fler sms tack",
        "S T O P P",
        "stoop",
        "sotpp",
        "stopp!!!!!",
        "STOPP mvh Anna",
        "Re: 20 % på skor. Avsluta: STOPP till 71000\n\nSTOPP",
        "kan ni sluta skicka sms?",
        "Don't text me",
        "lopeta",
        "meld meg av",
        "no more texts",
        "ta bort mitt nummer",
        "jag vill avsluta",
        "STOPP\n\nSkickat från min iPhone",
        "opt out",
        "OPTOUT",
        "please stop",
        "stopp nu",
        "nej stopp",
        "Vill ej ha reklam",
        "sluta!",
    ],
    "ambiguous": [
        "inte nu tack",
        "STOP 12345",
        "nej tack",
        "fel nummer",
        "varför får jag spam",
        "No thanks",
        "dra åt helvete",
        "kan man stoppa?",
        "Avsluta: STOPP till 71000",
    ],
    "other": [
        "Topp!",
        "hej",
        "jag är på semester till 4 augusti",
        "Autosvar: jag är bortrest, åter den 3/8",
        "slutar rean på fredag?",
        "Toppen tack",
        "Har ni svarta skor i 42?",
        "sluta inte skicka, älskar era erbjudanden",
        "Skobutiken: 20 % på vinterskor. Avsluta: STOPP till 71000",
        "ok",
        "tack",
        "stor rea?",
        "👍",
        "shop",
        "När öppnar ni",
        "Jag kör just nu och kan inte svara",
        "step",
        "?",
    ],
    "opt_in": [
        "START",
        "start ",
        "Starta",
    ],
    "confirm": [
        "JA",
        "ja tack",
        "Yes",
        "ja!",
    ],
    "help": [
        "HJÄLP",
        "help",
        "hjalp",
        "info",
    ],
}


@pytest.mark.parametrize(("text", "meant"), [(text, meant) for meant, texts in MEANT.items() for text in texts])
def test_a_reply_is_read_as_it_is_meant(text, meant):
    assert intent(text) == meant


@example("--\n", "")
@given(st.text(alphabet=" .!\n\t,;:-–…\u200b\u00a0", max_size=6), st.text(alphabet=" .!\n\t,;:-–…\u00a0", max_size=6))
def test_a_plain_stopp_is_a_stopp_whatever_stands_round_it(before, after):
    """Spaces, stops and marks never hide a no."""
    for word in ("STOPP", "Stop", "sluta", "Avsluta"):
        assert intent(before + word + after) == "opt_out"


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(text):
    assert intent(text) in {"opt_out", "opt_in", "confirm", "help", "ambiguous", "other"}


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold()) or text


def test_no_spelling_of_one_reply_is_both_tuned_on_and_measured_by():
    """The measuring part is chosen by a rule, and is none of what the reading was made on."""
    measured = [reply.text for reply in labelled(MEASURE)]
    assert all(hashlib.sha256(_letters(text).encode()).digest()[0] % 2 for text in measured)
    assert {_letters(text) for text in measured}.isdisjoint(_letters(reply.text) for reply in TUNE)
    assert len(measured) + len(TUNE) >= 450


def test_at_least_99_of_100_opt_outs_are_found_or_held_for_a_person():
    measured = measure(labelled(MEASURE))
    assert measured.meant("opt_out") >= 400
    assert measured.recall >= 0.99
    assert measured.found >= 0.95


def test_at_most_one_other_reply_in_100_is_taken_as_an_opt_out():
    """And few are held that need nobody's eyes: holding everything would be no reading."""
    measured = measure(labelled(MEASURE))
    assert measured.false_opt_outs <= 0.01
    assert measured.held_without_need <= 0.03


def test_nothing_but_a_word_of_their_own_is_a_yes():
    """A consent is never read into a text that was meant otherwise (GDPR 4(11))."""
    read = measure([*labelled(MEASURE), *TUNE]).read
    assert {(meant, found) for meant, found in read if found in ("confirm", "opt_in") and meant != found} == set()


def test_the_command_prints_the_figures(capsys):
    assert main(["intent", "--json", "--measure", str(MEASURE)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["recall_found_or_held"] >= 0.99
    assert figures["false_opt_outs"] <= 0.01


def test_the_figures_in_the_documentation_are_those_measured(capsys):
    page = Path(__file__).parents[4] / "docs" / "reference" / "intents.md"
    main(["intent", "--measure", str(MEASURE)])
    assert capsys.readouterr().out in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", countries())
def test_a_word_for_stop_of_any_country_is_understood_in_every_other(code):
    for word in pack_for(code).words["stop"]:
        assert [home for home in countries() if intent(word, country=home) != "opt_out"] == []


@pytest.mark.parametrize("code", countries())
def test_each_country_s_own_words_mean_what_its_law_pack_says(code):
    meanings = {"start": "opt_in", "yes": "confirm", "help": "help"}
    for meaning, expected in meanings.items():
        for word in pack_for(code).words[meaning]:
            assert intent(word, country=code) == expected, word


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: f"  {text}\n", lambda text: f"{text} !"])
def test_capitals_spaces_and_marks_change_no_meaning(change):
    assert [reply.text for reply in TUNE if intent(change(reply.text)) != intent(reply.text)] == []


@pytest.mark.parametrize(
    "polite", ["{} tack", "Hej! {}", "{} mvh Anna Berg", "{}, tack på förhand", "hej {}", "{} please"]
)
def test_courtesy_never_hides_a_no(polite):
    """Found, or at least held."""
    noes = [reply.text for reply in TUNE if intent(reply.text) == "opt_out"]
    assert [text for text in noes if intent(polite.format(text)) not in ("opt_out", "ambiguous")] == []


@pytest.mark.parametrize(
    "piece", ["a", "stopp ", "vill inte ", "den skrev ", "ta bort ", "how to want ", "> a\n", "avsluta: "]
)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece):
    """No text can keep the program busy."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.perf_counter()
        intent(text)
        return time.perf_counter() - started

    seconds(1600)
    assert seconds(1600) < 1.0
    assert seconds(16_000) < 10 * 10 * max(seconds(1600), 0.005)
