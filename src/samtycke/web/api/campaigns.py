"""Campaigns over the API: written, previewed, approved, sent, paused, cancelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from samtycke.campaigns import door
from samtycke.campaigns.door import (
    ApprovalAsked,
    Campaign,
    Content,
    audience_of,
    create,
    obstacles,
    read_campaign,
    statistics,
)
from samtycke.web.api import pages
from samtycke.web.api.acting import acting
from samtycke.web.api.answer import Answer
from samtycke.web.api.bearer import ApiRequest, Bearer, by, only_service, only_test
from samtycke.web.api.problem import invalid
from samtycke.web.api.refused import obstacle_error
from samtycke.web.api.shapes import (
    LISTED,
    LOOKED_FOR,
    REFUSED,
    Asked,
    Categories,
    Kind,
    ProblemOut,
    PurposeSlug,
    SenderName,
)

router = Router(tags=["campaigns"])


class AudienceIn(Asked):
    """Whom it is for: exactly one of the three."""

    all: bool | None = Field(None, description="true: every contact.")
    segment: int | None = Field(None, description="One of the organisation's segments. There are none yet.")
    numbers: list[str] | None = Field(None, description="Mobile numbers, E.164, at most 10 000.")

    def described(self) -> dict[str, Any]:
        """As the campaign keeps it."""
        return self.model_dump(exclude_none=True)


class CampaignIn(Asked):
    """A draft."""

    name: str = Field(
        min_length=1,
        max_length=120,
        description="What you call it. The recipients never see it.",
        examples=["Höstens skor"],
    )
    text: str = Field(
        min_length=1,
        max_length=4000,
        description="May use {{attributes}} and {{name|a word for those without}}. The way out is added by us.",
        examples=["Hej {{name|du}}! Höstens skor är här."],
    )
    kind: Kind = "marketing"
    purpose: PurposeSlug
    categories: Categories = []
    sender: SenderName = ""
    audience: AudienceIn = Field(examples=[{"all": True}])


class CampaignListed(Schema):
    """A campaign in a list."""

    id: int
    name: str
    state: str = Field(description="draft, approved, sending, paused, sent or cancelled.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class CampaignsOut(Schema):
    """A page of campaigns, the newest first."""

    items: list[CampaignListed]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class ApprovalOut(Schema):
    """That somebody asked for approval, and what came of it."""

    state: str = Field(description="waiting, approved, sent_back, or changed (ask anew).")
    asked_by: str
    asked_at: datetime
    note: str
    answered_by: str
    answered_at: datetime | None
    reason: str = Field(description="Why it was sent back.")


class CampaignOut(CampaignListed):
    """A campaign, and how it goes."""

    kind: str
    text: str
    purpose: str
    categories: list[str]
    sender: str
    audience: dict[str, Any]
    test: bool = Field(description="Whether its texts end at the simulator.")
    created_by: str
    approved_by: str | None
    approved_at: datetime | None
    approval: ApprovalOut | None = Field(description="The last time approval was asked for; null when it never was.")
    total: int = Field(description="Everybody who has been decided over so far.")
    messages: dict[str, int] = Field(
        description="How many there are in each state: planned, leased, sent, delivered, failed, expired, unknown, "
        "withheld, cancelled.",
    )
    withheld: dict[str, int] = Field(description="Of the withheld: how many by each rule.")
    opted_out: int = Field(description="People who left after its text.")
    replies: int
    planning: bool = Field(description="Whether some of the audience has not been decided over yet.")
    per_second: float
    ends_at: datetime | None = Field(description="About when it will be done, at the rate it goes.")
    segments: int | None = Field(description="Parts of all that left; null until it is sent.")
    cost: int | None = Field(description="Of those, in hundredths of the currency; null until it is sent.")


class PreviewOut(Schema):
    """Whom it would reach, on what basis, and why not the rest. The numbers add up to `recipients`."""

    recipients: int
    allowed: dict[str, int] = Field(
        description="How many by each basis.", examples=[{"consent": 812, "soft_opt_in": 91}]
    )
    held: dict[str, int] = Field(description="How many by each rule that makes them wait.")
    withheld: dict[str, int] = Field(description="How many by each rule that says no.")
    segments: int = Field(description="Parts of all texts together, of those who may get it now or later.")
    cost: int = Field(description="In hundredths of the currency.")
    parts: dict[str, int] = Field(description="How many texts have one part, two …")
    missing: dict[str, int] = Field(description="Placeholders some have no value for: their texts would fail.")
    estimated: bool = Field(description="Whether segments and cost were reckoned from a sample.")


@router.post(
    "/campaigns", auth=Bearer("campaigns:write"), response={201: CampaignOut, **REFUSED}, summary="Write a campaign"
)
@acting
def create_campaign(request: ApiRequest, body: CampaignIn) -> Answer:
    """Make a draft. Its purpose, goods, sender and length must be right from the first."""
    only_service(request, body.kind)
    content = Content(
        body.name,
        body.text,
        body.purpose,
        tuple(body.categories),
        body.sender,
        body.audience.described(),
        body.kind,
        request.auth.test,
    )
    campaign = create(request.cursor, content, by=by(request), now=request.now)
    if found := obstacles(request.cursor, campaign):
        raise invalid(*(obstacle_error(one) for one in found))
    audience_of(request.cursor, campaign)
    return Answer(201, _shown(request, campaign))


@router.get(
    "/campaigns",
    auth=Bearer("campaigns:read"),
    response={200: CampaignsOut, **LISTED},
    summary="Campaigns, newest first",
)
@acting
def list_campaigns(request: ApiRequest, cursor: pages.Cursor = "", limit: pages.Limit = 50) -> Answer:
    """The campaigns of the organisation in pages."""
    found = door.campaigns(request.cursor, before=_place(cursor), limit=limit + 1)
    return Answer(
        200,
        {
            "items": [_listed(one) for one in found[:limit]],
            "next": pages.written(found[limit - 1].id) if len(found) > limit else None,
        },
    )


def _place(cursor: str) -> int | None:
    if not cursor:
        return None
    (before,) = pages.read(cursor, parts=1)
    return pages.place_id(before)


@router.get(
    "/campaigns/{int:campaign_id}",
    auth=Bearer("campaigns:read"),
    response={200: CampaignOut, **LOOKED_FOR},
    summary="One campaign",
)
@acting
def get_campaign(request: ApiRequest, campaign_id: int) -> Answer:
    """Its state, and its messages by state and by the rule that withheld them."""
    campaign = read_campaign(request.cursor, campaign_id)
    return Answer(200, _shown(request, campaign))


@router.post(
    "/campaigns/{int:campaign_id}/preview",
    auth=Bearer("campaigns:read"),
    response={200: PreviewOut, **LOOKED_FOR, 422: ProblemOut},
    summary="Whom it would reach",
)
@acting
def preview_campaign(request: ApiRequest, campaign_id: int) -> Answer:
    """Decide over the whole audience as of now. Nothing is recorded or sent."""
    found = door.preview(request.cursor, read_campaign(request.cursor, campaign_id), now=request.now)
    counted: dict[str, Counter[str]] = {"allow": Counter(), "hold": Counter(), "deny": Counter()}
    for group in found.groups:
        named = group.basis if group.verdict == "allow" and group.basis else group.rule.id
        counted[group.verdict][named] += group.people
    return Answer(
        200,
        {
            "recipients": found.recipients,
            "allowed": counted["allow"],
            "held": counted["hold"],
            "withheld": counted["deny"],
            "segments": found.price.segments,
            "cost": found.price.cost,
            "parts": {str(parts): texts for parts, texts in found.price.parts.items()},
            "missing": found.price.missing,
            "estimated": found.price.estimated,
        },
    )


_CHANGED = {200: CampaignOut, **LOOKED_FOR, 409: ProblemOut, 422: ProblemOut}


@router.post(
    "/campaigns/{int:campaign_id}/approve",
    auth=Bearer("campaigns:send"),
    response=_CHANGED,
    summary="Approve a draft",
)
@acting
def approve_campaign(request: ApiRequest, campaign_id: int) -> Answer:
    """Answer for its text, purpose, goods, sender and audience. Changing one of them later drops the approval.

    Where the organisation asks for a DM officer's approval (four eyes), no key can give it: 403.
    """
    _within_reach(request, campaign_id)
    return Answer(200, _shown(request, door.approve(request.cursor, campaign_id, by=by(request), now=request.now)))


@router.post(
    "/campaigns/{int:campaign_id}/send",
    auth=Bearer("campaigns:send"),
    response=_CHANGED,
    summary="Send an approved campaign",
)
@acting
def send_campaign(request: ApiRequest, campaign_id: int) -> Answer:
    """Decide over everybody in the background, and send to those who may be texted."""
    _within_reach(request, campaign_id)
    return Answer(200, _shown(request, door.start(request.cursor, campaign_id, by=by(request), now=request.now)))


class AskIn(Asked):
    """A word to whoever approves."""

    note: str = Field("", max_length=2000, description="Why it should go, for whoever reads it.")


@router.post(
    "/campaigns/{int:campaign_id}/ask-for-approval",
    auth=Bearer("campaigns:write"),
    response=_CHANGED,
    summary="Ask for approval",
)
@acting
def ask_for_approval(request: ApiRequest, campaign_id: int, body: AskIn) -> Answer:
    """Tell those who may approve it that it waits for them. `approval` says where it stands; asked twice it is once."""
    _within_reach(request, campaign_id)
    door.ask_approval(request.cursor, campaign_id, by=by(request), note=body.note, now=request.now)
    return Answer(200, _shown(request, read_campaign(request.cursor, campaign_id)))


@router.post("/campaigns/{int:campaign_id}/pause", auth=Bearer("campaigns:send"), response=_CHANGED, summary="Pause")
@acting
def pause_campaign(request: ApiRequest, campaign_id: int) -> Answer:
    """Nothing more leaves until it is resumed. What is with the carrier already arrives."""
    return _changed(request, campaign_id, door.pause)


@router.post(
    "/campaigns/{int:campaign_id}/resume",
    auth=Bearer("campaigns:send"),
    response=_CHANGED,
    summary="Go on after a pause",
)
@acting
def resume_campaign(request: ApiRequest, campaign_id: int) -> Answer:
    """Go on. Everybody who waits is decided over again before anything leaves."""
    return _changed(request, campaign_id, door.resume)


@router.post(
    "/campaigns/{int:campaign_id}/cancel", auth=Bearer("campaigns:send"), response=_CHANGED, summary="Cancel for good"
)
@acting
def cancel_campaign(request: ApiRequest, campaign_id: int) -> Answer:
    """Nothing more leaves, for good."""
    return _changed(request, campaign_id, door.cancel)


def _changed(request: ApiRequest, campaign_id: int, act: Callable[..., Campaign]) -> Answer:
    _within_reach(request, campaign_id)
    return Answer(200, _shown(request, act(request.cursor, campaign_id, by=by(request))))


def _within_reach(request: ApiRequest, campaign_id: int) -> None:
    """A test key moves no campaign that texts real people, and one for service texts none that is marketing."""
    campaign = read_campaign(request.cursor, campaign_id)
    only_test(request, test=campaign.test)
    only_service(request, campaign.kind)


def _approval(asked: ApprovalAsked | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        "state": asked.outcome or "waiting",
        "asked_by": asked.by,
        "asked_at": asked.at,
        "note": asked.note,
        "answered_by": asked.answered_by,
        "answered_at": asked.answered_at,
        "reason": asked.reason,
    }


def _listed(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "name": campaign.name,
        "state": campaign.state,
        "created_at": campaign.created_at,
        "started_at": campaign.started_at,
        "finished_at": campaign.finished_at,
    }


def _shown(request: ApiRequest, campaign: Campaign) -> dict[str, Any]:
    counts = statistics(request.cursor, campaign, now=request.now)
    if campaign.state == "sending":
        # Looking at it may have found that it is done.
        campaign = read_campaign(request.cursor, campaign.id)
    return {
        **_listed(campaign),
        "kind": campaign.kind,
        "text": campaign.text,
        "purpose": campaign.purpose,
        "categories": list(campaign.categories),
        "sender": campaign.sender,
        "audience": dict(campaign.audience),
        "test": campaign.test,
        "created_by": campaign.created_by,
        "approved_by": campaign.approved_by,
        "approved_at": campaign.approved_at,
        "approval": _approval(door.latest_asked(request.cursor, campaign.id)),
        "total": counts.total,
        "messages": dict(counts.by_state),
        "withheld": dict(counts.by_rule),
        "opted_out": counts.opted_out,
        "replies": counts.replies,
        "planning": counts.planning,
        "per_second": round(counts.per_second, 2),
        "ends_at": counts.ends_at,
        "segments": campaign.segments,
        "cost": campaign.cost,
    }
