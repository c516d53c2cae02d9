"""The door of campaigns: text, purpose, audience, approval, statistics."""

from samtycke.campaigns import personal
from samtycke.campaigns.approve import NotReady, approve, may_approve
from samtycke.campaigns.audience import AudienceRefused, audience_of
from samtycke.campaigns.campaign import Campaign, NoSuchCampaign, WrongState, campaigns, read_campaign
from samtycke.campaigns.compose import Content, Obstacle, create, obstacles, save
from samtycke.campaigns.own_test import NoOwnNumber, NothingLeft, send_test
from samtycke.campaigns.preview import preview
from samtycke.campaigns.start import cancel, pause, resume, start
from samtycke.campaigns.statistics import Statistics, statistics
from samtycke.campaigns.wait import NotAhead, Waiting, if_waiting

__all__ = [
    "AudienceRefused",
    "Campaign",
    "Content",
    "NoOwnNumber",
    "NoSuchCampaign",
    "NotAhead",
    "NotReady",
    "NothingLeft",
    "Obstacle",
    "Statistics",
    "Waiting",
    "WrongState",
    "approve",
    "audience_of",
    "campaigns",
    "cancel",
    "create",
    "if_waiting",
    "may_approve",
    "obstacles",
    "pause",
    "personal",
    "preview",
    "read_campaign",
    "resume",
    "save",
    "send_test",
    "start",
    "statistics",
]
