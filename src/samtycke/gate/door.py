"""The door of the gate: decide over each message on facts read at that moment."""

from samtycke.gate import personal
from samtycke.gate.account import Account, Asked
from samtycke.gate.cancel import cancel_planned
from samtycke.gate.differences import Changed, Differences
from samtycke.gate.envelope import (
    PARTS_CAP,
    Sealed,
    Spec,
    counted,
    draft_envelope,
    read_envelopes,
    seal_envelope,
)
from samtycke.gate.explain import Explanation, explain, explain_one
from samtycke.gate.facts import EVERYBODY, Audience
from samtycke.gate.forecast import YEAR, Change, Forecast, Ground, Lapsing, Reach, WhatIf, forecast, lapsing
from samtycke.gate.gateways import beat, enlist, leave, reap
from samtycke.gate.lanes import Lane, due_lanes, halt, resume
from samtycke.gate.lease import GatewayBuried, Lease, Leased, lease
from samtycke.gate.messages import (
    MessageState,
    NoSuchMessage,
    latest_messages,
    message_state,
    messages_in,
    messages_of,
)
from samtycke.gate.optout import OptedOut, opt_out, opt_out_again, opt_out_listed, release, withhold_for
from samtycke.gate.own import CODE as OWN_CODE
from samtycke.gate.own import Allowance, OwnNumber, allowance, forget_own_number, keep_own_number, own_number
from samtycke.gate.plan import plan
from samtycke.gate.preview import Group, Preview, Price, preview
from samtycke.gate.proof import proof
from samtycke.gate.recall import recall
from samtycke.gate.receipts import CarrierReceipt, receipts
from samtycke.gate.send import Sent, TooLong, decide_one, send
from samtycke.gate.settle import Outcome, settle
from samtycke.gate.several import decide_several
from samtycke.gate.share import Sharing, SharingRefused, accept_blocks, end_sharing, offer_blocks, sharings
from samtycke.gate.similar import take_up_similar
from samtycke.gate.statistics import refresh_stale, refresh_statistics
from samtycke.gate.tally import counts
from samtycke.gate.texts import (
    Judged,
    NoSuchText,
    ReadText,
    ReasonMissing,
    UnreadText,
    judge_text,
    read_texts,
    unread_texts,
)
from samtycke.gate.verdicts import Verdicts
from samtycke.gate.way_out import Leaver, code_of, keep_codes, leaver, way_out, with_way_out

__all__ = [
    "EVERYBODY",
    "OWN_CODE",
    "PARTS_CAP",
    "YEAR",
    "Account",
    "Allowance",
    "Asked",
    "Audience",
    "CarrierReceipt",
    "Change",
    "Changed",
    "Differences",
    "Explanation",
    "Forecast",
    "GatewayBuried",
    "Ground",
    "Group",
    "Judged",
    "Lane",
    "Lapsing",
    "Lease",
    "Leased",
    "Leaver",
    "MessageState",
    "NoSuchMessage",
    "NoSuchText",
    "OptedOut",
    "Outcome",
    "OwnNumber",
    "Preview",
    "Price",
    "Reach",
    "ReadText",
    "ReasonMissing",
    "Sealed",
    "Sent",
    "Sharing",
    "SharingRefused",
    "Spec",
    "TooLong",
    "UnreadText",
    "Verdicts",
    "WhatIf",
    "accept_blocks",
    "allowance",
    "beat",
    "cancel_planned",
    "code_of",
    "counted",
    "counts",
    "decide_one",
    "decide_several",
    "draft_envelope",
    "due_lanes",
    "end_sharing",
    "enlist",
    "explain",
    "explain_one",
    "forecast",
    "forget_own_number",
    "halt",
    "judge_text",
    "keep_codes",
    "keep_own_number",
    "lapsing",
    "latest_messages",
    "lease",
    "leave",
    "leaver",
    "message_state",
    "messages_in",
    "messages_of",
    "offer_blocks",
    "opt_out",
    "opt_out_again",
    "opt_out_listed",
    "own_number",
    "personal",
    "plan",
    "preview",
    "proof",
    "read_envelopes",
    "read_texts",
    "reap",
    "recall",
    "receipts",
    "refresh_stale",
    "refresh_statistics",
    "release",
    "resume",
    "seal_envelope",
    "send",
    "settle",
    "sharings",
    "take_up_similar",
    "unread_texts",
    "way_out",
    "with_way_out",
    "withhold_for",
]
