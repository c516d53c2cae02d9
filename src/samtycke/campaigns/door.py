"""The door of campaigns: text, purpose, audience, approval, statistics."""

from samtycke.campaigns import personal
from samtycke.campaigns.approve import NotReady, approve, may_approve
from samtycke.campaigns.asked import ApprovalAsked, latest_asked, open_asked, sent_back_to
from samtycke.campaigns.audience import AudienceRefused, audience_of
from samtycke.campaigns.campaign import Campaign, NoSuchCampaign, WrongState, campaigns, read_campaign
from samtycke.campaigns.compose import Content, Obstacle, create, obstacles, save
from samtycke.campaigns.own_test import NoOwnNumber, NothingLeft, send_test
from samtycke.campaigns.preview import preview
from samtycke.campaigns.request import NoReason, ask_approval, send_back, waits_for
from samtycke.campaigns.start import cancel, pause, resume, start
from samtycke.campaigns.statistics import Statistics, statistics
from samtycke.campaigns.wait import NotAhead, Waiting, if_waiting

__all__ = [
    "ApprovalAsked",
    "AudienceRefused",
    "Campaign",
    "Content",
    "NoOwnNumber",
    "NoReason",
    "NoSuchCampaign",
    "NotAhead",
    "NotReady",
    "NothingLeft",
    "Obstacle",
    "Statistics",
    "Waiting",
    "WrongState",
    "approve",
    "ask_approval",
    "audience_of",
    "campaigns",
    "cancel",
    "create",
    "if_waiting",
    "latest_asked",
    "may_approve",
    "obstacles",
    "open_asked",
    "pause",
    "personal",
    "preview",
    "read_campaign",
    "resume",
    "save",
    "send_back",
    "send_test",
    "sent_back_to",
    "start",
    "statistics",
    "waits_for",
]
