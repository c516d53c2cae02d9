"""How good the reading is, over texts that people have called advertising or service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from samtycke.policy.content.reading import reads_like_advertising


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts: advertising that was found and missed, service that was let by and stopped."""

    found: int
    missed: int
    stopped: int
    let_by: int

    @property
    def recall(self) -> float:
        """Of the advertising, the share that is found."""
        return self.found / max(1, self.found + self.missed)

    @property
    def precision(self) -> float:
        """Of what is found, the share that is advertising."""
        return self.found / max(1, self.found + self.stopped)


def measured(paths: Iterable[Path]) -> Measured:
    """Read YAML files with lists of texts under ``advertising`` and ``service``.

    Raises:
        ValueError: a file has another shape; the message says which.
    """
    advertising: list[bool] = []
    service: list[bool] = []
    for path in paths:
        for text, is_advertising in _labelled(path):
            (advertising if is_advertising else service).append(reads_like_advertising(text).advertising)
    return Measured(
        found=sum(advertising),
        missed=len(advertising) - sum(advertising),
        stopped=sum(service),
        let_by=len(service) - sum(service),
    )


def _labelled(path: Path) -> list[tuple[str, bool]]:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict) or told.keys() != {"advertising", "service"}:
        raise ValueError(f"{path}: expected lists of texts under advertising and service.")
    found = [(text, label == "advertising") for label, texts in told.items() for text in texts or ()]
    if not all(isinstance(text, str) for text, _ in found):
        raise ValueError(f"{path}: every text must be a string.")
    return found
