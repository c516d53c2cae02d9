"""What is about to be sent, fixed for ever: text, purpose, goods, sender; with the way out nobody can remove."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.way_out import with_way_out
from samtycke.organisations.door import NotDeclared, Sender, declared, keyring
from samtycke.policy import Envelope, reads_like_advertising, wording
from samtycke.sms import Segments, segment

PARTS_CAP = 6
TEST_CARRIER = "phone"
ENVELOPE, MESSAGE = b"envelope", b"message"
"""What binds a sealed text to being the one all were sent, or the one that one person got."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What somebody wants to send. A ``test`` goes through everything and ends at the simulator, as does every text of
    a test account that is not to its own people's phones.

    ``legal_basis`` is for service texts the program itself owes a person (the confirmation of an opt-out): they answer
    to no purpose the organisation has declared. All others rest on their purpose's. ``advertising``: the sender says of
    a service text that it also advertises.
    """

    kind: str
    purpose: str
    body: str
    categories: tuple[str, ...] = ()
    sender: str = ""
    test: bool = False
    legal_basis: str | None = None
    advertising: bool = False


@dataclass(frozen=True, slots=True)
class Sealed:
    """An envelope as it is kept. ``id`` is 0 while it is only a draft.

    Of a text declared service that was read, ``words`` are its words by their key, ``signs`` those of advertising, and
    ``judged`` what a person has last said of these words: service, advertising, or nothing yet. ``own``: a test
    account's text to the phone of one of its own people (own.py).
    """

    id: int
    kind: str
    purpose: str
    categories: tuple[str, ...]
    similar_goods: tuple[str, ...]
    legal_basis: str | None
    sender: str
    inbound_number: str
    carrier: str
    body: str
    own_goods: bool = True
    advertising: bool = False
    charitable: bool = False
    parts_cap: int = PARTS_CAP
    words: bytes | None = None
    signs: tuple[str, ...] = ()
    judged: str | None = None
    own: bool = False

    @property
    def policy(self) -> Envelope:
        """The envelope as the law sees it."""
        return Envelope(
            kind=self.kind,
            purpose=self.purpose,
            categories=self.categories,
            sender=self.sender,
            way_out=True,  # by an answer or by a link: see way_out.py
            own_goods=self.own_goods,
            sender_named=bool(self.sender),
            advertising=self.advertising or self.judged == "advertising",
            legal_basis=self.legal_basis,
            charitable=self.charitable,
            unread_advertising=bool(self.signs) and self.judged is None,
        )

    @property
    def lane(self) -> str:
        """Its queue: by carrier, service before marketing."""
        return f"{self.carrier}/{'marketing' if self.policy.is_marketing else 'service'}"

    def text(self, body: str, country: str) -> str:
        """A rendered body as it will be sent: marketing with the way out in the recipient's language.

        Of a link the person's own code is masked. It is written in when the text is leased, and counts the same.
        """
        return with_way_out(body, country, self.inbound_number) if self.policy.is_marketing else body


@lru_cache(maxsize=4096)
def counted(text: str) -> Segments:
    """The parts of a text; texts without names recur a million times."""
    return segment(text)


def draft_envelope(cursor: CursorWrapper, spec: Spec, *, also_archived: bool = False) -> Sealed:
    """An envelope that is not kept: to preview with.

    ``also_archived``: of a purpose too that nothing new is sent for, to tell people what they still permit.

    Raises:
        NotDeclared: the organisation has no such purpose (of this kind), category or sender.
    """
    known = declared(cursor, kind=spec.kind, chosen=spec.categories, also_archived=also_archived)
    owed = spec.kind == "service" and spec.legal_basis is not None
    if spec.purpose not in known.purposes and not owed:
        raise NotDeclared("purpose", spec.purpose, list(known.purposes))
    for category in spec.categories:
        if category not in known.categories:
            raise NotDeclared("categories", category, list(known.categories))
    sender = known.senders.get(spec.sender) if spec.sender else _only(known.senders.values())
    if sender is None:
        raise NotDeclared("sender", spec.sender, list(known.senders))
    draft = Sealed(
        id=0,
        kind=spec.kind,
        purpose=spec.purpose,
        categories=spec.categories,
        similar_goods=known.similar,
        legal_basis=spec.legal_basis if owed else known.purposes[spec.purpose],
        sender=sender.name,
        inbound_number=sender.inbound_number,
        carrier=TEST_CARRIER if spec.test or known.test_account else sender.carrier,
        body=spec.body,
        advertising=spec.kind == "service" and spec.advertising,
        charitable=spec.purpose in known.charitable,
    )
    return draft if draft.policy.is_marketing or owed else read_content(cursor, draft)


def _only(senders: Collection[Sender]) -> Sender | None:
    """Who a text is from when nobody is named: the only sender, or the only one that can be answered."""
    answerable = [one for one in senders if one.inbound_number]
    chosen = answerable or list(senders)
    return chosen[0] if len(chosen) == 1 else None


def read_content(cursor: CursorWrapper, draft: Sealed) -> Sealed:
    """A draft of a service text, read for advertising; with what a person has said of these words before."""
    if not draft.body.strip():
        return draft
    words = keyring().text_key(wording(draft.body))
    signs = _signs(draft.body)
    cursor.execute(
        "SELECT verdict FROM content_reading WHERE organisation_id = current_organisation() AND words = %s "
        "ORDER BY id DESC LIMIT 1",
        [words],
    )
    row = cursor.fetchone()
    return replace(draft, words=words, signs=signs, judged=row[0] if row else None)


@lru_cache(maxsize=1024)
def _signs(body: str) -> tuple[str, ...]:
    """The signs of advertising in a text; a program sends the same one again and again."""
    return tuple(dict.fromkeys(one.sign for one in reads_like_advertising(body).because))


def seal_envelope(cursor: CursorWrapper, spec: Spec) -> Sealed:
    """Keep an envelope for ever; its text is sealed.

    Raises:
        NotDeclared: as ``draft_envelope``.
    """
    return keep_envelope(cursor, draft_envelope(cursor, spec))


def keep_envelope(cursor: CursorWrapper, draft: Sealed) -> Sealed:
    """Keep a draft as it is, for ever."""
    cursor.execute(
        "INSERT INTO envelope (organisation_id, kind, purpose, categories, similar_goods, legal_basis, sender, "
        "inbound_number, carrier, body, own_goods, advertising, charitable, parts_cap, words, signs, own) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            draft.kind,
            draft.purpose,
            list(draft.categories),
            list(draft.similar_goods),
            draft.legal_basis,
            draft.sender,
            draft.inbound_number,
            draft.carrier,
            keyring().seal(draft.body.encode(), about=ENVELOPE),
            draft.own_goods,
            draft.advertising,
            draft.charitable,
            draft.parts_cap,
            draft.words,
            list(draft.signs),
            draft.own,
        ],
    )
    return replace(draft, id=cursor.fetchone()[0])


def read_envelopes(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, Sealed]:
    """Kept envelopes by id, with what has been said of their words since."""
    cursor.execute(
        "SELECT e.id, kind, purpose, categories, similar_goods, legal_basis, sender, inbound_number, carrier, body, "
        "own_goods, advertising, charitable, parts_cap, e.words, signs, said.verdict, own FROM envelope e "
        "LEFT JOIN LATERAL (SELECT r.verdict FROM content_reading r WHERE r.organisation_id = e.organisation_id "
        "AND r.words = e.words ORDER BY r.id DESC LIMIT 1) said ON true "
        "WHERE e.organisation_id = current_organisation() AND e.id = ANY(%s)",
        [list(ids)],
    )
    return {row[0]: _opened(row) for row in cursor.fetchall()}


def _opened(row: tuple[Any, ...]) -> Sealed:
    id_, kind, purpose, goods, similar, basis, sender, inbound, carrier, body, *more, words, signs, judged, own = row
    own_goods, advertising, charitable, cap = more
    return Sealed(
        id_,
        kind,
        purpose,
        tuple(goods),
        tuple(similar),
        basis,
        sender,
        inbound,
        carrier,
        keyring().open(body, about=ENVELOPE).decode() if body is not None else "",
        own_goods,
        advertising,
        charitable,
        cap,
        bytes(words) if words is not None else None,
        tuple(signs),
        judged,
        own,
    )
