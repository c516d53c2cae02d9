"""Cases of law as data: read, put to the policy, and compared with the answer a lawyer gave."""

from samtycke.policy.vignettes.case import Malformed, Question, ToldCase, Vignette
from samtycke.policy.vignettes.compare import Outcome, answer, run
from samtycke.policy.vignettes.read import Unread, read

__all__ = ["Malformed", "Outcome", "Question", "ToldCase", "Unread", "Vignette", "answer", "read", "run"]
