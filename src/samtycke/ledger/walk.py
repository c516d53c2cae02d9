"""Go through the batches of a ledger in order, and see that each follows from the one before. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from samtycke.ledger.canonical import VERSION, Batch
from samtycke.ledger.merkle import grow, root_of, root_of_peaks


class Walk:
    """Where we are: the number and the peaks of the last batch seen."""

    __slots__ = ("number", "peaks")

    def __init__(self) -> None:
        self.number = 0
        self.peaks: tuple[bytes, ...] = ()

    def follow(self, batch: Batch, leaves: Sequence[bytes], *, peaks: Sequence[bytes], head: bytes) -> Iterator[str]:
        """What is wrong with the next batch, in words.

        Where it does not follow, the walk goes on from the peaks it was kept with, so that one broken batch is not
        told of every batch after it.
        """
        gap = batch.number - self.number - 1
        if gap:
            yield _missing(self.number + 1, batch.number - 1) if gap > 0 else f"Batch {batch.number} stands twice"
        if batch.version != VERSION:
            yield f"Batch {batch.number} is written in an unknown form, {batch.version}"
        if len(leaves) != batch.count or root_of(leaves) != batch.root:
            yield f"Batch {batch.number} was changed: its events do not give its root"
        grown = tuple(peaks) if gap else grow(self.peaks, batch.number - 1, [batch.leaf])
        if root_of_peaks(grown) != head or (gap and not _ends_with(grown, batch)):
            yield f"Batch {batch.number} was rewritten: it does not lead to its head"
            grown = tuple(peaks)
        self.number, self.peaks = batch.number, grown


def _missing(first: int, last: int) -> str:
    return f"Batch {first} is missing" if first == last else f"Batches {first} to {last} are missing"


def _ends_with(peaks: Sequence[bytes], batch: Batch) -> bool:
    """Whether peaks can be those after this batch: where its number is odd, the last of them is its leaf."""
    return batch.number % 2 == 0 or (bool(peaks) and peaks[-1] == batch.leaf)
