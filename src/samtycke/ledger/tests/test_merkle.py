"""The tree is the one of RFC 9162: published vectors, and what must hold of every tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.ledger.merkle import (
    EMPTY,
    ProofBroken,
    check_consistency,
    consistency,
    grow,
    inclusion,
    leaf_hash,
    root_by,
    root_of,
    root_of_peaks,
)

# The vectors that Certificate Transparency's own implementations are tested by: eight leaves, the roots of the first n.
LEAVES = [
    leaf_hash(bytes.fromhex(leaf))
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A, B, C = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
D, E = (
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
)
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def _hex(hashes):
    return [one.hex() for one in hashes]


def test_the_roots_are_the_published_ones():
    assert root_of([]) == EMPTY
    assert [root_of(LEAVES[:n]).hex() for n in range(1, 9)] == ROOTS


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [(0, 1, []), (0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[3]]), (2, 3, [ROOTS[1]]), (1, 5, [ROOTS[0], B, D])],
)
def test_the_paths_are_the_published_ones(index, size, path):
    assert _hex(inclusion(LEAVES[:size], index)) == path
    assert root_by(LEAVES[index], index, size, [bytes.fromhex(step) for step in path]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("old", "new", "path"), [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[3]]), (2, 5, [B, D])]
)
def test_the_proofs_of_consistency_are_the_published_ones(old, new, path):
    assert _hex(consistency(LEAVES[:new], old)) == path
    steps = [bytes.fromhex(step) for step in path]
    check_consistency(old, new, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1]), steps)


@given(leaves, st.data())
def test_a_tree_grows_to_the_same_root_in_whatever_steps(all_leaves, data):
    cut = data.draw(st.integers(0, len(all_leaves)))
    peaks = grow(grow((), 0, all_leaves[:cut]), cut, all_leaves[cut:])
    assert root_of_peaks(peaks) == root_of(all_leaves)


@given(leaves, st.data())
def test_every_leaf_leads_to_the_root_and_no_other_leaf_does(all_leaves, data):
    index = data.draw(st.integers(0, len(all_leaves) - 1))
    size, root, path = len(all_leaves), root_of(all_leaves), inclusion(all_leaves, index)
    assert root_by(all_leaves[index], index, size, path) == root
    assert root_by(leaf_hash(b"another"), index, size, path) != root


@given(leaves, st.data())
def test_a_path_of_another_length_is_none(all_leaves, data):
    index = data.draw(st.integers(0, len(all_leaves) - 1))
    path = inclusion(all_leaves, index)
    for wrong in (path[:-1], [*path, EMPTY]):
        if wrong != path:
            with pytest.raises(ProofBroken):
                root_by(all_leaves[index], index, len(all_leaves), wrong)
    with pytest.raises(ProofBroken):
        root_by(all_leaves[index], len(all_leaves), len(all_leaves), path)


@given(leaves, st.data())
def test_a_tree_that_was_only_added_to_shows_it_and_one_that_was_rewritten_cannot(all_leaves, data):
    old = data.draw(st.integers(1, len(all_leaves)))
    path = consistency(all_leaves, old)
    check_consistency(old, len(all_leaves), root_of(all_leaves[:old]), root_of(all_leaves), path)
    rewritten = [leaf_hash(b"another"), *all_leaves[1:old]]
    with pytest.raises(ProofBroken):
        check_consistency(old, len(all_leaves), root_of(rewritten), root_of(all_leaves), path)


def test_a_tree_has_no_leaf_beyond_its_size_and_never_shrank():
    with pytest.raises(IndexError):
        inclusion(LEAVES, 8)
    with pytest.raises(IndexError):
        consistency(LEAVES, 9)
    with pytest.raises(ProofBroken):
        check_consistency(8, 7, EMPTY, EMPTY, [])
    with pytest.raises(ProofBroken):
        check_consistency(3, 5, EMPTY, EMPTY, [])
