"""What a browser finds in a page: its forms, with what they would send as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """A form: where it goes, how, and its fields with a value each, chosen or not."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


def forms_of(page: str, *, at: str) -> list[Form]:
    """The forms of a page that change something or ask; a button with an address of its own is a form of its own."""
    reader = _Reader(at)
    reader.feed(page)
    return [*reader.forms, *reader.others()]


class _Reader(HTMLParser):
    def __init__(self, at: str) -> None:
        super().__init__()
        self._at, self.forms = at, list[Form]()
        self._elsewhere: list[tuple[Form, str]] = []
        self._select, self._textarea = "", ""

    def others(self) -> Iterator[Form]:
        for form, action in self._elsewhere:
            yield Form(action, "post", dict(form.fields))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action") or self._at, told.get("method", "get").lower()))
        elif self.forms and tag in ("input", "button", "select", "textarea"):
            self._field(tag, told)
        elif tag == "option" and self._select and "value" in told:
            fields = self.forms[-1].fields
            if "selected" in told or not fields.get(self._select):
                fields[self._select] = told["value"]

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form, name = self.forms[-1], told.get("name", "")
        if "formaction" in told:
            self._elsewhere.append((form, told["formaction"]))
        if tag == "select":
            self._select = name
        if tag == "textarea":
            self._textarea = name
        if name and told.get("type") != "file" and ("checked" in told or name not in form.fields):
            form.fields[name] = told.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""
