"""A verdict, and the whole of its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple, Protocol

from samtycke.policy.dated import Parameters


class Step(NamedTuple):
    """One rule that was asked: what it saw (facts, the envelope, parameters), and what it answered.

    ``outcome`` is ``passes`` (a denial or hold that does not apply), ``denies``, ``allows``, ``holds`` or ``fails``
    (a basis whose condition ``because`` is not met; None where there is nothing of its kind). Where every basis fails,
    the last step is the condition that settles.
    """

    rule: str
    outcome: str
    saw: dict[str, Any]
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """``allow``, ``hold`` or ``deny``, by which rule, and until when it holds.

    ``until`` is the end of a hold (None where nobody can know it), or for a permission that lapses by itself the
    last instant it holds. ``parameters`` are those of the pack, as they were in force with the organisation's settings.
    """

    verdict: str
    basis: str | None
    rule: str
    citation: str
    explanation: dict[str, str]
    until: datetime | None
    pack: str
    consulted: tuple[Step, ...]
    parameters: Parameters

    def steps_as_json(self) -> list[dict[str, Any]]:
        """Every rule that was asked, in order: what it saw and what it answered."""
        return [
            {
                "rule": step.rule,
                "outcome": step.outcome,
                "saw": plain(step.saw),
                "because": step.because,
            }
            for step in self.consulted
        ]

    def as_json(self) -> dict[str, Any]:
        """The decision as the API answers it."""
        return answered(self)

    def parameters_as_json(self) -> dict[str, Any]:
        """The parameters it was made with."""
        return measured_by(self.parameters)


class Decided(Protocol):
    """What every telling of a decision says of it."""

    @property
    def verdict(self) -> str: ...
    @property
    def basis(self) -> str | None: ...
    @property
    def rule(self) -> str: ...
    @property
    def citation(self) -> str: ...
    @property
    def explanation(self) -> Mapping[str, str]: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def pack(self) -> str: ...


def answered(made: Decided) -> dict[str, Any]:
    """What was decided, without how, as every door answers it."""
    return {
        "verdict": made.verdict,
        "basis": made.basis,
        "rule": made.rule,
        "citation": made.citation,
        "explanation": dict(made.explanation),
        "until": made.until.isoformat() if made.until else None,
        "pack": made.pack,
    }


def measured_by(parameters: Parameters) -> dict[str, Any]:
    """Parameters as JSON has them."""
    measured: dict[str, Any] = plain(asdict(parameters))
    return measured


def plain(value: Any) -> Any:
    """A value as JSON has it: days and times as ISO 8601 writes them."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value
