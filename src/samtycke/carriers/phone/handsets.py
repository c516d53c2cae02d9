"""The handsets of the simulator: what each has received, and what it has said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS text (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL, other TEXT NOT NULL, mine INTEGER NOT NULL,
    text TEXT NOT NULL, parts INTEGER NOT NULL, encoding TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS text_number ON text (number, id);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text on a handset: ``mine`` when the handset sent it, else received. ``other`` is the other end."""

    number: str
    other: str
    mine: bool
    text: str
    parts: int
    encoding: str
    at: str


class Handsets:
    """Kept in a file, so that a restart finds them as they were; or in memory, for a test."""

    def __init__(self, store: Path | None) -> None:
        self._database = sqlite3.connect(store or ":memory:", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = OFF")  # it must survive us, not a power cut
        self._database.executescript(_SCHEMA)

    def keep(self, texts: Iterable[Text]) -> None:
        """Write texts, in one transaction."""
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT INTO text (number, other, mine, text, parts, encoding, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(t.number, t.other, t.mine, t.text, t.parts, t.encoding, t.at) for t in texts],
        )
        self._database.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def after(self, last: int, limit: int = 1000) -> list[dict[str, Any]]:
        """Every text received since the one with this id, on all handsets, in order."""
        rows = self._database.execute(
            "SELECT id, number, other, text, parts, encoding, at FROM text "
            "WHERE id > ? AND NOT mine ORDER BY id LIMIT ?",
            (last, limit),
        )
        names = ("id", "number", "sender", "text", "parts", "encoding", "time")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def of(self, number: str, limit: int = 200) -> dict[str, Any]:
        """What one handset has received and said, oldest first."""
        rows = self._database.execute(
            "SELECT id, other, mine, text, parts, encoding, at FROM text WHERE number = ? ORDER BY id DESC LIMIT ?",
            (number, limit),
        ).fetchall()[::-1]
        return {
            "number": number,
            "texts": [
                {"id": r[0], "sender": r[1], "text": r[3], "parts": r[4], "encoding": r[5], "time": r[6]}
                for r in rows
                if not r[2]
            ],
            "replies": [{"id": r[0], "to": r[1], "text": r[3], "time": r[6]} for r in rows if r[2]],
        }

    def recent(self, limit: int = 12) -> list[dict[str, Any]]:
        """The handsets that something happened on last."""
        rows = self._database.execute(
            "SELECT number FROM text GROUP BY number ORDER BY max(id) DESC LIMIT ?", (limit,)
        ).fetchall()
        return [self.of(row[0], 20) for row in rows]

    def statistics(self) -> dict[str, int]:
        """How many texts were received, on how many handsets, and how many of them came twice."""
        received, numbers = self._database.execute(
            "SELECT count(*), count(DISTINCT number) FROM text WHERE NOT mine"
        ).fetchone()
        (twice,) = self._database.execute(
            "SELECT coalesce(sum(n - 1), 0) FROM "
            "(SELECT count(*) AS n FROM text WHERE NOT mine GROUP BY number, other, text HAVING count(*) > 1)"
        ).fetchone()
        return {"received": received, "handsets": numbers, "twice": twice}

    def setting(self, name: str, default: str) -> str:
        """A setting of the simulator."""
        row = self._database.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set(self, name: str, value: str) -> None:
        """Change a setting."""
        self._database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))
