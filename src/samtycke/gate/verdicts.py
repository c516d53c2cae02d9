"""Decisions over situations: each decided once, kept once, and known again while it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import SQL_DIGEST
from samtycke.policy import Decision, Envelope, Facts, Instants, decide, pack_for


def settings_of(cursor: CursorWrapper) -> dict[str, Any]:
    """The settings of the transaction's organisation."""
    cursor.execute("SELECT settings FROM organisation WHERE id = current_organisation()")
    (found,) = cursor.fetchone()
    settings: dict[str, Any] = json.loads(found) if isinstance(found, str) else found
    return settings


def decide_facts(
    envelope: Envelope, facts: Facts, now: datetime, settings: Mapping[str, Any], instants: Instants | None = None
) -> Decision:
    """The decision by the law of the recipient's country and the organisation's settings."""
    pack = pack_for(facts.country, settings)
    return decide(envelope, facts, now, pack, instants or Instants())


def keep_decisions(
    cursor: CursorWrapper, envelope: Sealed, decided: Iterable[tuple[Facts, Decision]], now: datetime
) -> list[int]:
    """Write decisions with their facts, so that each can be explained for ever. Returns their ids, in order."""
    rows = list(decided)
    if not rows:
        return []
    cursor.execute("SELECT nextval('decision_id') FROM generate_series(1, %s)", [len(rows)])
    ids = [row[0] for row in cursor.fetchall()]
    cursor.execute(
        "INSERT INTO decision (organisation_id, id, envelope_id, made_at, verdict, basis, rule, until, pack, facts, "
        "consulted, facts_sql) "
        "SELECT current_organisation(), i, %s, %s, v, b, r, u, p, f, c, %s FROM unnest(%s::bigint[], %s::text[], "
        "%s::text[], %s::text[], %s::timestamptz[], %s::text[], %s::jsonb[], %s::jsonb[]) AS d(i, v, b, r, u, p, f, c)",
        [
            envelope.id,
            now,
            SQL_DIGEST,
            ids,
            [decision.verdict for _, decision in rows],
            [decision.basis for _, decision in rows],
            [decision.rule for _, decision in rows],
            [decision.until for _, decision in rows],
            [decision.pack for _, decision in rows],
            [_json(asdict(facts)) for facts, _ in rows],
            [_json([asdict(step) for step in decision.consulted]) for _, decision in rows],
        ],
    )
    return ids


def _json(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


class Verdicts:
    """What has been decided of the situations of an envelope, while it holds.

    A gateway meets the same thousand situations a million times. A decision is used again for equal facts, the same
    settings and the same minute; anything else is decided anew.
    """

    def __init__(self, limit: int = 50_000) -> None:
        self._limit = limit
        self._known: dict[tuple[object, ...], tuple[Decision, int]] = {}

    def forget(self) -> None:
        """Forget everything: the transaction that wrote some of it was rolled back."""
        self._known.clear()

    def of(self, cursor: CursorWrapper, envelope: Sealed, settings: Mapping[str, Any], now: datetime) -> OfEnvelope:
        """The verdicts for one envelope at one instant."""
        if len(self._known) > self._limit:
            self._known.clear()
        return OfEnvelope(self._known, cursor, envelope, settings, now)


class OfEnvelope:
    """Decide over people for one envelope now, keeping each decision once."""

    def __init__(
        self,
        known: dict[tuple[object, ...], tuple[Decision, int]],
        cursor: CursorWrapper,
        envelope: Sealed,
        settings: Mapping[str, Any],
        now: datetime,
    ) -> None:
        self._known, self._cursor, self._envelope, self._settings, self._now = known, cursor, envelope, settings, now
        self._policy = envelope.policy
        # A minute is finer than any boundary of a rule: quiet hours, days, months.
        self._moment = (envelope.id, now.replace(second=0, microsecond=0), json.dumps(settings, sort_keys=True))
        self._new: list[tuple[tuple[object, ...], Facts, Decision]] = []

    def decide(self, facts: Facts, instants: Instants) -> tuple[object, ...]:
        """Decide, or know again. Returns the key by which ``kept`` finds it once ``keep`` has been called."""
        key: tuple[object, ...] = (*self._moment, facts)
        if key not in self._known:
            decision = decide_facts(self._policy, facts, self._now, self._settings, instants)
            if decision.verdict == "hold":
                key = (*key, instants)  # a hold ends for each person when it ends for that person
            if key not in self._known:
                self._known[key] = (decision, 0)
                self._new.append((key, facts, decision))
        return key

    def keep(self) -> None:
        """Write the decisions that are new."""
        ids = keep_decisions(
            self._cursor, self._envelope, [(facts, decision) for _, facts, decision in self._new], self._now
        )
        for (key, _, decision), id_ in zip(self._new, ids, strict=True):
            self._known[key] = (decision, id_)
        self._new.clear()

    def kept(self, key: tuple[object, ...]) -> tuple[Decision, int]:
        """A decision and its id."""
        return self._known[key]
