"""Turn scored candidates into a campaign: invitations, reserves on both sides, who is left and why."""

from matching.campaign.config import CampaignConfig, CampaignWishes
from matching.campaign.plan import Campaign, plan_campaign

__all__ = ["Campaign", "CampaignConfig", "CampaignWishes", "plan_campaign"]
