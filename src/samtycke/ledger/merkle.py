"""Merkle trees as RFC 9162 section 2.1 writes them, over SHA-256. Pure: no database, no clock.

A leaf and a node are hashed behind different bytes, so that neither can be passed off as the other. A tree of any size
is a row of perfect trees, its *peaks*, the largest first; that row is all that must be kept for the tree to grow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


class ProofBroken(ValueError):
    """A proof does not lead where it should."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two halves."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree, by the hashes of its leaves."""
    return root_of_peaks(grow((), 0, leaves))


def grow(peaks: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The peaks of a tree of ``size`` leaves after more are added, each by its hash."""
    row = list(peaks)
    for leaf in leaves:
        row.append(leaf)
        size += 1
        whole = size
        while whole % 2 == 0:
            right = row.pop()
            row.append(node_hash(row.pop(), right))
            whole //= 2
    return tuple(row)


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """The root that a row of peaks stands for."""
    if not peaks:
        return EMPTY
    *rest, root = peaks
    for peak in reversed(rest):
        root = node_hash(peak, root)
    return root


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path from a leaf to the root (RFC 9162, 2.1.3.1).

    Raises:
        IndexError: the tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion(leaves[half:], index - half), root_of(leaves[:half])]


def root_by(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a path leads to from the hash of a leaf (RFC 9162, 2.1.3.2).

    Raises:
        ProofBroken: no path of a tree of this size looks so.
    """
    if not 0 <= index < size:
        raise ProofBroken
    root = leaf
    for step, left in _climb(index, size - 1, path):
        root = node_hash(step, root) if left else node_hash(root, step)
    return root


def consistency(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """What shows that the tree of the first ``old`` leaves has only been added to since (RFC 9162, 2.1.4.1).

    Raises:
        IndexError: the tree never had that size, or it was empty.
    """
    if not 0 < old <= len(leaves):
        raise IndexError(old)
    return _consistency(leaves, old, whole=True)


def _consistency(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _half(len(leaves))
    if old <= half:
        return [*_consistency(leaves[:half], old, whole=whole), root_of(leaves[half:])]
    return [*_consistency(leaves[half:], old - half, whole=False), root_of(leaves[:half])]


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """See that one tree has only been added to since another (RFC 9162, 2.1.4.2).

    Raises:
        ProofBroken: it has not, or the path does not show it.
    """
    if not 0 < old <= new:
        raise ProofBroken
    if old == new:
        if path or old_root != new_root:
            raise ProofBroken
        return
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        raise ProofBroken
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    was = now = steps[0]
    for step, left in _climb(place, last, steps[1:]):
        was = node_hash(step, was) if left else was
        now = node_hash(step, now) if left else node_hash(now, step)
    if was != old_root or now != new_root:
        raise ProofBroken


def _climb(place: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each step of a path from a place in a row that ends at ``last``, and whether it stands to the left."""
    for step in path:
        if last == 0:
            raise ProofBroken
        left = place % 2 == 1 or place == last
        yield step, left
        while left and place and not place % 2:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise ProofBroken


def _half(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)
