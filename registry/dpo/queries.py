"""Reads about the DPO of the structure in scope."""

from dataclasses import fields

from cabinet_rgpd.history import claims, past
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.lib.french import date_in_words
from cabinet_rgpd.structures import queries as structures
from registry.dpo import interests, rules, terms
from registry.dpo.decisions import Situation, thawed
from registry.dpo.models import DpoDecision, DpoDesignation
from registry.dpo.records import DecisionRecord, DesignationRecord, DpoContact
from registry.dpo.rules import DpoFacts
from registry.law.dependence import Dependence
from registry.law.vocabulary import PartyKind, StructureKind
from registry.questionnaire import queries as questionnaire

_SETTINGS = {
    "solo": StructureKind.INDIVIDUAL,
    "group": StructureKind.GROUP,
    "msp": StructureKind.MSP,
    "health_centre": StructureKind.HEALTH_CENTRE,
}
#: From the kind that asks the least of a structure to the one that asks the most.
_PRUDENCE = {
    StructureKind.INDIVIDUAL: 0,
    StructureKind.OTHER: 1,
    StructureKind.SCM: 2,
    StructureKind.GROUP: 2,
    StructureKind.MSP: 3,
    StructureKind.HEALTH_CENTRE: 3,
    StructureKind.PUBLIC_HEALTH_CENTRE: 4,
}


def situation(structure, *, on, answers=None):
    """What the structure and its answers (those accepted, unless given) say on a day (decisions.Situation)."""
    answers = questionnaire.accepted_answers() if answers is None else answers
    parties = structures.parties(structure.pk, present_on=on)
    practitioners = sum(party.kind == PartyKind.PRACTITIONER for party in parties)
    facts = DpoFacts(
        structure_kind=_kind(structure.kind, answers.get("setting")),
        professions=frozenset(answers.get("professions") or ())
        | {party.profession for party in parties if party.profession},
        shared_software=answers.get("shared_software"),
        patients_per_year=answers.get("patients"),
        # One practitioner named in a group means that the others were not named yet, unless he said he is alone.
        practitioners=practitioners if practitioners > 1 or answers.get("setting") == "solo" else None,
        legal_form=structure.legal_form,
    )
    return Situation(
        facts,
        basis=answers.get("patients_basis") or "",
        period=str(answers.get("patients_period") or ""),
        counted_by=str(answers.get("patients_counted_by") or ""),
    )


def decision():
    """The decision of the structure as it stands (DecisionRecord), or None."""
    row = decision_row()
    if row is None:
        return None
    return _decision(_columns(row))


def decision_at(moment):
    """The decision as it stood at a moment (DecisionRecord), or None."""
    for each in past.states(DpoDecision, moment):
        return _decision(past.facts(DpoDecision, each))
    return None


def designation(row=None):
    """The designation as it stands, whatever its dates (DesignationRecord), or None. Two queries, one given its row."""
    row = row or designation_row()
    if row is None:
        return None
    answers = tuple(row.checks.values_list("question", "answer"))
    return DesignationRecord(**_picked(DesignationRecord, {**_columns(row), "answers": answers}))


def designation_stood(then):
    """The designation as it stood at the moment of a `history.past.Past`, whatever its dates, or None."""
    for each in then.states(DpoDesignation):
        answers = tuple((line["question"], line["answer"]) for line in each.state["checks"])
        return DesignationRecord(**_picked(DesignationRecord, {**past.facts(DpoDesignation, each), "answers": answers}))
    return None


def contact(on):
    """The DPO in office on a day (DpoContact), or None."""
    row = designation_row()
    if row is None or row.since > on or (row.until is not None and row.until < on):
        return None
    return DpoContact(**_picked(DpoContact, _columns(row)))


def deadlines(today):
    """What is due about the DPO (cabinet_rgpd.lib.deadlines.Deadline): reviews, reports, end of the mission."""
    return terms.deadlines(decision(), designation(), today)


def dependences(today):
    """What follows the law of a day about the DPO (registry.law.dependence.Dependence): the decision, the checks made."""
    made, person = decision(), designation()
    if made is not None:
        facts = situation(structures.structure(structure_in_scope()), on=today).facts
        yield Dependence(
            rules.PARAMETERS, made.decided_on, f"Votre décision du {date_in_words(made.decided_on)} sur le délégué", "dpo",
            answer=lambda day: rules.decide(facts, on=day).label,
        )  # fmt: skip
    if person is not None and person.checked_on is not None:
        day = date_in_words(person.checked_on)
        what = f"Les vérifications faites le {day} sur la liberté et les moyens de {person.name}"
        yield Dependence(frozenset(interests.LAW.values()), person.checked_on, what, "dpo")


def decision_row():
    """The row of the decision, or None."""
    return DpoDecision.objects.first()


def designation_row():
    """The row of the designation, whatever its dates, or None."""
    return DpoDesignation.objects.first()


def _columns(row):
    content = {field.name: getattr(row, field.attname) for field in row.content_fields()}
    return claims.dated(type(row), [{**content, "id": row.id, "version": row.version}])[0]


def _picked(record, content):
    return {field.name: content[field.name] for field in fields(record)}


def _decision(content):
    labels = dict(DpoDecision._meta.get_field("outcome").flatchoices)
    content = {**content, "figures": thawed(content["facts"]), "reasons": tuple(content["reasons"])}
    return DecisionRecord(**_picked(DecisionRecord, {**content, "outcome_label": labels[content["outcome"]]}))


def _kind(declared, setting):
    """The kind that asks the most, of the one declared for the structure and the one answered."""
    kinds = [StructureKind(declared), _SETTINGS.get(setting)]
    return max((kind for kind in kinds if kind is not None), key=_PRUDENCE.__getitem__)
