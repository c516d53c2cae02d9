"""What would be decided of a text to some contacts: for lists and for one person's page. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Spec, draft_envelope
from samtycke.gate.facts import read_facts
from samtycke.gate.verdicts import decide_facts, settings_of
from samtycke.policy import Decision


def decide_several(
    cursor: CursorWrapper, spec: Spec, contact_ids: Sequence[int], *, now: datetime
) -> dict[int, Decision]:
    """The decision for each contact, by contact.

    Raises:
        NotDeclared: purpose, category or sender is none of the organisation's.
    """
    envelope = draft_envelope(cursor, spec, also_archived=True)
    settings = settings_of(cursor)
    return {
        contact_id: decide_facts(envelope.policy, facts, now, settings, instants)
        for contact_id, (facts, instants) in read_facts(cursor, envelope, contact_ids, settings, now).items()
    }
