"""What the PDF of the measures contains. Pure: answers come in, facts for a template go out."""

import datetime as dt
from dataclasses import dataclass

from registry.law import security
from registry.law.security import SecurityMeasure
from registry.law.vocabulary import MeasureState
from registry.security import pictures, rules
from registry.security.records import MeasureAnswer, RestoreTestRecord


@dataclass(frozen=True)
class Line:
    """An answer with its measure; `author` and `written_at` come from the history."""

    measure: SecurityMeasure
    answer: MeasureAnswer
    author: str
    written_at: dt.datetime | None


@dataclass(frozen=True)
class ThemeLines:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class MeasuresDocument:
    structure: object
    on: dt.date
    receipt: object
    counts: tuple[tuple[str, int], ...]
    answered_of_twelve: int
    useful: tuple[rules.ToDo, ...]
    plan: tuple[rules.ToDo, ...]
    tests: tuple[RestoreTestRecord, ...]
    themes: tuple[ThemeLines, ...]
    picture: pictures.Picture | None
    #: `{obj: who wrote it by delegation, who validated it}`.
    authorships: dict
    title: str = "Mesures de sécurité"

    @property
    def answered(self):
        return sum(count for _, count in self.counts)


def measures_document(*, structure, answers, signed, points, receipt, on, authorships=None) -> MeasuresDocument:
    """The measures on the day `on`. `signed` is `{obj: (author, moment)}`, `points` those of the picture."""
    known, answers = security.measures(), tuple(each for each in answers if each.key in security.measures())
    states = list(rules.standing(answers).values())
    lines = [Line(known[each.key], each, *signed.get(each.obj, ("", None))) for each in answers]
    return MeasuresDocument(
        structure=structure,
        on=on,
        receipt=receipt,
        counts=tuple((state.label, states.count(state.value)) for state in MeasureState),
        answered_of_twelve=len({each.key for each in answers} & {each.key for each in security.twelve()}),
        useful=rules.useful_first(answers),
        plan=rules.plan(answers),
        tests=tuple(test for each in answers for test in each.tests),
        themes=tuple(
            ThemeLines(theme.name, found)
            for theme in security.themes()
            if (found := tuple(line for line in lines if line.measure.theme == theme.key))
        ),
        authorships=authorships or {},
        picture=pictures.result_over_time(points),
    )
