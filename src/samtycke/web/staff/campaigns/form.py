"""What the compose form sends, as the content of a campaign."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from samtycke.campaigns.door import Content
from samtycke.sms import plain

_BETWEEN = re.compile(r"[\n,;]+")


def read_content(sent: QueryDict, *, kind: str = "marketing") -> Content:
    """Whatever was typed, kept as it is; what stands in the way is told beside it."""
    text = sent.get("text", "").replace("\r\n", "\n")
    if sent.get("mend") == "plain":
        text = plain(text)
    elif sent.get("mend") == "name":
        text = with_other_word(text, "name")
    return Content(
        name=sent.get("name", "").strip()[:120],
        text=text[:4000],
        purpose=sent.get("purpose", ""),
        categories=tuple(sent.getlist("categories")),
        sender=sent.get("sender", ""),
        audience=_audience(sent),
        kind=kind,
    )


def with_other_word(text: str, name: str) -> str:
    """The text with a word for those who have no value: ``{{name|du}}``."""
    return re.sub(r"\{\{\s*" + re.escape(name) + r"\s*\}\}", "{{" + name + "|du}}", text)


def _audience(sent: QueryDict) -> dict[str, Any]:
    if sent.get("audience") != "numbers":
        return {"all": True}
    return {"numbers": [one.strip() for one in _BETWEEN.split(sent.get("numbers", "")) if one.strip()]}
