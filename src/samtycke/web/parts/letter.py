"""A letter on paper, made of text as it is pasted: capitals are a heading, what begins with a dash is a point."""

from __future__ import annotations

from django.utils.translation import get_language

from samtycke.web.parts.paper import Paper


def letter_paper(text: str, *, title: str, author: str, about: str, language: str = "") -> bytes:
    """A letter as PDF. ``about`` stands at the foot of each page."""
    paper = Paper(title, about=about, author=author, language=language or get_language() or "sv")
    for block in text.replace("\r\n", "\n").strip().split("\n\n"):
        lines = block.strip().split("\n")
        if len(lines) == 1 and lines[0].isupper():
            paper.section(lines[0].capitalize())
        elif all(line.startswith("- ") for line in lines):
            paper.points(line.removeprefix("- ") for line in lines)
        else:
            paper.text("\n".join(lines))
    return paper.pdf()
