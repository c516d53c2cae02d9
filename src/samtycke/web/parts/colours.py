"""A tenant's own colour, as a stylesheet: from validated hex only, and readable whatever it is (WCAG 1.4.3, 1.4.11)."""

from __future__ import annotations

import re

_HEX = re.compile(r"#[0-9a-f]{6}")
_LIGHT, _DARK = "#ffffff", "#1b1e28"
"""What a card's surface is in each theme."""
_INK = {_LIGHT: "#1b1d2a", _DARK: "#eaebf1"}
_TEXT, _EDGE = 4.5, 3.0


def colour_sheet(colour: str) -> str:
    """The variables ``optin.css`` reads; nothing for what is no colour.

    Text on the colour is white where that can be read, else black: one of them always can. Where the colour hardly
    shows against the surface, what is filled with it gets an edge that does.
    """
    if not _HEX.fullmatch(colour):
        return ""
    on = "#ffffff" if contrast(colour, "#ffffff") >= _TEXT else "#000000"
    light, dark = (colour if contrast(colour, surface) >= _EDGE else _INK[surface] for surface in (_LIGHT, _DARK))
    return f".optin{{--brand:{colour};--on-brand:{on};--edge:light-dark({light},{dark})}}\n"


def contrast(one: str, other: str) -> float:
    """Between two colours, 1 to 21 (WCAG 2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
