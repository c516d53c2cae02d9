"""The proof of a message on paper, for a court: plain language first, then the law, the events, and how to check it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samtycke.ledger.door import Event
from samtycke.web.parts.law import BASES, fact
from samtycke.web.parts.paper import Paper
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import full_moment, number
from samtycke.web.staff.contacts.timeline import event_of
from samtycke.web.staff.messages.words import STATES

_SHORT = 16
"""So many hexadecimal figures tell one hash from another where it is only pointed to."""


def proof_paper(proof: Mapping[str, Any], *, purposes: Mapping[str, str], categories: Mapping[str, str]) -> bytes:
    """A proof as ``gate.proof`` makes it, as PDF in the reader's language."""
    of, message = proof["organisation"], proof["message"]
    paper = Paper(
        _("Proof of a text message"),
        about=_("%(organisation)s · message %(id)s · made %(at)s")
        % {"organisation": of["name"], "id": message["id"], "at": _at(proof["made_at"])},
        author=of["name"],
        language=get_language() or "sv",
    )
    paper.quiet(_("%(organisation)s · made %(at)s") % {"organisation": of["name"], "at": _at(proof["made_at"])})
    paper.lead(_sentence(proof))
    paper.text(said(proof["decision"]["explanation"]))
    paper.text(_standing(proof))
    _parties(paper, proof)
    _text(paper, proof, purposes)
    _decision(paper, proof)
    _events(paper, proof, purposes, categories)
    _checking(paper, proof)
    _annex(paper, proof)
    return paper.pdf()


def _sentence(proof: Mapping[str, Any]) -> str:
    message, decision = proof["message"], proof["decision"]
    at = message["final_at"] or message["sent_at"] or decision["made_at"]
    values = {
        "who": _person(proof),
        "from": proof["organisation"]["name"],
        "at": _at(at),
        "basis": str(BASES.get(decision["basis"] or "", decision["basis"] or "")),
    }
    if message["state"] == "withheld":
        return _("A text from %(from)s to %(who)s was withheld %(at)s. It was not sent.") % values
    if message["state"] == "delivered":
        return _("A text from %(from)s reached %(who)s %(at)s. It was sent on the ground of %(basis)s.") % values
    if message["state"] == "sent":
        return (
            _("A text from %(from)s to %(who)s was taken by the carrier %(at)s, on the ground of %(basis)s.") % values
        )
    state = str(STATES.get(message["state"], ("", "", message["state"]))[2])
    return _("A text from %(from)s to %(who)s: %(state)s.") % {**values, "state": state}


def _standing(proof: Mapping[str, Any]) -> str:
    waiting = sum(1 for one in proof["events"] if not one["seal"])
    if not proof["events"]:
        return _("Nothing that the person has said bears on this text.")
    if waiting:
        return _("%(n)s of the events below wait for their seal.") % {"n": number(waiting)}
    return _(
        "The events that the decision rests on are sealed. That they stand as they were sealed can be checked by "
        "anyone, with no help from us; how is told below."
    )


def _person(proof: Mapping[str, Any]) -> str:
    person = proof["person"]
    if not person["number"]:
        return _("a person whose data have been erased")
    return f"{person['name']} ({person['number']})" if person["name"] else str(person["number"])


def _parties(paper: Paper, proof: Mapping[str, Any]) -> None:
    person = proof["person"]
    erased = ""
    if person["erased_at"]:
        erased = _("Erased %(at)s, at the person's request or when the time was out.") % {
            "at": _at(person["erased_at"])
        }
    paper.section(_("Parties"))
    paper.pairs(
        [
            (_("Sender"), proof["organisation"]["name"]),
            (_("Recipient"), erased or _person(proof)),
            (_("The recipient in the ledger"), _("contact %(id)s") % {"id": person["contact"]}),
        ]
    )


def _text(paper: Paper, proof: Mapping[str, Any], purposes: Mapping[str, str]) -> None:
    message = proof["message"]
    paper.section(_("The text"))
    if message["text"]:
        paper.quote(message["text"])
    else:
        paper.text(_("The words are no longer kept: they have been let go of when their time was out."))
    if message["text_is"] == "as written for everybody":
        paper.quiet(_("The person's own text is no longer kept. This is the one that was written for everybody."))
    paper.pairs(
        [
            (_("Shown as sent by"), message["sender"]),
            (_("Answers go to"), message["answers_to"]),
            (_("Purpose"), purposes.get(message["purpose"], message["purpose"])),
            (_("Planned"), _at(message["planned_at"])),
            (_("Handed to the carrier"), _at(message["handed_out_at"])),
            (_("Taken by the carrier"), _at(message["sent_at"])),
            (_("Ended"), _ended(message)),
            (_("Carrier"), message["carrier"]),
            (_("The carrier's reference"), message["carrier_reference"] or ""),
            (_("The carrier's code"), message["carrier_code"] or ""),
        ]
    )


def _ended(message: Mapping[str, Any]) -> str:
    if not message["final_at"]:
        return ""
    state = str(STATES.get(message["state"], ("", "", message["state"]))[2])
    return f"{_at(message['final_at'])}, {state}"


def _decision(paper: Paper, proof: Mapping[str, Any]) -> None:
    decision = proof["decision"]
    verdicts = {"allow": _("may be sent"), "hold": _("must wait"), "deny": _("may not be sent")}
    paper.section(_("The decision"))
    if proof["message"]["handed_out_at"]:
        paper.text(
            _(
                "It was made inside the transaction that would hand the text to the carrier, on what was known in that "
                "moment."
            )
        )
    else:
        paper.text(_("It was made when the text was to be sent, on what was known in that moment."))
    paper.pairs(
        [
            (_("Decided"), _at(decision["made_at"])),
            (pgettext("of a decision", "Answer"), verdicts.get(decision["verdict"], decision["verdict"])),
            (_("Ground"), str(BASES.get(decision["basis"] or "", decision["basis"] or ""))),
            (_("Law"), decision["citation"]),
            (_("Rule"), f"{decision['rule']} ({decision['pack']})"),
            (_("Facts were read by"), decision["facts_query"]),
        ]
    )


def _annex(paper: Paper, proof: Mapping[str, Any]) -> None:
    paper.section(_("Annex: every rule that was asked"))
    paper.text(_("In order, with what each saw. Those that do not apply to such a text are left out."))
    words = {
        "passes": _("no, goes on"),
        "fails": _("no"),
        "allows": _("allows"),
        "denies": _("forbids"),
        "holds": _("lets it wait"),
    }
    paper.table(
        [
            _step(step, words.get(step["outcome"], step["outcome"]))
            for step in proof["decision"]["steps"]
            if step["outcome"] != "does not apply"
        ]
    )


def _step(step: Mapping[str, Any], outcome: str) -> tuple[str, str, str]:
    label = said(step["asks"])
    saw = "\n".join(f"{word}: {value}" for word, value in (fact(*pair) for pair in step["saw"].items()))
    return f"{label[:1].upper()}{label[1:]}\n{step['citation']}", outcome, saw


def _events(paper: Paper, proof: Mapping[str, Any], purposes: Mapping[str, str], categories: Mapping[str, str]) -> None:
    mark = paper.mark()
    paper.section(_("What the person said, and what happened"))
    roles = {
        "ground": _("The decision rests on it"),
        "known": _("Known when it was decided"),
        "later": _("Came after the decision"),
    }
    for one in proof["events"]:
        shown = event_of(_event(one), purposes, categories)
        paper.heading(f"{_at(one['event']['occurred_at'])}  {shown.title}")
        if one["wording"]:
            paper.quote(one["wording"])
        paper.pairs(
            [
                (_("Meaning"), roles[one["role"]]),
                (_("How"), shown.detail),
                (_("Recorded"), _at(one["event"]["recorded_at"])),
                *(pair for pair in shown.more if pair[0] != _("Recorded")),
                *(((_("Evidence"), _("Erased")),) if one["evidence"] and not one["evidence"]["key"] else ()),
                (_("Seal"), _seal(one)),
            ]
        )
        # The heading of the section stays with the first of them.
        paper.together(mark)
        mark = paper.mark()


def _event(one: Mapping[str, Any]) -> Event:
    event = one["event"]
    return Event(
        id=event["id"],
        contact_id=event["contact"],
        kind=event["kind"],
        occurred_at=datetime.fromisoformat(event["occurred_at"]),
        recorded_at=datetime.fromisoformat(event["recorded_at"]),
        purpose=event["purpose"],
        category=event["category"],
        method=event["method"],
        wording=one["wording"],
        source=event["source"],
        door=event["door"],
        by=event["by"],
        informed=event["informed"],
        collected=event["collected"],
        offered=event["offered"],
        refused=event["refused"],
        until=None,
        value=event["value"],
        evidence=(one["evidence"] or {}).get("opened"),
    )


def _seal(one: Mapping[str, Any]) -> str:
    seal = one["seal"]
    if not seal:
        return _("Waits for its seal")
    return _("Batch %(number)s, sealed %(at)s, leaf %(leaf)s…") % {
        "number": number(seal["batch"]["number"]),
        "at": _at(seal["batch"]["sealed_at"]),
        "leaf": seal["leaf"][:_SHORT],
    }


def _checking(paper: Paper, proof: Mapping[str, Any]) -> None:
    paper.section(_("How to check the seals"))
    paper.text(
        _(
            "Each event is hashed (SHA-256) and sealed with others in a batch, within a minute of being recorded. The "
            "batches lead to one figure, the head, that stands for everything sealed until then. Whoever changes an "
            "event changes every head after it. The file that belongs to this paper holds every event, the path from "
            "each to the head, and the evidence."
        )
    )
    head = proof["head"]
    if head:
        paper.pairs(
            [
                (_("Head"), f"{number(head['number'])}, {_at(head['sealed_at'])}"),
            ]
        )
        paper.pairs([(_("SHA-256 of the head"), head["head"])], code=True)
        seen: set[int] = set()
        roots = []
        for one in proof["events"]:
            batch = (one["seal"] or {}).get("batch")
            if batch and batch["number"] not in seen:
                seen.add(batch["number"])
                roots.append((_("Root of batch %(number)s") % {"number": number(batch["number"])}, batch["root"]))
        paper.pairs(roots, code=True)
    paper.points(
        [
            _("With the program: samtycke verify --bundle bevis-%(id)s.json. It needs neither database nor keys.")
            % {"id": proof["message"]["id"]},
            _(
                "With a program of your own: the format is described in the program's documentation, "
                "docs/reference/proof.md."
            ),
            _(
                "Compare the head with what somebody outside has noted (--witness): then it is shown that the ledger "
                "has not been rewritten whole."
            ),
        ]
    )
    paper.heading(_("What this does not show"))
    paper.points(
        [
            _("That what was recorded is true. It shows that it stands as it was sealed."),
            _("That no event has been left out of this paper. The whole ledger can be checked: samtycke verify."),
            _("The decision and the text are as the sender's database has them. They are not sealed."),
        ]
    )


def _at(written: str | None) -> str:
    return full_moment(datetime.fromisoformat(written)) if written else ""
