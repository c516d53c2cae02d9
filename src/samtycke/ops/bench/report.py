"""What a measurement says: the floor, the program, and the ratio between them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Measured:
    """``ratio`` is program to floor; ``target`` what we hold ourselves to. Seconds unless ``unit`` says otherwise."""

    name: str
    size: int
    floor: float
    program: float
    target: float
    unit: str = "s"
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How many times the floor the program takes."""
        return self.program / self.floor

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "met": self.ratio <= self.target}

    def __str__(self) -> str:
        verdict = "within" if self.ratio <= self.target else "OVER"
        lines = [
            f"{self.name}, {self.size:,} people: floor {self.floor:.3f} {self.unit}, program {self.program:.3f} "
            f"{self.unit}, ratio {self.ratio:.2f} ({verdict} {self.target:.2f})"
        ]
        lines += [f"    {name}: {value}" for name, value in self.detail.items()]
        return "\n".join(lines)


ROUNDS = 3
"""A measurement takes the best of so many."""


def in_turn(*acts: Callable[[], Any]) -> list[tuple[float, Any]]:
    """Each act's best time of three rounds, and what it answered last; in turn, so that all share busy moments."""
    rounds = [[timed(act) for act in acts] for _ in range(ROUNDS)]
    return [(min(seconds for seconds, _ in of_act), of_act[-1][1]) for of_act in zip(*rounds, strict=True)]


def timed(act: Callable[[], Answer]) -> tuple[float, Answer]:
    """How many seconds something takes, and what it answers."""
    begun = time.perf_counter()
    answer = act()
    return time.perf_counter() - begun, answer
