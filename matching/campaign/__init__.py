"""Turn scored candidates into a campaign: invitations, reserves, who is left and why, what-if."""

from matching.campaign.changes import Change
from matching.campaign.config import CampaignConfig, CampaignWishes
from matching.campaign.inputs import PlanInputs
from matching.campaign.plan import Campaign, plan_campaign
from matching.campaign.whatif import Comparison, what_if
from matching.campaign.written import parse_change

__all__ = [
    "Campaign",
    "CampaignConfig",
    "CampaignWishes",
    "Change",
    "Comparison",
    "PlanInputs",
    "parse_change",
    "plan_campaign",
    "what_if",
]
