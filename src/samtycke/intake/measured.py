"""How well replies are read, on labelled ones: what became of each label, and the two faults that matter.

A no that is neither found nor held is the worst fault; a no read into what is none is the second. A no that is held
is not missed: marketing waits until a person has read it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from samtycke.intake.intent import Intent, intent

INTENTS: tuple[Intent, ...] = get_args(Intent)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply, and what a person says that it means."""

    text: str
    meant: Intent
    language: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read in labelled replies: ``read[meant, found]`` counts them."""

    read: Counter[tuple[Intent, Intent]]
    amiss: tuple[tuple[Labelled, Intent], ...]

    def meant(self, label: Intent) -> int:
        """How many replies carry a label."""
        return sum(count for (meant, _), count in self.read.items() if meant == label)

    @property
    def found(self) -> float:
        """The share of opt-outs that were carried out at once."""
        return self._of_opt_outs(self.read["opt_out", "opt_out"])

    @property
    def recall(self) -> float:
        """The share of opt-outs that were carried out or held for a person: nothing was sent after them."""
        return self._of_opt_outs(self.read["opt_out", "opt_out"] + self.read["opt_out", "ambiguous"])

    @property
    def false_opt_outs(self) -> float:
        """The share of all other replies that were taken as an opt-out, doubtful ones too."""
        return self._of_the_rest("opt_out", [label for label in INTENTS if label != "opt_out"])

    @property
    def held_without_need(self) -> float:
        """The share of replies with nothing of a no in them that a person must read all the same."""
        return self._of_the_rest("ambiguous", [label for label in INTENTS if label not in ("opt_out", "ambiguous")])

    def _of_opt_outs(self, hits: int) -> float:
        return hits / (self.meant("opt_out") or 1)

    def _of_the_rest(self, found: Intent, labels: Sequence[Intent]) -> float:
        return sum(self.read[label, found] for label in labels) / (sum(self.meant(label) for label in labels) or 1)


def measure(replies: Sequence[Labelled]) -> Measured:
    """Read each reply as it would be read from a phone."""
    read = [(reply, intent(reply.text)) for reply in replies]
    return Measured(
        read=Counter((reply.meant, found) for reply, found in read),
        amiss=tuple((reply, found) for reply, found in read if found != reply.meant),
    )


def labelled(path: Path) -> list[Labelled]:
    """The replies of a file: YAML, label → language → list of texts.

    Raises:
        ValueError: the file is not so made, or knows a label we don't; the message says where.
    """
    try:
        return list(_each(yaml.safe_load(path.read_text(encoding="utf-8"))))
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        raise ValueError(f"{path}: expected label, then language, then a list of texts ({error})") from error


def _each(labels: dict[str, dict[str, list[str]]]) -> Iterator[Labelled]:
    for label, languages in labels.items():
        if label not in INTENTS:
            raise ValueError(f"{label!r} is none of {', '.join(INTENTS)}")
        for language, texts in languages.items():
            for text in texts:
                yield Labelled(text, label, language)
