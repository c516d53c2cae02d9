"""The poster for the shop: A4, to print and put by the till. It says what the form says, with the notice to read."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from samtycke.intake.door import Form, Page
from samtycke.web import parts
from samtycke.web.parts.colours import contrast
from samtycke.web.staff.forms.share import address, qr_modules

_FONTS = Path(parts.__path__[0]) / "fonts"
_TEXT, _BOLD = "SchibstedGrotesk-Regular", "SchibstedGrotesk-Bold"
_OTHER = {_TEXT: "DejaVuSans", _BOLD: "DejaVuSans-Bold"}
"""For words with a letter that our own Latin lacks."""
_INK, _QUIET = HexColor("#1b1d2a"), HexColor("#454b57")
_OURS = "#43377a"
_WIDTH, _HEIGHT = A4
_MARGIN = 20 * mm
_SAYS = {
    "sv": {"scan": "Skanna med mobilens kamera", "or": "eller gå till", "text": "eller SMS:a {word} till {number}"},
    "en": {"scan": "Scan with your phone's camera", "or": "or go to", "text": "or text {word} to {number}"},
}


def poster(form: Form, page: Page, *, who: str, language: str, keyword: tuple[str, str] | None = None) -> bytes:
    """One page of A4, as PDF. ``keyword``: a word and a number by which the same yes is said by text."""
    _register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, lang=language)
    canvas.setTitle(f"{who}: {page.words.title}")
    canvas.setAuthor(who)
    band = _band(canvas, who, page, form.colour or _OURS)
    foot = _foot(canvas, page)
    _code(canvas, form, _SAYS[language], keyword, top=band, bottom=foot)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _band(canvas: Canvas, who: str, page: Page, colour: str) -> float:
    """The name, the heading and the sentence on the organisation's own colour. Returns where it ends."""
    on = "#ffffff" if contrast(colour, "#ffffff") >= 4.5 else "#000000"
    inner = _WIDTH - 2 * _MARGIN
    name = _paragraph(who, _BOLD, 20, on)
    heading = _fitting(page.words.title, inner, most=54, height=58 * mm, colour=on)
    sentence = _paragraph(page.words.sentence, _TEXT, 20, on)
    heights = [one.wrap(inner, _HEIGHT)[1] for one in (name, heading, sentence)]
    gaps = (9 * mm, 6 * mm)
    height = 18 * mm + sum(heights) + sum(gaps) + 15 * mm
    canvas.setFillColor(HexColor(colour))
    canvas.rect(0, _HEIGHT - height, _WIDTH, height, stroke=0, fill=1)
    y = _HEIGHT - 18 * mm
    for one, tall, gap in zip((name, heading, sentence), heights, (*gaps, 0), strict=True):
        one.drawOn(canvas, _MARGIN, y - tall)
        y -= tall + gap
    return float(_HEIGHT - height)


def _foot(canvas: Canvas, page: Page) -> float:
    """The notice, in letters to be read at arm's length. Returns where it begins."""
    told = "<br/>".join(escape(line) for line in (page.notice.short, page.words.extra) if line)
    notice = Paragraph(told, _style(_able(_TEXT, told), 11, _QUIET))
    tall = notice.wrap(_WIDTH - 2 * _MARGIN, _HEIGHT)[1]
    notice.drawOn(canvas, _MARGIN, 15 * mm)
    return float(15 * mm + tall)


def _code(
    canvas: Canvas,
    form: Form,
    says: dict[str, str],
    keyword: tuple[str, str] | None,
    *,
    top: float,
    bottom: float,
) -> None:
    """The QR code as large as there is room for, with what else to do below it."""
    lines: list[tuple[str, str, float]] = [
        (says["scan"], _BOLD, 21),
        (f"{says['or']} {_short(address(form))}", _TEXT, 15),
    ]
    if keyword:
        word, number = keyword
        lines.append((says["text"].format(word=word, number=number), _TEXT, 15))
    below = sum(size * 1.5 for _line, _font, size in lines)
    room = top - bottom - below - 26 * mm
    side = min(room, 105 * mm)
    spare = (room - side) / 2
    y = top - 10 * mm - spare - side
    _squares(canvas, qr_modules(form), (_WIDTH - side) / 2, y, side)
    canvas.setFillColor(_INK)
    for text, font, size in lines:
        y -= size * 1.5
        while size > 9 and canvas.stringWidth(text, font, size) > _WIDTH - 2 * _MARGIN:
            size -= 0.5
        canvas.setFont(font, size)
        canvas.drawCentredString(_WIDTH / 2, y, text)


def _squares(canvas: Canvas, modules: list[list[bool]], x: float, y: float, side: float) -> None:
    each = side / len(modules)
    canvas.setFillColor(HexColor("#000000"))
    path = canvas.beginPath()
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                # A hair wider, so that no seam shows between neighbours.
                path.rect(x + column * each, y + side - (row + 1) * each, each + 0.05, each + 0.05)
    canvas.drawPath(path, stroke=0, fill=1)


def _fitting(text: str, width: float, *, most: int, height: float, colour: str) -> Paragraph:
    """A heading as large as fits its place, and no word of it cut."""
    for size in range(most, 22, -2):
        heading = _paragraph(text, _BOLD, size, colour)
        longest = max((pdfmetrics.stringWidth(word, _able(_BOLD, text), size) for word in text.split()), default=0)
        if longest <= width and heading.wrap(width, _HEIGHT)[1] <= height:
            break
    return heading


def _paragraph(text: str, font: str, size: float, colour: str) -> Paragraph:
    return Paragraph(escape(text), _style(_able(font, text), size, HexColor(colour)))


def _style(font: str, size: float, colour: HexColor) -> ParagraphStyle:
    leading = size * (1.12 if size > 24 else 1.35)
    return ParagraphStyle(font, fontName=font, fontSize=size, leading=leading, textColor=colour, splitLongWords=1)


def _short(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://")


@cache
def _register() -> None:
    for name in (*_OTHER, *_OTHER.values()):
        pdfmetrics.registerFont(TTFont(name, _FONTS / f"{name}.ttf"))


def _able(font: str, text: str) -> str:
    """The font, or another where it cannot draw all of a text."""
    drawn = pdfmetrics.getFont(font).face.charToGlyph
    return font if all(ord(sign) in drawn or sign == "\n" for sign in text) else _OTHER[font]
