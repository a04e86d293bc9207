"""Purge campaigns as frozen facts, and what is to be said of them. Pure. Counts only: no campaign names a patient."""

import datetime as dt
import uuid
from dataclasses import dataclass

from cabinet_rgpd.lib.french import counted, date_in_words
from cabinet_rgpd.lib.terms import Term
from registry.retention import calculation, cut_offs, readings

NBSP = "\u00a0"


class CampaignKind(Term):
    ARCHIVE = "archive", "Mise en archive"
    FINAL = "final", "Sort final (suppression, anonymisation, versement)"


class CampaignMethod(Term):
    SOFTWARE = "software", "Suppression dans le logiciel"
    SHREDDING = "shredding", "Broyage de documents papier"
    PROVIDER = "provider", "Destruction par un prestataire"
    MEDIUM = "medium", "Effacement ou destruction d’un support"
    ANONYMISED = "anonymised", "Anonymisation"
    DEPOSIT = "deposit", "Versement aux archives"
    MOVED = "moved", "Transfert vers l’archive"
    OTHER = "other", "Autre méthode, décrite plus bas"


@dataclass(frozen=True)
class CampaignRecord:
    """A campaign prepared for a rule: files whose event is of the day `cut_off` or before."""

    id: uuid.UUID
    version: int
    rule_id: uuid.UUID
    rule_name: str
    kind: str
    cut_off: dt.date
    criteria: str
    leave_aside: str
    planned_on: dt.date
    assigned_to: str
    done_on: dt.date | None
    files: int | None
    method: str
    method_note: str
    operator: str
    kept_for_claims: int
    kept_for_minors: int
    kept_for_other: int
    kept_note: str
    backups: str
    proof_note: str
    dropped_on: dt.date | None
    dropped_reason: str

    @property
    def title(self):
        return f"{CampaignKind.label_of(self.kind).partition(' (')[0]}{NBSP}: {self.rule_name}"

    @property
    def kind_label(self):
        return CampaignKind.label_of(self.kind)

    @property
    def method_label(self):
        return CampaignMethod.label_of(self.method)

    @property
    def is_planned(self):
        return self.done_on is None and self.dropped_on is None

    @property
    def kept(self):
        """How many files of the campaign were left where they are."""
        return self.kept_for_claims + self.kept_for_minors + self.kept_for_other

    @property
    def exceptions(self):
        """The files left where they are, in words: counts, never names."""
        counts = (
            (self.kept_for_claims, "pour un recours en cours"),
            (self.kept_for_minors, "de patients mineurs ou de moins de 28\u00a0ans"),
            (self.kept_for_other, "pour un autre motif"),
        )
        return tuple(f"{counted(count, 'dossier')} {why}" for count, why in counts if count)

    def is_late(self, today):
        """Prepared, and its day has passed: a campaign that never happened."""
        return self.is_planned and self.planned_on < today


def suggested(rule, day, *, kind, on, never_shorten):
    """`(cut-off day, criterion, what to leave aside)` of a campaign for a rule (a record) on a day; blank without figures.

    The figures are those of the legal value that the rule was copied from: a rule that departs from it is words.
    """
    value = readings.value_copied(rule)
    if value is None or readings.departs(rule, value) or not calculation.is_calculable(value):
        return None, "", ""
    parameter = readings.parameter_of(rule)
    found = cut_offs.cut_offs(parameter, value, day, on=on, never_shorten=never_shorten)
    line = found.to_archive if kind == CampaignKind.ARCHIVE else found.to_examine
    if line is None:
        return None, "", ""
    criteria = f"{line.words[:1].upper()}{line.words[1:]}."
    aside = () if kind == CampaignKind.ARCHIVE else found.exceptions
    return line.on, criteria, "\n".join(aside)


def too_soon(rule, *, cut_off, day, kind, on, never_shorten):
    """The latest cut-off day that a text allows on `day` when `cut_off` passes it, else None.

    A text that only gives a longest time never forbids to delete sooner.
    """
    value = readings.value_copied(rule)
    limit, _, _ = suggested(rule, day, kind=kind, on=on, never_shorten=never_shorten)
    bounded = value is not None and any(phase.duration or phase.at_least for phase in value.phases)
    return limit if kind == CampaignKind.FINAL and bounded and limit and cut_off > limit else None


def why_due(campaign):
    """Why a campaign is due, in a sentence for a list of deadlines."""
    return f"Préparée pour le {date_in_words(campaign.planned_on)}. {campaign.criteria}"
