"""Cells that somebody will open in a spreadsheet."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; a quote stops it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
