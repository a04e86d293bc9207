"""What the pages of the questionnaire show, ready to be read by their templates. Pure but for the form it is given."""

from dataclasses import dataclass
from datetime import date

from registry.activities.records import ActivityRecord
from registry.dpo.rules import format_number
from registry.law import dated, typical
from registry.law.shapes import Question
from registry.law.vocabulary import (
    DpiaState,
    LegalBasis,
    PersonCategory,
    ProcessorKind,
)
from registry.questionnaire import rules
from registry.questionnaire.forms import NOTHING_LABEL, UNSURE_LABEL, unsure_name
from registry.questionnaire.rules import ProposedSheet
from registry.questionnaire.sheets import parameter_of, to_complete


@dataclass(frozen=True)
class Choice:
    id: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True)
class Part:
    """One field of a question. `main` is the question itself, whose title labels the field."""

    key: str
    kind: str
    label: str
    main: bool
    choices: tuple[Choice, ...]
    value: str
    errors: tuple[str, ...]
    unsure: Choice | None


@dataclass(frozen=True)
class Place:
    """Where a question stands: « Question 3 sur 14 », and the one before it."""

    rank: int
    count: int
    previous: str


@dataclass(frozen=True)
class Answered:
    """A question with its answer in words, empty when it was not answered, and what was asked with it."""

    key: str
    title: str
    words: str
    further: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """Categories of data that follow the same rule, and that rule in one sentence."""

    descriptions: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Shown:
    """A proposed sheet with its words. `completes` is the sheet of the register that it completes, or None."""

    sheet: ProposedSheet
    ticked: bool
    completes: ActivityRecord | None
    purposes: tuple
    persons: tuple[str, ...]
    data: tuple[Kept, ...]
    processors: tuple[str, ...]
    dpia: str


def parts(form) -> tuple[Part, ...]:
    """The fields of a QuestionForm, with what was typed and what is wrong."""
    return tuple(_part(form, field, main=field is form.question) for field in form.asked)


def place(question: Question, answers: dict) -> Place:
    """The rank of a question among those asked with these answers."""
    keys = [each.key for each in rules.questions_for(answers)]
    index = keys.index(question.key)
    return Place(rank=index + 1, count=len(keys), previous=keys[index - 1] if index else "")


def next_question(key: str, answers: dict) -> str:
    """The key of the next question without an answer after `key`, then of any other; empty when all are answered."""
    asked = [question.key for question in rules.questions_for(answers)]
    missing = rules.missing(answers)
    after = asked[asked.index(key) + 1 :] if key in asked else []
    return next((each for each in after if each in missing), missing[0] if missing else "")


def answered(answers: dict) -> tuple[Answered, ...]:
    """Every question asked, with its answer in words."""
    return tuple(
        Answered(each.key, each.title, _in_words(each, answers), tuple(_further(each, answers)))
        for each in rules.questions_for(answers)
    )


def shown(sheet: ProposedSheet, *, register, on: date, ticked: bool) -> Shown:
    """A proposed sheet in words, with the rules of the day `on`."""
    kept = {}
    for data in sheet.data:
        kept.setdefault(dated.get(parameter_of(data)).on(on).text, []).append(data.description)
    return Shown(
        sheet=sheet,
        ticked=ticked,
        completes=to_complete(sheet, register),
        purposes=tuple((purpose, LegalBasis.label_of(purpose.basis)) for purpose in sheet.purposes),
        persons=tuple(PersonCategory.label_of(person) for person in sheet.persons),
        data=tuple(Kept(tuple(descriptions), rule) for rule, descriptions in kept.items()),
        processors=tuple(ProcessorKind.label_of(kind) for kind in sheet.processors),
        dpia=DpiaState.label_of(sheet.dpia),
    )


def _part(form, field, *, main):
    bound = form[field.key]
    value = bound.value()
    chosen = set(value or ()) if field.kind == "multiple" else {value}
    hints = {option.value: option.hint for option in field.options}
    choices = tuple(
        Choice(f"id_{field.key}_{each}", each, label, hints.get(each, ""), each in chosen)
        for each, label in getattr(bound.field, "choices", ())
    )
    unsure = None
    if (name := unsure_name(field.key)) in form.fields:
        unsure = Choice(f"id_{name}", "on", UNSURE_LABEL, "", bool(form[name].value()))
    return Part(
        key=field.key,
        kind=field.kind,
        label="" if main else field.label,
        main=main,
        choices=choices,
        value="" if choices or value is None else value,
        errors=tuple(str(message) for message in bound.errors),
        unsure=unsure,
    )


def _further(question, answers):
    for field in question.extra:
        if words := _in_words(field, answers):
            yield f"{field.label} {words}" if field.label.endswith("?") else f"{field.label}\u00a0: {words}"


def _in_words(field, answers):
    if field.key not in answers:
        return ""
    value = answers[field.key]
    labels = {option.value: option.label for option in field.options}
    if field.kind == "multiple":
        return rules.SEPARATOR.join(labels.get(each, each) for each in value) or NOTHING_LABEL
    if field.kind in ("single", "text"):
        return labels.get(value, value) or ""
    if value is None:
        return UNSURE_LABEL
    if field.kind == "yes_no":
        return "Oui" if value else "Non"
    return format_number(value)


def question(key: str) -> Question | None:
    """The question of this key, or None."""
    return next((each for each in typical.questions() if each.key == key), None)
