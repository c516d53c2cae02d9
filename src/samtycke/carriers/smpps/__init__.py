"""SMPP 3.4 over TLS: the same as ``smpp``, once the carrier has shown its certificate."""

from __future__ import annotations

from samtycke.carriers.smpp import open_carrier

__all__ = ["open_carrier"]
