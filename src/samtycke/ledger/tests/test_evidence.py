"""Evidence opens for its own event of its own person, and for nothing else."""

from __future__ import annotations

import pytest

from samtycke.ledger.evidence import EvidenceKey, new_evidence_key, open_evidence, seal_evidence
from samtycke.organisations.door import SealBroken


def test_what_was_sealed_opens():
    key = new_evidence_key(7)
    sealed = seal_evidence(key, {"ip": "192.0.2.1", "namn": "Åsa"}, fingerprint=b"f")
    assert open_evidence(EvidenceKey(7, key.wrapped), sealed, fingerprint=b"f") == {"ip": "192.0.2.1", "namn": "Åsa"}
    assert b"192.0.2.1" not in sealed


def test_evidence_moved_to_another_event_does_not_open():
    key = new_evidence_key(7)
    sealed = seal_evidence(key, {"ip": "192.0.2.1"}, fingerprint=b"one")
    with pytest.raises(SealBroken):
        open_evidence(key, sealed, fingerprint=b"another")


def test_a_key_moved_to_another_person_does_not_open():
    key = new_evidence_key(7)
    sealed = seal_evidence(key, {"ip": "192.0.2.1"}, fingerprint=b"f")
    with pytest.raises(SealBroken):
        open_evidence(EvidenceKey(8, key.wrapped), sealed, fingerprint=b"f")


def test_without_the_key_of_the_person_nothing_opens():
    sealed = seal_evidence(new_evidence_key(7), {"ip": "192.0.2.1"}, fingerprint=b"f")
    with pytest.raises(SealBroken):
        open_evidence(new_evidence_key(7), sealed, fingerprint=b"f")
