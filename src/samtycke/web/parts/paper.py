"""Paper: A4 as PDF, for people who have no account with us. Every letter of ours can be printed; fonts go along."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

_FONTS = Path(__file__).with_name("fonts")
_SANS, _BOLD, _MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"
_INK, _QUIET, _LINE, _TINT = (HexColor(colour) for colour in ("#1b1b1f", "#55565e", "#c9c9d1", "#f3f2f7"))
_MARGIN = 22 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_PADDING = 6
"""The library puts so many points between a frame and what stands in it."""


class Paper:
    """A document that is written from top to bottom. ``about`` stands at the foot of every page."""

    def __init__(self, title: str, *, about: str, author: str, language: str) -> None:
        _register()
        self._title, self._about, self._author, self._language = title, about, author, language
        self._flow: list[Flowable] = []
        self._flow.append(_paragraph(title, _TITLE))

    def quiet(self, text: str) -> None:
        """A line in small letters."""
        self._flow.append(_paragraph(text, _NOTE))

    def lead(self, text: str) -> None:
        """What matters most, in larger letters."""
        self._flow.append(_paragraph(text, _LEAD))

    def section(self, title: str) -> None:
        """A heading. It does not end a page."""
        self._flow += [CondPageBreak(35 * mm), _paragraph(title, _SECTION)]

    def heading(self, title: str) -> None:
        """A smaller heading."""
        self._flow += [CondPageBreak(25 * mm), _paragraph(title, _HEADING)]

    def text(self, text: str) -> None:
        """A paragraph."""
        self._flow.append(_paragraph(text, _TEXT))

    def points(self, texts: Iterable[str]) -> None:
        """A list."""
        for text in texts:
            self._flow.append(Paragraph(_markup(text, _SANS), _POINT, bulletText="•"))

    def quote(self, text: str) -> None:
        """Exact words, framed."""
        frame = Table([[_paragraph(text, _QUOTE)]], colWidths=[_WIDTH])
        frame.setStyle([("BACKGROUND", (0, 0), (-1, -1), _TINT), ("LINEBEFORE", (0, 0), (0, -1), 2, _LINE)])
        self._flow += [frame, Spacer(0, 2 * mm)]

    def pairs(self, pairs: Sequence[tuple[str, str]], *, code: bool = False) -> None:
        """Words and values. ``code``: the values are figures to be compared letter by letter."""
        rows = [
            [_paragraph(word, _WORD), _paragraph(value, _CODE if code else _VALUE)] for word, value in pairs if value
        ]
        if not rows:
            return
        table = Table(rows, colWidths=[42 * mm, _WIDTH - 42 * mm])
        table.setStyle(_RULED)
        self._flow += [table, Spacer(0, 2 * mm)]

    def table(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Rows of three: the question, the answer, what it was answered on."""
        cells = [
            [_paragraph(cell, style) for cell, style in zip(row, (_CELL, _CELL, _SMALL), strict=True)] for row in rows
        ]
        if cells:
            table = Table(cells, colWidths=[_WIDTH * 0.46, _WIDTH * 0.19, _WIDTH * 0.35])
            table.setStyle(_RULED)
            self._flow += [table, Spacer(0, 2 * mm)]

    def together(self, since: int) -> None:
        """Keep what has been written since ``mark`` on one page, where it fits one."""
        kept = self._flow[since:]
        del self._flow[since:]
        self._flow.append(KeepTogether(kept))

    def mark(self) -> int:
        """Where we are."""
        return len(self._flow)

    def pdf(self) -> bytes:
        """The finished document."""
        out = io.BytesIO()
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=_MARGIN - _PADDING,
            rightMargin=_MARGIN - _PADDING,
            topMargin=20 * mm,
            bottomMargin=24 * mm,
            title=self._title,
            author=self._author,
            lang=self._language,
        )
        document.build(list(self._flow), canvasmaker=lambda *args, **more: _Numbered(self._about, *args, **more))
        return out.getvalue()


class _Numbered(Canvas):  # type: ignore[misc]  # the library is untyped
    """Numbers pages when it is known how many there are."""

    def __init__(self, about: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._about_pages, self._pages = about, list[dict[str, Any]]()

    def showPage(self) -> None:  # noqa: N802 - the library's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self.setFont(_SANS, 7.5)
            self.setFillColor(_QUIET)
            self.drawString(_MARGIN, 13 * mm, _printable(self._about_pages, _SANS))
            page_of = _("Page %(number)s of %(all)s") % {"number": number, "all": len(self._pages)}
            self.drawRightString(A4[0] - _MARGIN, 13 * mm, page_of)
            super().showPage()
        super().save()


@cache
def _register() -> None:
    for name in (_SANS, _BOLD, _MONO):
        pdfmetrics.registerFont(TTFont(name, _FONTS / f"{name}.ttf"))


def _style(name: str, *, font: str = _SANS, size: float = 9.5, after: float = 2, **more: Any) -> ParagraphStyle:
    more = {"textColor": _INK, "alignment": TA_LEFT, "leading": size * 1.42, "splitLongWords": 1, **more}
    return ParagraphStyle(name, fontName=font, fontSize=size, spaceAfter=after * mm, **more)


_TITLE = _style("title", font=_BOLD, size=19, after=2)
_LEAD = _style("lead", size=12, after=4, spaceBefore=3 * mm)
_SECTION = _style("section", font=_BOLD, size=12.5, after=2.5, spaceBefore=6 * mm)
_HEADING = _style("heading", font=_BOLD, size=9.5, after=1.2, spaceBefore=3 * mm)
_TEXT = _style("text")
_NOTE = _style("note", size=8.5, after=1.5, textColor=_QUIET)
_POINT = _style("point", after=1, leftIndent=5 * mm, bulletIndent=1 * mm)
_QUOTE = _style("quote", size=10, after=0)
_WORD = _style("word", size=8.5, after=0, textColor=_QUIET)
_VALUE = _style("value", size=9, after=0)
_CODE = _style("code", font=_MONO, size=7.2, after=0, wordWrap="CJK")


_CELL = _style("cell", size=8.2, after=0)
_SMALL = _style("small", size=7.6, after=0, textColor=_QUIET)
_RULED = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ("LINEBELOW", (0, 0), (-1, -2), 0.25, _LINE),
]


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(_markup(text, style.fontName), style)


def _markup(text: str, font: str) -> str:
    return escape(_printable(text, font)).replace("\n", "<br/>")


def _printable(text: str, font: str) -> str:
    """What the font can draw; any other sign by its code point, so that none goes unseen."""
    _register()
    drawn = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(sign if sign == "\n" or ord(sign) in drawn else f"[U+{ord(sign):04X}]" for sign in text)
