"""A retention rule of a structure, read beside the legal value that it was copied from. Pure: frozen records come in.

A structure may write its own rule or depart from a legal value; what it departs from stays in sight.
"""

from dataclasses import dataclass
from datetime import date

from registry.law import dated
from registry.law.dated import Conflict, DatedValue, Parameter, Reference
from registry.law.vocabulary import Force, LegalForm
from registry.retention import rules
from registry.retention.records import RetentionRecord

#: The fields that say how long, in the order of a register; leaving the legal value on one of them is a departure.
TERMS = ("text", "trigger", "active_use", "archive", "fate")
#: The forces that ask for a written justification of a departure.
BINDING = frozenset({Force.OBLIGATION, Force.RECOMMENDATION})


@dataclass(frozen=True)
class Reading:
    """A rule with all that stands beside it on a screen or in a document.

    `value` is the legal value it was copied from (None for a rule of the structure's own), `newer` a later one that is
    in force, `conflicts` the sources that disagree. `other_form` holds when the legal value is for other legal forms;
    `not_for` names the professions exercised here that its text leaves out.
    """

    rule: RetentionRecord
    force_words: str
    sources: tuple[Reference, ...]
    value: DatedValue | None = None
    departs: bool = False
    newer: DatedValue | None = None
    other_form: bool = False
    not_for: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Offer:
    """A legal value that the structure has not taken up."""

    parameter: Parameter
    value: DatedValue
    force_words: str

    @property
    def to_validate(self):
        return self.parameter.mark.to_validate


def read(
    rule: RetentionRecord, *, on: date, legal_form: str = LegalForm.UNKNOWN.value, professions=frozenset()
) -> Reading:
    """The reading of a rule on a day, for a structure of this legal form where these professions are exercised."""
    sources = tuple(Reference(each["title"], each.get("href", "")) for each in rule.sources)
    words = force_in_words(rule.force, sources)
    parameter = parameter_of(rule)
    if parameter is None:
        return Reading(rule, words, sources)
    copied, current = value_on(parameter, rule.parameter_date), value_on(parameter, on)
    newer = current if current and rule.parameter_date and current.since > rule.parameter_date else None
    return Reading(
        rule=rule,
        force_words=words,
        sources=sources,
        value=copied,
        departs=copied is not None and departs(rule, copied),
        newer=newer,
        other_form=not concerns_form(parameter, legal_form),
        not_for=tuple(profession.label for profession in parameter.not_for if profession in professions),
        conflicts=parameter.conflicts,
        notes=parameter.notes,
    )


def offers(taken, *, on: date, legal_form: str, professions=frozenset()) -> tuple[Offer, ...]:
    """The legal values in force that are not among `taken` (keys) and concern this legal form and these professions.

    Without a known profession, or legal form, everything is offered.
    """
    found = (
        Offer(parameter, value, force_in_words(parameter.force, value.references))
        for parameter in dated.all_parameters("retention")
        if parameter.key not in taken
        and (value := value_on(parameter, on)) is not None
        and concerns_form(parameter, legal_form)
        and (not parameter.professions or not professions or set(parameter.professions) & set(professions))
        and (not professions or set(professions) - set(parameter.not_for))
    )
    return tuple(sorted(found, key=lambda offer: offer.parameter.data))


def content_of(parameter: Parameter, value: DatedValue) -> dict:
    """The fields of a rule that copies a legal value."""
    return {
        "name": parameter.data,
        "force": parameter.force.value,
        "to_validate": parameter.mark.to_validate,
        "parameter": parameter.key,
        "parameter_date": value.since,
        "sources": [{"title": each.title, "href": each.href} for each in value.references],
        **terms_of(value),
    }


def terms_of(value: DatedValue) -> dict:
    """How long a legal value says, as the fields of a rule; empty where it says nothing."""
    texts = rules.describe(value)
    columns = {"trigger": texts.trigger, "active_use": texts.active, "archive": texts.archive, "fate": texts.fate}
    return {"text": value.text} | {name: "" if text == rules.NOTHING else text for name, text in columns.items()}


def departs(rule, value: DatedValue) -> bool:
    """Whether a rule (a row or a record) says something else than the legal value."""
    return any(getattr(rule, name).strip() != text.strip() for name, text in terms_of(value).items())


def value_copied(rule) -> DatedValue | None:
    """The legal value that a rule (a row or a record) was copied from; None for a rule of the structure's own."""
    parameter = parameter_of(rule)
    return value_on(parameter, rule.parameter_date) if parameter else None


def force_in_words(force: str, sources: tuple[Reference, ...]) -> str:
    """« obligatoire (CSS, art. R161-47) », « recommandé », « usage ». Never « obligatoire » without its text."""
    if force == Force.OBLIGATION and sources:
        return f"{Force.OBLIGATION.label} ({sources[0].title})"
    return Force.PRACTICE.label if force == Force.OBLIGATION else Force.label_of(force)


def concerns_form(parameter: Parameter, legal_form: str) -> bool:
    """Whether a legal value is for this legal form; a form that decides nothing yet is concerned by all."""
    undecided = (LegalForm.UNKNOWN, LegalForm.OTHER, LegalForm.ASSOCIATION, LegalForm.PUBLIC)
    return not parameter.legal_forms or legal_form in undecided or legal_form in parameter.legal_forms


def parameter_of(rule) -> Parameter | None:
    """The parameter that a rule (a row or a record) was copied from, or None."""
    if not rule.parameter:
        return None
    try:
        return dated.get(rule.parameter)
    except dated.UnknownParameter:  # a rule outlives the legal value that the product no longer describes
        return None


def value_on(parameter: Parameter, day: date | None) -> DatedValue | None:
    """The value of a parameter in force on a day, or None."""
    if day is None:
        return None
    try:
        return parameter.on(day)
    except dated.NoValueInForce:
        return None
