"""The parts of a form, to set one version beside another."""

from __future__ import annotations

from samtycke.intake.door import Page


def parts_of(page: Page | None) -> dict[str, str]:
    """A page's texts by name, in the order they are read."""
    if page is None:
        return {}
    words = page.words
    said = {"title": words.title, "sentence": words.sentence, "box": words.box, "notice": page.notice.short}
    return {**said, "extra": words.extra, **dict(page.notice.whole)}
