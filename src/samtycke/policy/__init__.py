"""The law: may this text reach this person now, and why. Pure: no database, no clock, no network."""

from samtycke.policy.content import Found, Piece, Reading, marked, reads_like_advertising, sign_words, wording
from samtycke.policy.dated import Parameters
from samtycke.policy.decide import decide
from samtycke.policy.decision import Decision, Step, answered, measured_by, plain
from samtycke.policy.explain import spelled
from samtycke.policy.facts import CHILD_UNDER, MINOR_UNDER, RECIPIENTS, Envelope, Facts, Instants
from samtycke.policy.pack import Authority, Pack, countries, pack_for, territories
from samtycke.policy.period import months_after
from samtycke.policy.reading import Section, in_general, sections
from samtycke.policy.replies import reply_of
from samtycke.policy.rule import Rule, Words
from samtycke.policy.vignettes import Question, ToldCase, answer

__all__ = [
    "CHILD_UNDER",
    "MINOR_UNDER",
    "RECIPIENTS",
    "Authority",
    "Decision",
    "Envelope",
    "Facts",
    "Found",
    "Instants",
    "Pack",
    "Parameters",
    "Piece",
    "Question",
    "Reading",
    "Rule",
    "Section",
    "Step",
    "ToldCase",
    "Words",
    "answer",
    "answered",
    "countries",
    "decide",
    "in_general",
    "marked",
    "measured_by",
    "months_after",
    "pack_for",
    "plain",
    "reads_like_advertising",
    "reply_of",
    "sections",
    "sign_words",
    "spelled",
    "territories",
    "wording",
]
