"""The door of intake: what arrives (a file, a fact, a text) becomes what the ledger knows."""

from samtycke.intake.cancel import Cancelled, report_cancellation
from samtycke.intake.columns import FIELDS, IGNORED
from samtycke.intake.drafts import ImportStarted, MappingRefused, draft_import, draft_rows, map_import
from samtycke.intake.intent import intent
from samtycke.intake.refusal import Refusal, RowRefused
from samtycke.intake.refusals import refusals, refusals_csv
from samtycke.intake.replies import AlreadyRead, Reply, read_reply, replies
from samtycke.intake.report import report_consent, report_objection, report_sale, report_withdrawal
from samtycke.intake.run import start_import
from samtycke.intake.state import ImportState, first_rows, import_state, imports
from samtycke.intake.table import TableUnreadable
from samtycke.intake.texts import receive
from samtycke.intake.trial import DryRun, RefusalGroup, dry_run

__all__ = [
    "FIELDS",
    "IGNORED",
    "AlreadyRead",
    "Cancelled",
    "DryRun",
    "ImportStarted",
    "ImportState",
    "MappingRefused",
    "Refusal",
    "RefusalGroup",
    "Reply",
    "RowRefused",
    "TableUnreadable",
    "draft_import",
    "draft_rows",
    "dry_run",
    "first_rows",
    "import_state",
    "imports",
    "intent",
    "map_import",
    "read_reply",
    "receive",
    "refusals",
    "refusals_csv",
    "replies",
    "report_cancellation",
    "report_consent",
    "report_objection",
    "report_sale",
    "report_withdrawal",
    "start_import",
]
