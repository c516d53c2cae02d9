"""A verdict, and the whole of its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was asked: what it saw, and what it answered.

    ``outcome`` is ``passes`` (a denial or hold that does not apply), ``denies``, ``allows``, ``holds`` or ``fails``
    (a basis whose condition ``because`` is not met).
    """

    rule: str
    outcome: str
    saw: dict[str, Any]
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """``allow``, ``hold`` or ``deny``, by which rule, and until when it holds.

    ``until`` is the end of a hold (None where nobody can know it), or for a permission that lapses by itself the
    last instant it holds.
    """

    verdict: str
    basis: str | None
    rule: str
    citation: str
    explanation: dict[str, str]
    until: datetime | None
    pack: str
    consulted: tuple[Step, ...]

    def steps_as_json(self) -> list[dict[str, Any]]:
        """Every rule that was asked, in order: what it saw and what it answered."""
        return [
            {
                "rule": step.rule,
                "outcome": step.outcome,
                "saw": {
                    name: value.isoformat() if isinstance(value, date) else value for name, value in step.saw.items()
                },
                "because": step.because,
            }
            for step in self.consulted
        ]

    def as_json(self) -> dict[str, Any]:
        """The decision as the API answers it."""
        return {
            "verdict": self.verdict,
            "basis": self.basis,
            "rule": self.rule,
            "citation": self.citation,
            "explanation": self.explanation,
            "until": self.until.isoformat() if self.until else None,
            "pack": self.pack,
        }
