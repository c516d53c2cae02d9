"""Check the proof of one message from its file: no database, no keys but those in it, no network. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samtycke.ledger.canonical import Batch, NotCanonical, batch_of, event_leaf
from samtycke.ledger.merkle import ProofBroken, root_by
from samtycke.ledger.offline import Noted

FORMAT = "samtycke-proof-1"
_NONCE = 12


class NotAProof(ValueError):
    """The file is no proof of a message; says why."""


@dataclass(slots=True)
class Verdict:
    """What a bundle shows. ``shown`` and ``wrong`` are sentences; ``waiting`` events have no seal yet."""

    shown: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    waiting: int = 0


def check_bundle(bundle: Mapping[str, Any], noted: Sequence[Noted] = ()) -> Verdict:
    """Recompute everything that a proof claims of the ledger.

    Raises:
        NotAProof: it is something else.
    """
    try:
        if bundle["format"] != FORMAT:
            raise NotAProof(f"{bundle['format']} is not {FORMAT}")
        return _checked(bundle, noted)
    except (KeyError, TypeError, AttributeError) as error:
        raise NotAProof(f"{type(error).__name__} {error}") from error


def _checked(bundle: Mapping[str, Any], noted: Sequence[Noted]) -> Verdict:
    verdict = Verdict()
    head = bundle["head"]
    batches: dict[int, Batch] = {}
    sealed = 0
    for one in bundle["events"]:
        event_id = one["event"]["id"]
        verdict.wrong += _beside(one)
        if one["seal"] is None:
            verdict.waiting += 1
            continue
        try:
            batch = _sealed(one, head)
        except (ProofBroken, NotCanonical, ValueError) as error:
            verdict.wrong.append(f"Event {event_id} is not as it was sealed {error}".rstrip())
            continue
        batches[batch.number] = batch
        sealed += 1
    if sealed:
        verdict.shown.append(
            f"{_many(sealed, 'event')} as sealed, in {_many(len(batches), 'batch', 'batches')} "
            f"leading to head {head['number']}"
        )
    opened = sum(1 for one in bundle["events"] if (one.get("evidence") or {}).get("key"))
    if opened and not verdict.wrong:
        verdict.shown.append(f"the evidence of {_many(opened, 'event')} is what was sealed")
    _witnessed(verdict, bundle, batches, noted)
    return verdict


def _sealed(one: Mapping[str, Any], head: Mapping[str, Any]) -> Batch:
    """The batch that an event is proven to be in, itself proven to lead to the head."""
    seal = one["seal"]
    batch = batch_of(seal["batch"])
    if batch.organisation != one["event"]["organisation"]:
        raise ProofBroken
    root = root_by(event_leaf(one["event"]), seal["index"], batch.count, _hashes(seal["path"]))
    top = root_by(batch.leaf, batch.number - 1, head["number"], _hashes(seal["batch_path"]))
    if root != batch.root or top.hex() != head["head"]:
        raise ProofBroken
    return batch


def _beside(one: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the words and the evidence that stand beside an event."""
    event = one["event"]
    words, evidence = one.get("wording"), one.get("evidence")
    if words is not None and hashlib.sha256(words.encode()).hexdigest() != event["wording"]:
        yield f"The words beside event {event['id']} are not those that were shown"
    if not evidence:
        return
    sealed = bytes.fromhex(evidence["sealed"])
    if hashlib.sha256(sealed).hexdigest() != event["evidence"]:
        yield f"The evidence beside event {event['id']} is not what was sealed with it"
    elif evidence["key"] and opened(sealed, evidence["key"], event["fingerprint"]) != evidence["opened"]:
        yield f"The evidence of event {event['id']} does not open to what is said of it"


def opened(sealed: bytes, key: str, fingerprint: str) -> Any:
    """What the key to an event's evidence opens; None where it opens nothing. Key and fingerprint in hex."""
    try:
        clear = AESGCM(bytes.fromhex(key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], bytes.fromhex(fingerprint))
        return json.loads(clear)
    except (InvalidTag, ValueError):
        return None


def _witnessed(
    verdict: Verdict, bundle: Mapping[str, Any], batches: Mapping[int, Batch], noted: Sequence[Noted]
) -> None:
    """Compare with what a witness noted: the head itself, or the batches of the events."""
    head = bundle["head"]
    agree = 0
    for one in noted:
        if one.organisation != bundle["organisation"]["id"]:
            continue
        batch = batches.get(one.number)
        same_head = head["head"] == one.head.hex() if head and head["number"] == one.number else None
        if (batch and batch.root != one.root) or same_head is False:
            verdict.wrong.append(f"Batch {one.number} is not the one the witness noted: the ledger was rewritten")
        elif batch or same_head:
            agree += 1
    if agree:
        verdict.shown.append(f"a witness outside noted the same seals ({agree})")


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def _hashes(path: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(step) for step in path]
