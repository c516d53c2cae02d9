"""The door of the gate: decides over each message on facts read at that moment."""

from samtycke.gate.values import (
    CarrierReceipt,
    Explanation,
    Group,
    Lease,
    Leased,
    Outcome,
    Planned,
    Preview,
    Sent,
    Spec,
)

__all__ = [
    "CarrierReceipt",
    "Explanation",
    "Group",
    "Lease",
    "Leased",
    "Outcome",
    "Planned",
    "Preview",
    "Sent",
    "Spec",
]
