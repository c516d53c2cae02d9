"""The receipt of a consent on paper: what somebody said yes to, and how to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samtycke.web.parts.law import METHODS
from samtycke.web.parts.paper import Paper
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import day, full_moment, number


def receipt_paper(receipt: Mapping[str, Any]) -> bytes:
    """A receipt as ``ledger.receipt`` makes it, as PDF in the reader's language."""
    purpose = receipt["pii_processing"]["purposes"][0]
    notice = receipt["pii_processing"]["privacy_notice"]
    controller = receipt["party_identification"][0]["party_name"]
    given = _event(receipt, receipt["record_header"]["record_id"].rsplit("/", 1)[-1])
    name = said(purpose["purpose_name"]) or purpose["purpose"] or _("all marketing")
    paper = Paper(
        _("Receipt for a consent"),
        about=f"{controller} · {receipt['record_header']['record_id']}",
        author=controller,
        language=get_language() or "sv",
    )
    paper.quiet(
        _("%(controller)s · written %(at)s")
        % {"controller": controller, "at": _at(receipt["receipt_metadata"]["issued_at"])}
    )
    who = receipt["record_header"]["pii_principal_id"] or _("Somebody whose data have been erased")
    paper.lead(
        _("%(who)s said yes on %(day)s to text messages from %(controller)s about: %(purpose)s.")
        % {
            "who": who,
            "day": day(datetime.fromisoformat(given["event_time"])),
            "controller": controller,
            "purpose": name,
        }
    )
    paper.text(_("You can take it back whenever you want, and it is as easy as giving it."))
    paper.points(
        _("Reply %(word)s to %(to)s.") % {"word": way["reply"], "to": way["to"]} for way in purpose["withdrawal_method"]
    )
    if notice["text"]:
        paper.section(_("The exact words"))
        paper.quote(notice["text"])
    how = purpose["collection_method"]
    paper.section(_("What is recorded"))
    paper.pairs(
        [
            (_("Purpose"), name),
            (_("Legal basis"), _("Consent (GDPR art. 6(1)(a) and 7)")),
            (_("What is used"), _("The phone number, to send text messages")),
            (_("How"), str(METHODS.get(how["method"] or "", how["method"] or ""))),
            (_("Where"), how["source"]),
            (_("Who answers for it"), controller),
            (_("Country"), purpose["jurisdiction"]),
            (_("Your rights"), _("Access, correction, erasure, objection, complaint (GDPR art. 15 to 21, 77)")),
            *((str(word), str(value)) for word, value in (notice["evidence"] or {}).items()),
        ]
    )
    paper.section(_("What has happened to it"))
    paper.pairs([(_at(one["event_time"]), _state(one["event_state"])) for one in receipt["consent_events"]])
    seal = receipt["seal"]
    paper.quiet(
        _("Sealed in batch %(number)s, %(at)s.") % {"number": number(seal["batch"]), "at": _at(seal["sealed_at"])}
        if seal
        else _("Waits for its seal")
    )
    paper.quiet(_("This receipt follows ISO/IEC TS 27560:2023. The same is to be had as JSON."))
    return paper.pdf()


def _event(receipt: Mapping[str, Any], event_id: str) -> Mapping[str, Any]:
    return next(one for one in receipt["consent_events"] if str(one["event_id"]) == event_id)


def _state(state: str) -> str:
    return {
        "requested": pgettext("state of a consent", "Asked for"),
        "given": pgettext("state of a consent", "Given"),
        "withdrawn": pgettext("state of a consent", "Taken back"),
        "terminated": pgettext("state of a consent", "Ended: the data were erased"),
    }.get(state, state)


def _at(written: str) -> str:
    return full_moment(datetime.fromisoformat(written))
