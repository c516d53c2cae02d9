"""A row of a file, or of an API call, becomes ledger entries or is refused with the reason.

A row without provenance is refused: a consent needs when, how and which words (GDPR 7(1)); a sale needs when, what,
and what was said of the number at the till (MFL 19 § 2 st.). Nothing is filled in that nobody said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import NoReturn, TypeAlias
from zoneinfo import ZoneInfo

from samtycke.intake.columns import FIELDS, IGNORED
from samtycke.intake.refusal import Refusal
from samtycke.intake.values import Unreadable, parse_method, parse_when, parse_yes_no
from samtycke.ledger.door import RELATIONS, Consent, Sale, SaleCancelled
from samtycke.sms import Number, NumberRefused, parse_number

Entry: TypeAlias = Consent | Sale | SaleCancelled
_RUNNING = frozenset(["löpande", "pågående", "tillsvidare", "running", "ongoing"]) | {"tills vidare"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the organisation has declared, by every name a file may use for it; and where and when we are."""

    purposes: Mapping[str, str]
    categories: Mapping[str, str]
    country: str
    zone: ZoneInfo
    now: datetime
    door: str
    by: str
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a row each field stands, and what holds for the whole file."""

    positions: Mapping[str, int]
    attributes: Sequence[tuple[str, int]]
    defaults: Mapping[str, str]
    width: int


def layout(columns: Sequence[str], mapping: Mapping[str, str], defaults: Mapping[str, str]) -> Layout:
    """Prepare a mapping of columns to fields for reading many rows."""
    positions = {mapping[column]: at for at, column in enumerate(columns) if mapping.get(column) in FIELDS}
    attributes = [
        (column, at)
        for at, column in enumerate(columns)
        if mapping.get(column) not in FIELDS and mapping.get(column) != IGNORED
    ]
    if "name" in positions:
        attributes.append(("name", positions["name"]))
    given = {name: value.strip() for name, value in defaults.items() if name in FIELDS and value.strip()}
    return Layout(positions, attributes, given, len(columns))


def parse(line: int, cells: Sequence[str], where: Layout, known: Known) -> tuple[Entry, ...] | Refusal:
    """Read one row: one entry, two when it holds both a consent and a sale, or a refusal."""
    if len(cells) > where.width and any(cells[where.width :]):
        return Refusal(line, "row", "too_many_cells")
    row = _Row(line, cells, where, known)
    try:
        number = row.number()
        if row.yes("cancelled", silence=False):
            return (_cancelled(row, number),)
        consents, sells = row.has("consented_at"), row.has("sold_at")
        if not consents and not sells:
            raise row.without_provenance()
        entries: list[Entry] = []
        if consents:
            entries.append(_consent(row, number))
        if sells:
            entries.append(_sale(row, number, attributes=not consents))
    except _Refused as refused:
        return refused.refusal
    return tuple(entries)


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.field, refusal.reason)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]
    where: Layout
    known: Known

    def text(self, name: str) -> str:
        """The cell, or what holds for the whole file when it is empty."""
        at = self.where.positions.get(name)
        cell = self.cells[at] if at is not None and at < len(self.cells) else ""
        return cell or self.where.defaults.get(name, "")

    def has(self, name: str) -> bool:
        return bool(self.text(name))

    def needed(self, name: str) -> str:
        if not (text := self.text(name)):
            self._refuse(name, "missing")
        return text

    def number(self) -> Number:
        try:
            return parse_number(self.needed("number"), self.known.country)
        except NumberRefused as refused:
            self._refuse("number", "missing" if refused.reason == "empty" else refused.reason)

    def when(self, name: str, *, future: bool = False) -> datetime:
        try:
            at = _when(self.needed(name), self.known.zone)
        except Unreadable as unreadable:
            self._refuse(name, unreadable.code)
        if at > self.known.now and not future:
            self._refuse(name, "in_future")
        return at

    def until(self) -> datetime | None:
        """The end of a running relation: a day, past or to come, or a word for one that has no end yet."""
        if self.text("customer_until").casefold() in _RUNNING:
            return datetime.max.replace(tzinfo=UTC)
        return self.when("customer_until", future=True) if self.has("customer_until") else None

    def yes(self, name: str, *, silence: bool | None = None) -> bool:
        """Yes or no. An empty cell is ``silence``, or a refusal where an answer is needed."""
        if silence is not None and not self.has(name):
            return silence
        try:
            return parse_yes_no(self.needed(name))
        except Unreadable as unreadable:
            self._refuse(name, unreadable.code)

    def method(self) -> str:
        try:
            method = parse_method(self.needed("method"))
        except Unreadable as unreadable:
            self._refuse("method", unreadable.code)
        if refused := {"checkbox_preticked": "pre_ticked", "bundled_terms": "bundled"}.get(method):
            self._refuse("method", refused)
        return method

    def relation(self) -> str:
        """A sale, or what some countries count like one."""
        relation = self.text("relation").casefold() or "sale"
        if relation not in RELATIONS:
            self._refuse("relation", "not_declared", known=tuple(sorted(RELATIONS)))
        return relation

    def declared(self, name: str, names: Mapping[str, str]) -> str:
        value = self.needed(name)
        slug = names.get(value.casefold())
        if not slug:
            self._refuse(name, "not_declared", known=tuple(sorted(set(names.values()))))
        return slug

    def attributes(self) -> dict[str, str]:
        return {name: self.cells[at] for name, at in self.where.attributes if at < len(self.cells) and self.cells[at]}

    def without_provenance(self) -> _Refused:
        """Say what is missing for what the row seems to be."""
        positions, defaults = self.where.positions, self.where.defaults
        sale = "sold_at" in positions or "category" in positions or "category" in defaults
        consent = any(name in positions or name in defaults for name in ("consented_at", "method", "wording"))
        if sale == consent:
            return _Refused(Refusal(self.line, "consented_at", "no_provenance"))
        return _Refused(Refusal(self.line, "sold_at" if sale else "consented_at", "missing"))

    def _refuse(self, name: str, reason: str, *, known: tuple[str, ...] = ()) -> NoReturn:
        raise _Refused(Refusal(self.line, name, reason, self.text(name), known))


def _consent(row: _Row, number: Number) -> Consent:
    at = row.when("consented_at")
    method = row.method()
    wording = row.needed("wording")
    return Consent(
        number=number,
        purpose=row.declared("purpose", row.known.purposes),
        method=method,
        occurred_at=at,
        # The words shown are the information; a column may say that they were not enough.
        informed=row.yes("informed", silence=True) if not row.has("sold_at") else True,
        wording=wording,
        source=row.text("source"),
        evidence=dict(row.known.evidence),
        door=row.known.door,
        by=row.known.by,
        attributes=row.attributes(),
    )


def _sale(row: _Row, number: Number, *, attributes: bool) -> Sale:
    return Sale(
        number=number,
        category=row.declared("category", row.known.categories),
        relation=row.relation(),
        occurred_at=row.when("sold_at"),
        collected=row.yes("collected_in_sale"),
        informed=row.yes("informed"),
        offered=row.yes("offered_refusal"),
        refused=row.yes("refused", silence=False),
        until=row.until(),
        source=row.text("source"),
        evidence=dict(row.known.evidence),
        door=row.known.door,
        by=row.known.by,
        attributes=row.attributes() if attributes else {},
    )


def _cancelled(row: _Row, number: Number) -> SaleCancelled:
    """An order that came back, whole or what was bought of one category: it must say which order."""
    return SaleCancelled(
        number=number,
        occurred_at=row.known.now,
        source=row.needed("source"),
        category=row.declared("category", row.known.categories) if row.has("category") else "",
        evidence=dict(row.known.evidence),
        door=row.known.door,
        by=row.known.by,
    )


# The same day stands in thousands of rows of a file.
_when = lru_cache(maxsize=4096)(parse_when)
