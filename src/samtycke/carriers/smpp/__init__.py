"""SMPP 3.4: ``smpp://user:password@host:2775?window=50&tps=200&alphabet=gsm&ids=same``."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

from samtycke.carriers.base import Arrivals
from samtycke.carriers.smpp.session import Settings, SmppCarrier


class BadUrl(ValueError):
    """A carrier's URL says something that cannot be. The message says what, without its password."""


def open_carrier(url: str, *, arrivals: Arrivals, name: str) -> SmppCarrier:
    """A carrier from its URL.

    Raises:
        BadUrl: an unknown or impossible setting.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    try:
        settings = Settings(
            host=parts.hostname or "",
            port=parts.port or 2775,
            system_id=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            window=int(options.pop("window", "50")),
            tps=float(options.pop("tps", "0")) or None,
            alphabet=options.pop("alphabet", "gsm"),
            ids=options.pop("ids", "same"),
            system_type=options.pop("system_type", ""),
        )
    except ValueError as error:
        raise BadUrl(f"carrier {name}: {error}") from None
    if options:
        raise BadUrl(f"carrier {name}: unknown setting {', '.join(options)}")
    if settings.alphabet not in {"gsm", "latin1"} or settings.ids not in {"same", "receipt-hex"}:
        raise BadUrl(f"carrier {name}: alphabet is gsm or latin1, ids is same or receipt-hex")
    return SmppCarrier(settings, arrivals, name)
