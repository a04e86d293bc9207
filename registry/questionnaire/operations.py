"""Writes of the questionnaire: answers under way are a working paper; accepting writes the register, in one write."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from cabinet_rgpd.history import ledger
from cabinet_rgpd.lib.french import date_in_words
from cabinet_rgpd.structures import queries as structures
from registry.activities import operations as register
from registry.activities import queries as activities
from registry.law import typical
from registry.questionnaire import answers as checks
from registry.questionnaire import queries, sheets
from registry.questionnaire.models import Questionnaire, QuestionnaireDraft
from registry.questionnaire.responsibles import responsibles
from registry.retention import operations as retention

CHANGED = (
    "Les réponses ou le registre ont changé entre-temps. Voici la proposition à jour\u00a0: relisez-la, puis acceptez."
)


@dataclass(frozen=True)
class Accepted:
    """What accepting wrote: the rows of the sheets made and of those completed."""

    created: tuple
    completed: tuple


def answer(*, structure_id, key, values):
    """Keep one answer among those under way, which start from those accepted. Returns all of them.

    `values`: by answer key, as `rules` reads them. Raises ValidationError, by answer key.
    """
    question = next((each for each in typical.questions() if each.key == key), None)
    if question is None:
        raise ValidationError("Cette question n’existe pas.")
    if found := checks.problems(question, values):
        raise ValidationError(found)
    with transaction.atomic():
        draft, _ = QuestionnaireDraft.objects.select_for_update().get_or_create(
            structure_id=structure_id, defaults={"answers": queries.accepted_answers()}
        )
        draft.answers = {**draft.answers, **values}
        draft.save()
    return draft.answers


def accept(*, structure, accepted, declined, by, on):
    """Write what was ticked into the register, remember what was not, keep the answers. Returns Accepted.

    `accepted`, `declined`: keys of the sheets proposed, ticked and unticked. One write: retention rules, sheets and
    answers together or not at all. Raises ValidationError when they are not exactly what is proposed now.
    """
    with ledger.write(by.because(f"Questionnaire du {date_in_words(on)}")) as write:
        answers = queries.answers()
        proposed = queries.proposal(structure, answers)
        if {sheet.key for sheet in proposed} != accepted | declined or accepted & declined:
            raise ValidationError(CHANGED)
        taken = [sheet for sheet in proposed if sheet.key in accepted]
        result = _written(write, structure, taken, on)
        _remember(write, answers, taken, [sheet for sheet in proposed if sheet.key in declined], on)
        QuestionnaireDraft.objects.filter(structure_id=structure.pk).delete()
    return result


def _written(write, structure, taken, on):
    rules = {key: retention.adopt(write, key, on) for key in sheets.parameters_of(taken)}
    parties = structures.parties(structure.pk, present_on=on)
    new, completions = sheets.sorted_out(taken, activities.everything())
    created = []
    for sheet in new:
        answering = responsibles(
            family=sheet.family, origins=sheet.origins, parties=parties, structure_kind=structure.kind
        )
        content = sheets.content_of(sheet, parties=answering, retention=rules)
        created.append(register.add_activity(write, content=content, on=on))
    completed = [_complete(write, current, sheet, rules) for current, sheet in completions]
    return Accepted(tuple(created), tuple(completed))


def _complete(write, current, sheet, rules):
    activity = write.take(activities.row(current.id))
    fields, rows = sheets.added_to(current, sheet, retention=rules)
    lists = {
        name: [*({"id": row.pk} for row in activities.children(activity, name)), *added]
        for name, added in rows.items()
        if added
    }
    write.apply(activity, {**fields, **lists})
    return activity


def _remember(write, answers, taken, refused, on):
    declined = set(queries.declined()) - {origin for sheet in taken for origin in sheet.origins}
    declined |= {origin for sheet in refused for origin in sheet.origins}
    content = {"answers": answers, "declined": sorted(declined), "answered_on": on}
    if (row := queries.record()) is None:
        write.create(Questionnaire, **content)
    else:
        write.apply(write.take(row), content)
