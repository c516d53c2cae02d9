"""A person says what they want to have: purposes off and on, a pause. Off is a no, and on a new yes, never an undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out, release
from samtycke.intake.wishes.shown import Shown
from samtycke.intake.wishes.standing import Standing, standing
from samtycke.intake.wishes.words import YesWords
from samtycke.ledger.door import Consent, meet, note, record
from samtycke.policy import months_after, pack_for
from samtycke.sms import Number

PAUSES = (1, 3, 6)
"""For how many months a person may pause."""
Pause = Literal["keep", "end"] | int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a page was sent with.

    ``off``: purposes that stood as on and were switched off. ``on``: those that stood as off and whose box was ticked,
    with the words beside it. Whatever stood unchanged is in neither, whatever has become of it since. ``pause``: a
    number of months, ``end``, or ``keep`` what there is.
    """

    off: frozenset[str] = frozenset()
    on: Mapping[str, YesWords] = field(default_factory=dict)
    pause: Pause = "keep"


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of it: how they stand now, what is off and on by it, and whether the pause is another."""

    now: Standing
    off: tuple[str, ...]
    on: tuple[str, ...]
    pause: bool


def change_wishes(
    cursor: CursorWrapper, contact_id: int, wishes: Wishes, *, shown: Shown, now: datetime
) -> Changed | None:
    """Do what a person asked for on their page. None where nobody is known by it any more.

    Raises:
        ValueError: a pause of another length than there is.
    """
    before = standing(cursor, contact_id, now=now)
    if before is None or before.number is None:
        return None
    number = before.number
    meet(cursor, number)  # their row is ours until the end
    before = standing(cursor, contact_id, now=now) or before
    off = tuple(one.purpose.slug for one in before.purposes if one.on and one.purpose.slug in wishes.off)
    for slug in off:
        evidence = shown.evidence
        opt_out(cursor, number, purpose=slug, because="preferences", door="link", evidence=evidence, now=now)
    on = tuple(one.purpose.slug for one in before.purposes if not one.on and one.purpose.slug in wishes.on)
    record(cursor, [_yes(number, slug, wishes.on[slug], shown, now) for slug in on], now=now)
    paused = _pause(cursor, before, wishes.pause, now)
    after = standing(cursor, contact_id, now=now)
    assert after is not None
    return Changed(after, off, on, paused)


def pause(
    cursor: CursorWrapper, contact_id: int, *, until: datetime | None, door: str, by: str = "", now: datetime
) -> None:
    """Let a person's marketing wait until an instant, or no longer. What waits for the end of it is decided anew."""
    because = "preferences" if door == "link" else ""
    note(cursor, contact_id, "pause", until=until, because=because, door=door, by=by, now=now)
    if until is None:
        release(cursor, contact_id, now)


def pause_end(number: Number, months: int, *, now: datetime) -> datetime:
    """When a pause that begins now is over: the morning of that day, where the person is.

    Raises:
        ValueError: there is no pause of that length.
    """
    if months not in PAUSES:
        raise ValueError(months)
    zone: ZoneInfo = pack_for(number.country).timezone
    return datetime.combine(months_after(now.astimezone(zone).date(), months), time(8), zone)


def _pause(cursor: CursorWrapper, before: Standing, wish: Pause, now: datetime) -> bool:
    if wish == "keep" or before.number is None or (wish == "end" and before.paused_until is None):
        return False
    until = None if wish == "end" else pause_end(before.number, int(wish), now=now)
    if until == before.paused_until:
        return False
    pause(cursor, before.contact_id, until=until, door="link", now=now)
    return True


def _yes(number: Number, purpose: str, words: YesWords, shown: Shown, now: datetime) -> Consent:
    """A whole new consent. The link came by text to the number, so that the number is shown to be theirs as well."""
    proof = pack_for(number.country).proof
    return Consent(
        number=number,
        occurred_at=now,
        door="link",
        purpose=purpose,
        method="double_opt_in" if proof and "checkbox_unticked" not in proof else "checkbox_unticked",
        wording=words.wording,
        informed=True,
        evidence=replace(shown, words="\n".join((words.box, shown.words))).evidence,
    )
