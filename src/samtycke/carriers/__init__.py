"""Carriers: one folder each, named as the scheme of its URL. No Django and no database here."""

from __future__ import annotations

import importlib

from samtycke.carriers.base import Arrivals, Carrier, Health, Inbound, Outbound, Receipt, Result
from samtycke.carriers.phone import serve_phone
from samtycke.carriers.smpp import BadUrl
from samtycke.carriers.smpp.session import SmppCarrier

__all__ = [
    "Arrivals",
    "BadUrl",
    "Carrier",
    "Health",
    "Inbound",
    "Outbound",
    "Receipt",
    "Result",
    "SmppCarrier",
    "connect",
    "serve_phone",
]


def connect(url: str, *, inbound: Arrivals, name: str) -> SmppCarrier:
    """The carrier that a URL describes; used as an async context manager, it connects and stays connected.

    Raises:
        BadUrl: there is no such carrier, or the URL says something that cannot be.
    """
    scheme = url.partition(":")[0]
    try:
        folder = importlib.import_module(f"samtycke.carriers.{scheme}") if scheme.isidentifier() else None
    except ModuleNotFoundError:
        folder = None
    if not hasattr(folder, "open_carrier"):
        raise BadUrl(f"carrier {name}: there is no carrier called {scheme}")
    carrier: SmppCarrier = folder.open_carrier(url, arrivals=inbound, name=name)  # type: ignore[union-attr]
    return carrier
