"""From a sheet and the situation of its structure to the facts of the rule; what is suggested is confirmed by people. Pure."""

from dataclasses import dataclass, fields
from datetime import date

from cabinet_rgpd.lib.french import counted
from registry.activities.records import ActivityRecord
from registry.dpia.rules import DpiaFacts
from registry.dpo import rules as dpo
from registry.law import dated, impact
from registry.law.vocabulary import CatalogueFamily, PersonCategory, StructureKind, TransferSafeguard

CARE = frozenset({CatalogueFamily.CARE, CatalogueFamily.COORDINATION})
WITH_PATIENTS = frozenset({*CARE, CatalogueFamily.RESEARCH})
_YES_NO = {True: "oui", False: "non", None: ""}


@dataclass(frozen=True)
class Ticked:
    """What a person says of an activity: items of the CNIL's lists, points that reopen the question, criteria."""

    required: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


def suggested(sheet: ActivityRecord, situation: dpo.DpoFacts, *, on: date) -> Ticked:
    """What the sheet itself says, before anybody looked: proposals."""
    known = [impact.suggestions().get(key, impact.Suggestion()) for key in sheet.origins]
    triggers = set().union(*(each.triggers for each in known))
    criteria = set().union(*(each.criteria for each in known))
    exempt = set().union(*(each.exempt for each in known)) if all(each.exempt for each in known) else set()
    if sheet.transfer_stance == "some" and any(
        each.safeguard != TransferSafeguard.ADEQUACY for each in sheet.transfers
    ):
        triggers.add(impact.Trigger.TRANSFERS)
    if sheet.needs_article_9:
        criteria.add(impact.Criterion.SENSITIVE)
    if sheet.family in WITH_PATIENTS and {PersonCategory.PATIENTS, PersonCategory.MINORS} & set(sheet.persons):
        criteria.add(impact.Criterion.VULNERABLE)
    base = facts(sheet, situation, Ticked())
    if base.care and base.alone:
        exempt.add(impact.Exempt.INDIVIDUAL)
    threshold = dated.get("dpia.group_threshold").on(on).value
    if base.care and base.shared and (base.patients or 0) >= threshold:
        criteria.add(impact.Criterion.LARGE_SCALE)
    return Ticked(
        required=_ordered(impact.Required, set().union(*(each.required for each in known))),
        exempt=_ordered(impact.Exempt, exempt),
        triggers=_ordered(impact.Trigger, triggers),
        criteria=_ordered(impact.Criterion, criteria),
    )


def ticked(record) -> Ticked:
    """What was ticked for a decision (AssessmentRecord)."""
    return Ticked(record.required, record.exempt, record.triggers, record.criteria)


def facts(sheet: ActivityRecord, situation: dpo.DpoFacts, said: Ticked) -> DpiaFacts:
    """The facts of the rule. A health centre keeps one file: it shares its system unless it says otherwise."""
    kind = situation.structure_kind
    centre = kind in (StructureKind.HEALTH_CENTRE, StructureKind.PUBLIC_HEALTH_CENTRE)
    shared = True if centre and situation.shared_software is None else situation.shared_software
    return DpiaFacts(
        care=sheet.family in CARE and sheet.needs_article_9,
        alone=None if kind is None else dpo.practises_alone(situation),
        named=kind in dpo.NAMED_BY_THE_CNIL or kind == StructureKind.PUBLIC_HEALTH_CENTRE,
        shared=shared,
        patients=situation.patients_per_year,
        **{each.name: frozenset(getattr(said, each.name)) for each in fields(Ticked)},
    )


def figures(sheet: ActivityRecord, situation: dpo.DpoFacts, said: Ticked) -> tuple[tuple[str, str], ...]:
    """The facts in French, `(label, words)`, what is unknown or empty being left out."""
    kind, volume = situation.structure_kind, situation.patients_per_year
    rows = (
        ("Activité", f"{sheet.reference} {sheet.name}"),
        ("Type de structure", StructureKind.label_of(kind) if kind else ""),
        ("Logiciel partagé", _YES_NO[situation.shared_software]),
        ("Patients par an", counted(volume, "patient") if volume is not None else ""),
        ("Liste « requise »", _words(impact.Required, said.required)),
        ("Liste « non requise »", _words(impact.Exempt, said.exempt)),
        ("Ce qui rouvre la question", _words(impact.Trigger, said.triggers)),
        ("Critères réunis", _words(impact.Criterion, said.criteria)),
    )
    return tuple((label, words) for label, words in rows if words)


def _ordered(vocabulary, found):
    return tuple(each.value for each in vocabulary if each.value in found)


def _words(vocabulary, values):
    return ", ".join(vocabulary.label_of(each) for each in values)
