"""Bars: shares of a whole, none of them invisible."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samtycke.web.parts.bars import LEAST, Share, pieces

shares = st.lists(st.integers(0, 10**7), max_size=8).map(lambda people: [Share(n, "may") for n in people])


def lengths(found):
    return [float(piece.width.rstrip("%")) for piece in found]


@given(shares)
def test_what_is_somebody_is_seen(found):
    """Each share with people in it has a piece, however few they are."""
    drawn = pieces(found)
    assert len(drawn) == sum(1 for share in found if share.people)
    assert all(length >= LEAST - 0.001 for length in lengths(drawn))


@given(shares)
def test_pieces_fill_the_bar_side_by_side(found):
    """No gap, no overlap, and all of it."""
    drawn = pieces(found)
    x = 0.0
    for piece, length in zip(drawn, lengths(drawn), strict=True):
        assert abs(float(piece.x.rstrip("%")) - x) < 0.01
        x += length
    assert not drawn or abs(x - 100) < 0.02


def test_what_is_left_stays_empty():
    """A job that is half done fills half the bar."""
    assert lengths(pieces([Share(50, "accent")], of=100)) == [50.0]
