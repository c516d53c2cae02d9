"""What a written case tells, as the facts the law asks about.

The ledger says the same of what is recorded: `ledger/project.sql` and `gate/facts.sql`. A test puts every case through
both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from samtycke.policy.facts import CHILD_UNDER, MINOR_UNDER, Envelope, Facts, Instants
from samtycke.policy.pack import Pack
from samtycke.policy.packs.eu.consent import is_whole
from samtycke.policy.rule import Case
from samtycke.policy.vignettes.case import EARLIEST, Consent, Message, Objection, Purchase, Suppression, ToldCase

_NO_CONSENT = frozenset({None, "checkbox_preticked", "bundled_terms", "double_opt_in_pending"})
_SERVICE = (
    ("own_request", "own_request"),
    ("contract", "contract"),
    ("legal_obligation", "legal_obligation"),
    ("assessment", "legitimate_interest"),
)


def envelope_of(case: ToldCase) -> Envelope:
    """The message of a case."""
    message = case.message
    return Envelope(
        kind=message.kind,
        purpose=message.purpose or "",
        categories=(message.product_category,) if message.product_category else (),
        sender=message.sender,
        way_out=message.contains_opt_out == "auto",
        own_goods=message.goods == "own",
        sender_named=message.sender_name is not None,
        advertising=message.advertising,
        legal_basis=next((basis for fact, basis in _SERVICE if getattr(case.facts, fact)), None),
        charitable=message.charitable,
    )


def instants_of(case: ToldCase) -> Instants:
    """The two facts that have an instant."""
    return Instants(case.facts.paused_until, tuple(at for at in case.facts.recent_marketing if at <= case.now))


def facts_of(case: ToldCase, pack: Pack) -> Facts:
    """The recipient of a case, for its message."""
    told, recipient = case.facts, case.recipient
    said = _Said(case, pack)
    sent = instants_of(case).recent
    return Facts(
        country=pack.country,
        recipient=recipient.type or "unknown",
        minor=recipient.age is not None and recipient.age < MINOR_UNDER,
        erased=told.erased,
        restricted=told.restricted,
        number_wrong=told.number_confirmed is False,
        blocked_platform=said.blocked("platform"),
        blocked_organisation=said.blocked("organisation"),
        blocked_purpose=said.blocked("purpose"),
        refused=said.refused,
        paused=told.paused_until is not None and told.paused_until > case.now,
        unread_reply=told.unread_reply,
        texts_day=sum(at > case.now - timedelta(hours=24) for at in sent),
        texts_week=sum(at > case.now - timedelta(days=7) for at in sent),
        **said.of_consent(),
        **said.of_sales(),
    )


@dataclass(frozen=True)
class _Said:
    """What the person said and did up to now, as it stands for this message."""

    case: ToldCase
    pack: Pack

    @cached_property
    def _message(self) -> Message:
        return self.case.message

    @cached_property
    def _consents(self) -> list[Consent]:
        return [one for one in self.case.facts.consents if one.at <= self.case.now]

    @cached_property
    def _of_sender(self) -> list[Consent]:
        return [one for one in self._consents if one.sender == self._message.sender]

    @cached_property
    def _to_this(self) -> list[Consent]:
        purpose = self._message.purpose
        return [one for one in self._of_sender if purpose is not None and one.purpose == purpose]

    @cached_property
    def _purchases(self) -> list[Purchase]:
        return [one for one in self.case.facts.purchases if one.made_at <= self.case.now]

    @cached_property
    def _ours(self) -> list[Purchase]:
        return [one for one in self._purchases if one.sender == self._message.sender]

    @cached_property
    def _sales(self) -> list[Purchase]:
        return [one for one in self._ours if one.relation == "sale" and not one.cancelled]

    @cached_property
    def _refused_at(self) -> datetime | None:
        """The newest refusal at a sale, also at one that came to nothing."""
        return max((one.made_at for one in self._ours if one.refused), default=None)

    def _withdrew_at(self, purpose: str | None) -> datetime | None:
        """A withdrawal ends every older consent to its purpose."""
        withdrawn = (one.withdrawn_at for one in self._of_sender if one.purpose == purpose)
        return max((at for at in withdrawn if at is not None and at <= self.case.now), default=None)

    def _stands(self, one: Consent) -> bool:
        """Strictly later than what would have ended it."""
        ends = (self._withdrew_at(one.purpose), self._refused_at)
        return all(end is None or one.at > end for end in ends)

    def _counts(self, one: Consent) -> tuple[bool, datetime]:
        """The consent that counts: the newest that meets every condition of the country; else the newest."""
        today = self._day(self.case.now)
        facts = Facts(country=self.pack.country, **self._told_of(one))
        return is_whole(Case(envelope_of(self.case), facts, self.case.now, self.pack.on(today), today)), one.at

    def of_consent(self) -> dict[str, Any]:
        """The facts of the consent that counts, or of the newest to something else."""
        if self._to_this:
            one = max(self._to_this, key=self._counts)
            return {**self._told_of(one), **self._against_objections(one)}
        facts = self._against_objections(None)
        another = max(self._consents, key=lambda one: one.at, default=None)
        sale = max((one for one in self._purchases if one.sender != self._message.sender), key=_made, default=None)
        if another and (sale is None or another.at >= sale.made_at):
            by_another = another.sender != self._message.sender
            other_purpose = another.purpose != self._message.purpose or another.purpose is None
            where = {"consent_other_sender": by_another, "consent_elsewhere": other_purpose}
            return {**facts, **self._told_of(another), **where}
        return {**facts, "sale_other_sender": sale is not None}

    def _told_of(self, one: Consent) -> dict[str, Any]:
        return {
            "consent_method": one.method or "unknown",
            "consent_informed": one.informed,
            "consent_evidenced": one.evidence and one.given_at is not None,
            "consent_withdrawn": not self._stands(one),
            "consent_on": self._day(one.at),
            "child": self._age_at(one.at) < CHILD_UNDER,
        }

    def _against_objections(self, one: Consent | None) -> dict[str, Any]:
        objected = [objection.at or EARLIEST for objection in self.case.facts.objections if self._concerns(objection)]
        later = one is not None and bool(objected) and one.at > max(objected)
        return {"objected": bool(objected), "consent_after_objection": later}

    def _concerns(self, one: Objection | Suppression) -> bool:
        if (one.at or EARLIEST) > self.case.now:
            return False
        if one.scope == "platform":
            return True
        own = (one.sender or self._message.sender) == self._message.sender
        # A no to a purpose that is not named may be to this one (NIX-nämnden 22-037).
        return own and (one.scope == "organisation" or one.purpose in (None, self._message.purpose))

    def blocked(self, scope: str) -> bool:
        """Whether an entry of that kind of block list stands."""
        return any(one.scope == scope and self._concerns(one) for one in self.case.facts.suppressions)

    @property
    def refused(self) -> bool:
        """A refusal at a sale stands until a whole consent of the person's own; a withdrawn consent is one too."""
        yes = max((one.at for one in self._of_sender if _is_whole(one)), default=None)
        at_sale = self._refused_at is not None and not (yes is not None and yes > self._refused_at)
        withdrew = self._withdrew_at(self._message.purpose)
        revived = any(_is_whole(one) and self._stands(one) for one in self._to_this)
        return at_sale or (withdrew is not None and not revived)

    def of_sales(self) -> dict[str, Any]:
        """The last day as a customer by a whole sale of similar goods, and the newest sale of any."""
        counts = [*self._sales, *self._talks] if self.pack.counts_talks else self._sales
        whole = [self._until(one) for one in counts if one.is_whole and self._is_similar(one.product_category)]
        supports = [self._day(one.made_at) for one in self._ours if one.relation == "support" and one.is_whole]
        facts: dict[str, Any] = {
            "customer_on": max(whole, default=None),
            "supported_on": max(supports, default=None) if self.pack.counts_support else None,
        }
        newest = max(self._sales, key=_made, default=None)
        if newest is None:
            facts["sale_cancelled"] = any(one.relation == "sale" for one in self._ours) and not whole
        else:
            facts |= {
                "sale_on": self._until(newest),
                "sale_collected": newest.number_collected_in_sale,
                "sale_informed": newest.informed_of_use,
                "sale_offered": newest.offered_refusal,
                "sale_similar": self._is_similar(newest.product_category),
            }
        return facts

    @property
    def _talks(self) -> list[Purchase]:
        return [one for one in self._ours if one.relation == "negotiation"]

    def _until(self, sale: Purchase) -> date:
        """The last day of the relation it made."""
        return self._day(max(sale.made_at, sale.customer_until or sale.made_at))

    def _is_similar(self, category: str | None) -> bool:
        wanted = self._message.product_category
        if category is None or wanted is None:
            return False
        return category == wanted or any({category, wanted} <= set(group) for group in self.case.settings.similar)

    def _age_at(self, at: datetime) -> float:
        """How old the person was then at most, as far as is known."""
        age = self.case.recipient.age
        if age is None:
            return CHILD_UNDER
        then, today = self._day(at), self._day(self.case.now)
        return age - (today.year - then.year - ((today.month, today.day) < (then.month, then.day)))

    def _day(self, at: datetime) -> date:
        return date.min if at == EARLIEST else at.astimezone(self.pack.timezone).date()


def _is_whole(one: Consent) -> bool:
    return one.method not in _NO_CONSENT and one.informed and one.evidence and one.given_at is not None


def _made(one: Purchase) -> datetime:
    return one.made_at
