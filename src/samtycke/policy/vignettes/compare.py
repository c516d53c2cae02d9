"""Cases put to the same ``decide`` that guards every message, and compared with what the law answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtycke.policy.decide import decide
from samtycke.policy.decision import Decision
from samtycke.policy.pack import pack_for
from samtycke.policy.vignettes.case import ToldCase, Vignette
from samtycke.policy.vignettes.facts import envelope_of, facts_of, instants_of
from samtycke.policy.vignettes.read import Unread, read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case. ``differs`` names what was expected and what was got; empty when it passed."""

    file: str
    id: str
    case: Vignette | None
    decision: Decision | None
    differs: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """The program answers as the law does."""
        return not self.differs

    def as_json(self) -> dict[str, Any]:
        """The whole of it."""
        return {
            "file": self.file,
            "id": self.id,
            "passed": self.passed,
            "differs": list(self.differs),
            "expected": self.case.expect.model_dump(mode="json") if self.case else None,
            "got": self.decision.as_json() | {"consulted": self.decision.steps_as_json()} if self.decision else None,
            "source": self.case.source if self.case else None,
        }


def run(paths: Iterable[Path]) -> Iterator[Outcome]:
    """Run every case of some files and folders. One that is malformed fails."""
    for file, case in read(paths):
        if isinstance(case, Unread):
            yield Outcome(file, case.id, None, None, (f"malformed: {case.why}",))
        else:
            decision = answer(case)
            yield Outcome(file, case.id, case, decision, tuple(_differences(case, decision)))


def answer(case: ToldCase) -> Decision:
    """What the program decides in a case."""
    pack = pack_for(case.jurisdiction, case.settings.changed)
    return decide(envelope_of(case), facts_of(case, pack), case.now, pack, instants_of(case))


def _differences(case: Vignette, decision: Decision) -> Iterator[str]:
    expect = case.expect
    if expect.decision != decision.verdict:
        yield f"expected {expect.decision}, got {decision.verdict}"
    if expect.basis is not None and expect.basis != decision.basis:
        yield f"expected basis {expect.basis}, got {decision.basis}"
    if expect.because is not None and expect.because != decision.rule:
        yield f"expected because {expect.because}, got {decision.rule}"
    if expect.until is not None and expect.until != decision.until:
        yield f"expected until {expect.until.isoformat()}, got {decision.until and decision.until.isoformat()}"
