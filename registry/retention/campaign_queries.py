"""Reads of the purge campaigns of the structure in scope."""

from dataclasses import fields

from django.db.models import F

from cabinet_rgpd.history import claims
from registry.retention.campaigns import CampaignRecord
from registry.retention.models import PurgeCampaign, RetentionRule

_COLUMNS = [field.name for field in fields(CampaignRecord) if field.name not in ("rule_name",)]


def campaigns():
    """Every campaign, by the day it was planned for."""
    return _records(PurgeCampaign.objects.all())


def stood(then):
    """Every campaign as it stood at the moment of a `history.past.Past`, by the day it was planned for."""
    names = then.names(RetentionRule)
    found = [
        CampaignRecord(**{name: getattr(each, name) for name in _COLUMNS}, rule_name=names.get(each.rule_id, ""))
        for each in then.instances(PurgeCampaign)
    ]
    return tuple(sorted(found, key=lambda each: (each.planned_on, str(each.id))))


def planned():
    """The campaigns that are still to be carried out, the earliest first."""
    return _records(PurgeCampaign.objects.filter(done_on__isnull=True, dropped_on__isnull=True))


def late(today):
    """The campaigns whose day has passed without anything having been done."""
    return tuple(campaign for campaign in planned() if campaign.is_late(today))


def campaign(campaign_id):
    """The row of one campaign, or None."""
    return PurgeCampaign.objects.filter(pk=campaign_id).first()


def record_of(row):
    """The frozen record of a row."""
    return _records(PurgeCampaign.objects.filter(pk=row.pk))[0]


def _records(rows):
    values = rows.order_by("planned_on", "id").values(*_COLUMNS, rule_name=F("rule__name"))
    return tuple(CampaignRecord(**each) for each in claims.dated(PurgeCampaign, values))
