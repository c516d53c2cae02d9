"""What people mean. A later measurement widens this; what stands here may never turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.intake.intent import intent

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


@given(st.text(alphabet=" .!\n\t,;:-–…\u200b\u00a0", max_size=6), st.text(alphabet=" .!\n\t,;:-–…\u00a0", max_size=6))
def test_a_plain_stopp_is_a_stopp_whatever_stands_round_it(before, after):
    """Spaces, stops and marks never hide a no."""
    for word in ("STOPP", "Stop", "sluta", "Avsluta"):
        assert intent(before + word + after) == "opt_out"


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(text):
    assert intent(text) in {"opt_out", "opt_in", "confirm", "help", "ambiguous", "other"}
