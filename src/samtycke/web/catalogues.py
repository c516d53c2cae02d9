"""The words of pages and errors in every language: found in the source, kept in ``locale/``, compiled when needed.

Swedish and English are equals; message ids are English. The compiled ``.mo`` files are not kept: ``compile_catalogues``
makes them at start where they are older than their source.

    python -m samtycke.web.catalogues        gathers new messages into each ``.po`` and drops what is no longer said
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"

_KEYWORDS: dict[str, Any] = {
    "_": None,
    "_t": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """What stands in the source: ``plural`` and ``context`` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""
    where: str = ""


def find_messages(package: Path = PACKAGE) -> list[Message]:
    """Every message of the package's Python files and templates, each once."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html")]):
        if "tests" in path.parts:
            continue
        for message in _in(path, package):
            found.setdefault((message.text, message.context), message)
    return sorted(found.values())


def gather(locale: Path = LOCALE) -> dict[Path, list[str]]:
    """Bring each ``.po`` up to the source. Returns what is left to translate, by file."""
    said = find_messages()
    left: dict[Path, list[str]] = {}
    for path in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as text:
            old = read_po(text, locale=path.parent.parent.name)
        new = Catalog(
            locale=old.locale,
            project="Samtycke",
            copyright_holder="The Samtycke authors",
            header_comment=old.header_comment,
            creation_date=old.creation_date,
            revision_date=old.revision_date,
            fuzzy=False,
        )
        for message in said:
            known = old.get(message.text, context=message.context or None)
            string = known.string if known else ""
            id_ = (message.text, message.plural) if message.plural else message.text
            flags = ["python-format"] if "%(" in message.text else []
            new.add(id_, string, context=message.context or None, locations=[(message.where, 0)], flags=flags)
            if not string or not all(string):
                left.setdefault(path, []).append(message.text)
        with path.open("wb") as file:
            write_po(file, new, width=118, include_lineno=False, sort_output=True)
    return left


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Compile each ``.po`` that is newer than its ``.mo``. Returns what was compiled.

    A folder that cannot be written, as in a read-only image, is left as it is: its ``.mo`` were compiled when it was
    built.
    """
    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        content = io.BytesIO()
        write_mo(content, catalogue)
        try:
            _write_whole(target, content.getvalue())
        except OSError:
            continue
        compiled.append(target)
    return compiled


def _write_whole(target: Path, content: bytes) -> None:
    """Several processes may start at once: none may read half a file."""
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(target)


def _in(path: Path, package: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        source = templatize(source)
    where = str(path.relative_to(package))
    for _line, texts, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=_KEYWORDS):
        one, many = texts if isinstance(texts, tuple) else (texts, "")
        if one:
            yield Message(one, many or "", context or "", where)


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=True)  # what reads templates asks for it
    for catalogue, texts in gather().items():
        sys.stdout.write(f"{catalogue}: {len(texts)} to translate\n" + "".join(f"  {text}\n" for text in texts))
