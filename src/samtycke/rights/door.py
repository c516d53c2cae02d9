"""The door of rights: what people may demand, and what they ask."""

from samtycke.rights.advice import (
    Advice,
    AlreadyAnswered,
    Asker,
    NoSuchAdvice,
    ask,
    asked,
    count_waiting,
    house,
    questions,
    reply,
    withdraw,
)
from samtycke.rights.tasks import ADVICE_KEPT, mail_reply

__all__ = [
    "ADVICE_KEPT",
    "Advice",
    "AlreadyAnswered",
    "Asker",
    "NoSuchAdvice",
    "ask",
    "asked",
    "count_waiting",
    "house",
    "mail_reply",
    "questions",
    "reply",
    "withdraw",
]
