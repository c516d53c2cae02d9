"""The way out that stands in every marketing text (MFL 20 §)."""

from __future__ import annotations


def add_way_out(text: str, sentence: str) -> str:
    """The text with the way out on a line of its own at the end, unless it ends with just that already."""
    body = text.rstrip()
    return body if body.endswith(sentence) else f"{body}\n{sentence}"
