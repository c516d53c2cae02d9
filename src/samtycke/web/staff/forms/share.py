"""Ways to a form: its address, a line of HTML, a QR code, a poster."""

from __future__ import annotations

import io
from html import escape

import segno
from django.conf import settings
from django.urls import reverse

from samtycke.intake.door import Form, Version


def address(form: Form, *, slug: str = "", **query: str) -> str:
    """Where the public finds it, in full."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{settings.URL.rstrip('/')}/f/{slug or form.slug}{'?' if asked else ''}{asked}"


def me_address(slug: str) -> str:
    """Where a person sees what an organisation holds about them, as a notice writes it."""
    return f"{settings.URL.rstrip('/')}{reverse('me', args=[slug])}".removeprefix("https://").removeprefix("http://")


def frame_line(form: Form, version: Version, language: str) -> str:
    """The form in a frame, as one line of HTML: no script, no cookie, fetched when it is scrolled to."""
    title = escape(version.pages[language].words.title)
    source = escape(address(form, embed="1", lang=language))
    return (
        f'<iframe src="{source}" title="{title}" loading="lazy" width="100%" height="760" '
        'style="border:0;max-width:28rem"></iframe>'
    )


def form_line(form: Form, version: Version, language: str) -> str:
    """A plain form that takes the number along. Box and notice are on our page, and only there does it count."""
    label, button = ("Mobilnummer", "Gå vidare") if language == "sv" else ("Mobile number", "Go on")
    title = escape(version.pages[language].words.title)
    return (
        f'<form action="{escape(address(form, lang=language))}" method="post"><label>{title}. {label}: '
        f'<input name="number" type="tel" autocomplete="tel" required></label> <button>{button}</button></form>'
    )


def qr_svg(form: Form) -> bytes:
    """The address as a QR code, to print at any size."""
    out = io.BytesIO()
    _qr(form).save(out, kind="svg", border=4, dark="#000", light="#fff", scale=8, xmldecl=True)
    return out.getvalue()


def qr_png(form: Form) -> bytes:
    """The address as a QR code of about a thousand pixels."""
    out = io.BytesIO()
    code = _qr(form)
    code.save(out, kind="png", border=4, scale=max(1, 1000 // code.symbol_size(border=4)[0]))
    return out.getvalue()


def qr_modules(form: Form) -> list[list[bool]]:
    """The code's squares, for who draws it."""
    return [[bool(module) for module in row] for row in _qr(form).matrix]


def _qr(form: Form) -> segno.QRCode:
    # Level Q: a quarter of it may be worn or covered, as happens on a counter.
    return segno.make(address(form), error="q", micro=False)
