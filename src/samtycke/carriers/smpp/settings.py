"""What the URL of an SMPP carrier says: ``smpp://user:password@host:2775?window=50&tps=200&alphabet=gsm&ids=same``.

``smpps://`` is the same over TLS, at port 3550 where no other is named. The carrier's certificate must name the host
and be signed by somebody the system trusts, or by one of those in the file ``ca=/path/to/ca.pem``.
"""

from __future__ import annotations

import math
import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

ALPHABETS = ("gsm", "latin1", "ascii")
IDS = ("same", "receipt-hex", "receipt-decimal")
LONG = ("udh", "sar")
PORTS = {"smpp": 2775, "smpps": 3550}


class BadUrl(ValueError):
    """A carrier's URL says something that cannot be. The message says what, without its password."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach one carrier, and what is peculiar to it."""

    host: str
    port: int
    system_id: str
    password: str = field(repr=False)
    system_type: str = ""
    window: int = 50
    """How many parts may be unanswered at a time."""
    tps: float | None = None
    """Segments a second, as carriers count; None: no limit."""
    alphabet: str = "gsm"
    """What data coding 0 means there: ``gsm`` (GSM 03.38, a septet in each octet), ``latin1`` or ``ascii``."""
    ids: str = "same"
    """``receipt-hex``: decimal in the response and hexadecimal in the receipt; ``receipt-decimal``: the reverse."""
    long: str = "udh"
    """How parts say that they belong together: a header in the text, or ``sar`` parameters beside it."""
    enquire: float = 15.0
    """Seconds of silence after which the peer is asked whether it is there."""
    answer: float = 30.0
    """Seconds after which an answer is no longer expected."""
    patience: float = 20.0
    """Seconds the next part of a long text from a person is waited for. A peer that brings one text at a time, and so
    waits for our answer meanwhile, wants it short."""
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    """How the carrier's certificate is looked at; None: without TLS."""
    left: frozenset[str] = frozenset()
    """What it answers (``0x411``), or writes as ``err`` in a receipt (``009``), of a person who has told it that they
    want no more. No standard says which; the carrier does."""


def read_url(url: str, name: str) -> Settings:
    """Read a carrier's URL.

    Raises:
        BadUrl: an unknown or impossible setting.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        # What stands there may be half a password with a character that must be written as %23, so it is not shown.
        raise BadUrl(
            f"carrier {name}: the port is not a number; write # / ? @ in a password as %23 %2F %3F %40"
        ) from None
    if not parts.hostname or parts.fragment or parts.path.strip("/"):
        raise BadUrl(f"carrier {name}: write {parts.scheme}://user:password@host:port?setting=value")
    settings = Settings(
        host=parts.hostname,
        port=port,
        system_id=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        system_type=options.pop("system_type", ""),
        window=int(_number(options, name, "window", 50, least=1)),
        tps=_number(options, name, "tps", 0, least=0) or None,
        alphabet=_one_of(options, name, "alphabet", ALPHABETS),
        ids=_one_of(options, name, "ids", IDS),
        long=_one_of(options, name, "long", LONG),
        enquire=_number(options, name, "enquire", 15, least=0.01),
        answer=_number(options, name, "answer", 30, least=0.01),
        patience=_number(options, name, "patience", 20, least=0.01),
        left=_codes(options, name, "left"),
        tls=_tls(options, name) if parts.scheme == "smpps" else None,
    )
    if options:
        raise BadUrl(f"carrier {name}: unknown setting {', '.join(options)}")
    return settings


def _tls(options: dict[str, str], name: str) -> ssl.SSLContext:
    """TLS 1.2 or newer, with a certificate that is looked at."""
    file = options.pop("ca", None)
    try:
        context = ssl.create_default_context(cafile=file)
    except (OSError, ValueError):  # an SSLError is an OSError
        raise BadUrl(f"carrier {name}: ca is a file of certificates in PEM, and {file} is none") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _number(options: dict[str, str], name: str, key: str, default: float, *, least: float) -> float:
    try:
        value = float(options.pop(key, default))
    except ValueError:
        value = math.nan
    if not least <= value < math.inf:
        raise BadUrl(f"carrier {name}: {key} is a number, at least {least:g}")
    return value


def _codes(options: dict[str, str], name: str, key: str) -> frozenset[str]:
    """Codes with a comma between, as results and receipts carry them."""
    found = {code.strip() for code in options.pop(key, "").split(",")} - {""}
    try:
        return frozenset(status_code(int(code, 16)) if code[:2].lower() == "0x" else code for code in found)
    except ValueError:
        raise BadUrl(f"carrier {name}: {key} is codes with a comma between, as 0x411,009") from None


def status_code(status: int) -> str:
    """An answer's status, as a result carries it."""
    return f"{status:#04x}"


def _one_of(options: dict[str, str], name: str, key: str, choices: tuple[str, ...]) -> str:
    value = options.pop(key, choices[0])
    if value not in choices:
        raise BadUrl(f"carrier {name}: {key} is {' or '.join(choices)}")
    return value
