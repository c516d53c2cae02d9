"""Decisions over people: made once for each question, kept once, and known again while they hold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from samtycke import policy
from samtycke.gate.account import kept_asked
from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import SQL_DIGEST
from samtycke.gate.judge import Judge, Judgement
from samtycke.organisations.door import digest, document
from samtycke.policy import Decision, Envelope, Facts, Instants, Parameters, measured_by, pack_for


def settings_of(cursor: CursorWrapper) -> dict[str, Any]:
    """The settings of the transaction's organisation."""
    cursor.execute("SELECT settings FROM organisation WHERE id = current_organisation()")
    settings: dict[str, Any] = document(cursor.fetchone()[0])
    return settings


def decide_facts(
    envelope: Envelope, facts: Facts, now: datetime, settings: Mapping[str, Any], instants: Instants | None = None
) -> Decision:
    """The decision by the law of the recipient's country and the organisation's settings."""
    pack = pack_for(facts.country, settings)
    return policy.decide(envelope, facts, now, pack, instants or Instants())


def keep(cursor: CursorWrapper, envelope: Sealed, judgements: Sequence[Judgement], now: datetime) -> list[int]:
    """Keep decisions with all that they were made on and their words, so that each can be explained for ever.

    The same decision on the same facts is kept once for an envelope, whoever makes it. Returns ids, in order.
    """
    new = {_digest(judgement): judgement for judgement in judgements if not judgement.kept}
    if not new:
        return [judgement.kept for judgement in judgements]
    ids = _known(cursor, envelope, list(new))
    ids |= _written(cursor, envelope, {mark: one for mark, one in sorted(new.items()) if mark not in ids}, now)
    found = {id(judgement): ids[mark] for mark, judgement in new.items()}
    # Only a committed row may be referred to by later transactions.
    transaction.on_commit(partial(_note_kept, new, ids))
    return [judgement.kept or found.get(id(judgement)) or ids[_digest(judgement)] for judgement in judgements]


def _note_kept(judgements: Mapping[bytes, Judgement], ids: Mapping[bytes, int]) -> None:
    for mark, judgement in judgements.items():
        judgement.kept = ids[mark]


def _digest(judgement: Judgement) -> bytes:
    """Of all that is kept of it, and of which facts were looked at."""
    made = judgement.decision
    until = made.until.isoformat() if made.until else None
    return digest(
        _json(_telling(judgement)),
        ",".join(judgement.looked_at),
        made.verdict,
        made.basis,
        made.rule,
        made.citation,
        made.explanation["sv"],
        made.explanation["en"],
        until,
        made.pack,
        _parameters(made.parameters),
        kept_asked(made.pack, made.consulted),
        SQL_DIGEST,
    )


def _known(cursor: CursorWrapper, envelope: Sealed, digests: list[bytes]) -> dict[bytes, int]:
    cursor.execute(
        "SELECT digest, id FROM decision "
        "WHERE organisation_id = current_organisation() AND envelope_id = %s AND digest = ANY(%s)",
        [envelope.id, digests],
    )
    return {bytes(row[0]): row[1] for row in cursor.fetchall()}


def _written(
    cursor: CursorWrapper, envelope: Sealed, judgements: Mapping[bytes, Judgement], now: datetime
) -> dict[bytes, int]:
    """Write decisions, in the order of their digests: two who write the same ones wait, and do not deadlock."""
    if not judgements:
        return {}
    reasonings = [kept_asked(one.decision.pack, one.decision.consulted) for one in judgements.values()]
    _keep_reasonings(cursor, sorted(set(reasonings)))
    rows = [_row(mark, one, asked) for (mark, one), asked in zip(judgements.items(), reasonings, strict=True)]
    cursor.execute(
        "INSERT INTO decision (organisation_id, envelope_id, made_at, verdict, basis, rule, citation, explanation, "
        "until, pack, facts, parameters, reasoning, facts_sql, digest) "
        "SELECT current_organisation(), %s, %s, verdict, basis, rule, citation, explanation, until, pack, facts, "
        "parameters, decode(reasoning, 'hex'), %s, decode(digest, 'hex') "
        # One document: arrays of documents are escaped one by one, which took longer than deciding.
        "FROM jsonb_to_recordset(%s::jsonb) AS t(verdict text, basis text, rule text, citation text, "
        "explanation jsonb, until timestamptz, pack text, facts jsonb, parameters jsonb, reasoning text, digest text) "
        "ON CONFLICT (organisation_id, envelope_id, digest) DO UPDATE SET digest = excluded.digest "
        "RETURNING digest, id",
        [envelope.id, now, SQL_DIGEST, _json(rows)],
    )
    return {bytes(row[0]): row[1] for row in cursor.fetchall()}


def _row(mark: bytes, judgement: Judgement, asked: str) -> dict[str, Any]:
    made = judgement.decision
    return {
        "verdict": made.verdict,
        "basis": made.basis,
        "rule": made.rule,
        "citation": made.citation,
        "explanation": made.explanation,
        "until": made.until and made.until.isoformat(),
        "pack": made.pack,
        "facts": _telling(judgement),
        "parameters": made.parameters_as_json(),
        "reasoning": _digest_of(asked),
        "digest": mark.hex(),
    }


@lru_cache(maxsize=4096)
def _digest_of(asked: str) -> str:
    return digest(asked).hex()


def _keep_reasonings(cursor: CursorWrapper, reasonings: Sequence[str]) -> None:
    cursor.execute(
        "INSERT INTO reasoning (organisation_id, digest, steps) "
        "SELECT current_organisation(), d, s FROM unnest(%s::bytea[], %s::jsonb[]) AS t(d, s) "
        "ON CONFLICT (organisation_id, digest) DO NOTHING",
        [[digest(one) for one in reasonings], list(reasonings)],
    )


_SAFE = asdict(Facts())


def _telling(judgement: Judgement) -> dict[str, Any]:
    """The facts that were looked at; those left out had the safe value that `Facts` gives them."""
    return {name: value for name, value in judgement.looked_at.items() if value != _SAFE[name]}


@lru_cache(maxsize=256)
def _parameters(parameters: Parameters) -> str:
    """What was measured by, as it is kept."""
    return json.dumps(measured_by(parameters))


def _json(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


class Verdicts:
    """What a process has decided lately, so that the same thousand questions are not asked a million times.

    A decision is used again for the same envelope, settings and minute, which is finer than any boundary of a rule:
    quiet hours, days, months. Anything else is decided anew.
    """

    def __init__(self) -> None:
        self._judges: dict[tuple[int, Envelope, str], tuple[datetime, Judge]] = {}

    def forget(self) -> None:
        """Forget everything."""
        self._judges.clear()

    def of(self, envelope: Sealed, settings: Mapping[str, Any], now: datetime) -> Judge:
        """The judge for a kept envelope at this moment."""
        minute = now.replace(second=0, microsecond=0)
        # As the law sees it: a person may have said since that the text is advertising, or is not.
        key = envelope.id, envelope.policy, json.dumps(settings, sort_keys=True)
        known = self._judges.get(key)
        if known is None or known[0] != minute:
            self._judges = {of: one for of, one in self._judges.items() if one[0] == minute}
            known = self._judges[key] = minute, Judge(envelope, settings, now)
        return known[1]
