"""What was answered, as a case of law: the one walk by which the page, the API and the lawyers' cases are decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from samtycke.policy import Question, ToldCase, pack_for
from samtycke.web.public.may_i import fields as f
from samtycke.web.public.may_i.questions import Answers, is_marketing, jurisdiction, needs_ground

US, ANOTHER = "us", "another"
THIS, OTHER = "this", "other"

_BEST = {
    field.name: field.best
    for field in (
        *(f.GOODS, f.WHO, f.AGE, f.OFFER, f.GROUND, f.DUTY, f.NO, f.HOW, f.TOLD, f.SHOWN, f.WHAT, f.NUMBER),
        *(f.MARKS, f.LATELY, f.HOUR),
    )
}
"""What is not asked changes nothing, and is taken to permit."""
_HOURS = {"day": time(12), "evening": time(20, 30)}
_NIGHT = time(23)
_AGES = {"adult": None, "teen": 14, "child": 10}
_RESTRICTED = {"alcohol": "alcohol", "tobacco": "tobacco", "gambling": "gambling", "ordinary": "these"}
_METHODS = {
    "box": "checkbox_unticked",
    "word": "keyword_sms",
    "twice": "double_opt_in",
    "paper": "paper",
    "spoken": "verbal",
    "asked": "double_opt_in_pending",
    "ticked": "checkbox_preticked",
    "terms": "bundled_terms",
}


def told(answers: Answers) -> ToldCase:
    """The case that was told. What was not asked is taken to be in order."""
    case = _Case(answers)
    data = {
        "message": case.message(),
        "recipient": case.recipient(),
        "facts": {name: value for name, value in case.facts().items() if value not in (None, [])},
    }
    return Question.model_validate(data).told(now=case.now, jurisdiction=case.jurisdiction)


class _Case:
    def __init__(self, answers: Answers) -> None:
        self._given = answers
        self._answers: Mapping[str, str] = {**_BEST, **answers}
        self.jurisdiction = jurisdiction(answers)
        self._zone = pack_for(self.jurisdiction).timezone
        self._day = date.fromisoformat(answers["day"])
        self.now = datetime.combine(self._day, _HOURS.get(self._answers["hour"], _NIGHT), self._zone)

    def message(self) -> dict[str, Any]:
        is_service = self._given.get("for") in f.SERVICE
        marks = self._answers["marks"]
        return {
            "kind": "service" if is_service or self._given.get("for") == "mixed" else "marketing",
            "sender": US,
            "purpose": THIS,
            # Goods that are not known are taken for such as may not be marketed.
            "product_category": _RESTRICTED.get(self._answers["goods"], "gambling"),
            "contains_opt_out": "auto" if marks in ("both", "way") else "missing",
            "sender_name": "named" if marks in ("both", "name") else None,
            "advertising": self._given.get("for") == "mixed" or (is_service and is_marketing(self._given)),
            "goods": "other" if self._answers["what"] == "other" else "own",
            "charitable": self._given.get("for") == "cause",
        }

    def recipient(self) -> dict[str, Any]:
        who = self._answers["who"]
        return {
            "type": {"person": "consumer", f.UNKNOWN: None}.get(who, who),
            "age": _AGES.get(self._answers["age"], 15) if is_marketing(self._given) else None,
            "country": None if self.jurisdiction == "ZZ" else self.jurisdiction,
        }

    def facts(self) -> dict[str, Any]:
        no = self._answers["no"]
        common = {"erased": no == "erased", "restricted": no == "restricted"}
        if not is_marketing(self._given):
            # Not to know whether data may be used is to leave them alone.
            return {"restricted": no == f.UNKNOWN, **_duty(self._answers["duty"])} | {
                name: value for name, value in common.items() if value
            }
        return {
            **common,
            **(self._ground() if needs_ground(self._given) else {}),
            "objections": self._objections(no),
            "suppressions": [{"scope": "organisation"}] if no == "block" else [],
            "unread_reply": no == "unclear",
            "number_confirmed": False if no == "wrong" else None,
            "recent_marketing": self._recent(),
        }

    def _ground(self) -> dict[str, Any]:
        ground = self._answers["ground"]
        if ground == "yes":
            return {"consents": [self._consent()]}
        relation = {"bought": "sale", "talks": "negotiation", "support": "support"}.get(ground)
        return {"purchases": [self._purchase(relation)]} if relation else {}

    def _consent(self) -> dict[str, Any]:
        told = self._answers["told"]
        return {
            "purpose": OTHER if told == "other" else THIS,
            "sender": ANOTHER if told == "another" else US,
            "given_at": self._at("when"),
            "method": _METHODS.get(self._answers["how"]),
            "informed": told in ("all", "other", "another"),
            "evidence": self._answers["shown"] == "yes",
        }

    def _purchase(self, relation: str) -> dict[str, Any]:
        number, what = self._answers["number"], self._answers["what"]
        similar = what in ("similar", "other", "shop", "returned")
        return {
            "at": self._at("last"),
            "product_category": self.message()["product_category"] if similar else "something-else",
            "sender": ANOTHER if what == "shop" else US,
            "number_collected_in_sale": number in ("whole", "bound", "untold", "refused"),
            "informed_of_use": number in ("whole", "bound", "refused"),
            "offered_refusal": number in ("whole", "refused"),
            "refused": number == "refused",
            "cancelled": what == "returned",
            "relation": relation,
        }

    def _objections(self, no: str) -> list[dict[str, Any]]:
        if no in ("stop", f.UNKNOWN):
            return [{"at": self.now}]
        if no == "again":
            given = self._at("when") if self._answers["ground"] == "yes" else None
            return [{"at": given - timedelta(days=1) if given else self.now}]
        return []

    def _recent(self) -> list[datetime]:
        """As late as may be, so that nothing permits what a more exact answer would not."""
        many = {"none": 0, "week": 4}.get(self._answers["lately"], 1)
        return [self.now - (timedelta(hours=25) if many > 1 else timedelta(hours=1))] * many

    def _at(self, name: str) -> datetime | None:
        """The beginning of a day that was told; of one that was not asked, that of the text."""
        value = self._answers.get(name, self._day.isoformat())
        return datetime.combine(date.fromisoformat(value), time(), self._zone) if value else None


def _duty(duty: str) -> dict[str, Any]:
    return {
        "contract": duty == "contract",
        "legal_obligation": duty == "law",
        "assessment": "on-file" if duty == "interest" else None,
    }
