"""What the retention table and the record of a campaign say on paper. Pure: records come in, facts for a template go out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.law.dated import Reference
from registry.retention import readings
from registry.retention.campaigns import CampaignKind, CampaignMethod, CampaignRecord
from registry.retention.records import RetentionRecord


@dataclass(frozen=True)
class TableLine:
    """A rule of the table, its force in words, the sheets that follow it."""

    rule: RetentionRecord
    force_words: str
    uses: tuple[str, ...]

    @property
    def has_phases(self) -> bool:
        return any((self.rule.trigger, self.rule.active_use, self.rule.archive, self.rule.fate))


@dataclass(frozen=True, kw_only=True)
class TableDocument:
    """Every rule in use on the day `on`. `made_on` is the day of the copy when `on` is over."""

    structure: object
    lines: tuple[TableLine, ...]
    on: dt.date
    receipt: object
    made_on: dt.date | None = None
    title = "Tableau des durées de conservation"

    @property
    def owner(self) -> str:
        return self.structure.name


@dataclass(frozen=True, kw_only=True)
class CampaignDocument:
    """One campaign; `files` are the evidence attached, named with their fingerprints."""

    structure: object
    campaign: CampaignRecord
    rule: RetentionRecord
    force_words: str
    files: tuple
    on: dt.date
    receipt: object

    @property
    def owner(self) -> str:
        return self.structure.name

    @property
    def day(self) -> dt.date:
        return self.campaign.done_on or self.campaign.planned_on

    @property
    def title(self) -> str:
        if self.campaign.done_on is None:
            return "Campagne de purge, fiche de préparation"
        if self.campaign.kind == CampaignKind.ARCHIVE:
            return "Relevé de mise en archive"
        if self.campaign.method == CampaignMethod.ANONYMISED:
            return "Procès-verbal d’anonymisation"
        if self.campaign.method == CampaignMethod.DEPOSIT:
            return "Procès-verbal de versement"
        return "Procès-verbal de destruction"


def table_document(
    *, structure, rules: Iterable[RetentionRecord], uses: Mapping, on, receipt, made_on=None
) -> TableDocument:
    """The retention table; `uses` maps a rule's key to the names of the sheets that follow it."""
    lines = tuple(TableLine(rule, _force(rule), tuple(uses.get(rule.id, ()))) for rule in rules)
    return TableDocument(structure=structure, lines=lines, on=on, receipt=receipt, made_on=made_on)


def campaign_document(*, structure, campaign, rule, files, receipt, on) -> CampaignDocument:
    return CampaignDocument(
        structure=structure, campaign=campaign, rule=rule, force_words=_force(rule), files=tuple(files), on=on,
        receipt=receipt,
    )  # fmt: skip


def _force(rule):
    return readings.force_in_words(rule.force, tuple(Reference(each["title"]) for each in rule.sources))
