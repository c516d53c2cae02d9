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
from samtycke.rights.retention.kinds import claims
from samtycke.rights.retention.period import Period, read_period
from samtycke.rights.retention.periods import (
    InForce,
    PeriodChange,
    PeriodRefused,
    change_period,
    period_changes,
    periods,
)
from samtycke.rights.retention.policies import POLICIES, Policy
from samtycke.rights.retention.run import Gone, Run, runs, stop_retention
from samtycke.rights.retention.trial import Going, would_go
from samtycke.rights.retention.until import Until, kept_until
from samtycke.rights.tasks import ADVICE_KEPT, mail_reply, retain_later

__all__ = [
    "ADVICE_KEPT",
    "POLICIES",
    "Advice",
    "AlreadyAnswered",
    "Asker",
    "Going",
    "Gone",
    "InForce",
    "NoSuchAdvice",
    "Period",
    "PeriodChange",
    "PeriodRefused",
    "Policy",
    "Run",
    "Until",
    "ask",
    "asked",
    "change_period",
    "claims",
    "count_waiting",
    "house",
    "kept_until",
    "mail_reply",
    "period_changes",
    "periods",
    "questions",
    "read_period",
    "reply",
    "retain_later",
    "runs",
    "stop_retention",
    "withdraw",
    "would_go",
]
