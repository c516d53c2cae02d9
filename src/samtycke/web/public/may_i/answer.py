"""An answer: the decision on what was told, what not knowing cost, and how it may be done lawfully."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import pgettext

from samtycke.policy import Decision, Pack, Rule, ToldCase, answer, pack_for
from samtycke.web.parts.words import day
from samtycke.web.public.may_i import fields as f
from samtycke.web.public.may_i.fields import Field, Words
from samtycke.web.public.may_i.questions import Answers, Screen, is_answered, is_unknown, screens
from samtycke.web.public.may_i.told import told


@dataclass(frozen=True, slots=True)
class Row:
    """A question and what was answered to it. ``decides``: to know it would change the verdict."""

    screen: str
    field: Field
    value: str
    words: Words
    unknown: bool
    decides: bool = False


@dataclass(frozen=True)
class Answer:
    """Everything that is to be said of what was answered."""

    answers: Answers
    asked: tuple[Screen, ...]
    ended_early: bool
    """Nothing more was asked, since nothing could permit it any longer."""

    @cached_property
    def case(self) -> ToldCase:
        """What was told, as a case of law."""
        return told(self.answers)

    @cached_property
    def decision(self) -> Decision:
        """What the law says to it."""
        return answer(self.case)

    @cached_property
    def pack(self) -> Pack:
        """The law that was asked, as in force on the day."""
        return pack_for(self.case.jurisdiction, on=self.case.now.date())

    @property
    def rule(self) -> Rule | None:
        """The rule that settled it."""
        return self.pack.by_id.get(self.decision.rule)

    @property
    def query(self) -> str:
        """What was answered, as it stands in the address: the link to share."""
        names = [field.name for screen in self.asked for field in screen.fields]
        known = {name: self.answers[name] for name in dict.fromkeys((*names, f.DAY.name))}
        return urlencode(known)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every question that was asked."""
        return tuple(self._rows())

    @property
    def unknowns(self) -> tuple[Row, ...]:
        """What was not known; it counted as a no."""
        return tuple(row for row in self.rows if row.unknown)

    def as_json(self) -> dict[str, Any]:
        """For a program: the case as it may be put to ``POST /api/v1/decisions``, and the decision."""
        return {
            "case": self.case.model_dump(mode="json", exclude_unset=True, exclude={"settings"}),
            "decision": self.decision.as_json() | {"consulted": self.decision.steps_as_json()},
            "answers": {row.field.name: row.value for row in self.rows},
            "unknown": [
                {"field": row.field.name, "counted": str(row.field.counts), "decides": row.decides}
                for row in self.unknowns
            ],
        }

    def _rows(self) -> Iterator[Row]:
        for screen in self.asked:
            for field in screen.fields:
                value, unknown = self.answers[field.name], is_unknown(field, self.answers)
                words = _said(field, value)
                decides = unknown and self._would_change(field)
                yield Row(screen.name, field, value, words, unknown, decides)

    def _would_change(self, field: Field) -> bool:
        best = self.answers["day"] if field.is_day else field.best
        if not best:
            return self.decision.verdict == "deny"
        return answer(told({**self.answers, field.name: best})).verdict != self.decision.verdict


def _said(field: Field, value: str) -> Words:
    """An answer in words."""
    if field.is_day:
        return day(date.fromisoformat(value)) if value else pgettext("answer", "Don't know")
    return next(one.words for one in field.choices if one.value == value)


def next_screen(answers: Answers) -> Screen | Answer:
    """The screen that comes next, or the answer."""
    asked: list[Screen] = []
    for screen in screens(answers):
        if not all(is_answered(field, answers) for field in screen.fields):
            return screen
        asked.append(screen)
        if found := _settled(answers, asked):
            return found
    return Answer(answers, tuple(asked), ended_early=False)


def path(answers: Answers) -> tuple[Screen, ...]:
    """The screens that have been answered, and the one that comes next."""
    found = []
    for screen in screens(answers):
        found.append(screen)
        if not all(is_answered(field, answers) for field in screen.fields):
            break
    return tuple(found)


def _settled(answers: Answers, asked: list[Screen]) -> Answer | None:
    """The answer, if it would be no whatever else was answered. At least who gets it is always asked."""
    names = {field.name for screen in asked for field in screen.fields} | {f.DAY.name}
    so_far: Mapping[str, str] = {name: value for name, value in answers.items() if name in names}
    if len(asked) < 2 or _all(so_far, asked):
        return None
    found = Answer(so_far, tuple(asked), ended_early=True)
    return found if found.decision.verdict == "deny" else None


def _all(answers: Answers, asked: list[Screen]) -> bool:
    return len(list(screens(answers))) == len(asked)
