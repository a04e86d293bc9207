"""From answers to the sheets a register should hold, with the reason of each. Pure: no Django, no clock, no database.

Answers are a mapping from answer key to value: a list for a multiple choice, a string for a single one, a bool, an int,
or None when the person does not know. Answers to questions that are not asked are ignored.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from registry.law import typical
from registry.law.shapes import Condition, Question, SoloSheet, Source, TypicalActivity, TypicalData, TypicalRecipient
from registry.law.vocabulary import DpiaState, LegalBasis, Mark, Profession
from registry.retention.rules import accounting_is_settled, accounting_rule

#: The state that prevails when several activities share a sheet, weightiest last.
DPIA_BY_WEIGHT = (DpiaState.NOT_REQUIRED.value, DpiaState.TO_EXAMINE.value, DpiaState.REQUIRED.value)
SEPARATOR = "\u00a0; "
#: As long as a register keeps the text that founds a purpose, in characters.
BASIS_TEXT_LENGTH = 300


@dataclass(frozen=True)
class ProposedPurpose:
    """One purpose with its basis of art. 6, its condition of art. 9.2 (blank without special data) and their text."""

    name: str
    basis: str
    basis_text: str
    condition: str
    interest: str
    mark: str

    @property
    def to_validate(self) -> bool:
        return Mark(self.mark).to_validate


@dataclass(frozen=True)
class ProposedSheet:
    """A sheet that a register could hold, or what could be added to one (`complements`).

    `key`: unique among the proposals of one call. `origins`: the catalogue keys it is made of; remember them when the
    sheet is accepted (`already`) or unticked (`declined`). `complements`: the key under which the sheet to complete was
    proposed, blank for a new sheet; `complements_origins`: catalogue keys, one at least of which is an origin of that
    sheet (when none is found, because it was unticked meanwhile, the complement becomes a sheet of its own).
    `transfers_question`: a supplier may be outside the European Economic Area, so the question must be put.
    """

    key: str
    family: str
    name: str
    description: str
    origins: tuple[str, ...]
    reasons: tuple[str, ...]
    purposes: tuple[ProposedPurpose, ...]
    persons: tuple[str, ...]
    data: tuple[TypicalData, ...]
    recipients: tuple[TypicalRecipient, ...]
    processors: tuple[str, ...]
    transfers_question: bool
    source_of_data: str
    measures: tuple[str, ...]
    information: str
    dpia: str
    dpia_note: str
    warnings: tuple[str, ...]
    sources: tuple[Source, ...]
    to_validate: bool
    declined_before: bool
    complements: str = ""
    complements_origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Unit:
    """A host activity with the activities folded into it, and the grouped sheet of a practitioner alone."""

    host: TypicalActivity
    parts: tuple[TypicalActivity, ...]
    group: SoloSheet | None

    @property
    def sheet(self):
        return self.group.key if self.group else self.host.key

    @property
    def members(self):
        return (self.host, *self.parts)


def holds(conditions: Iterable[Condition], answers: Mapping) -> bool:
    """Whether every condition holds; an answer that is missing or not known satisfies none."""
    return all(_holds(condition, answers.get(condition.key)) for condition in conditions)


def questions_for(answers: Mapping) -> tuple[Question, ...]:
    """The questions to ask, in order, given the answers so far."""
    return tuple(question for question in typical.questions() if _asked(question, answers))


def missing(answers: Mapping) -> tuple[str, ...]:
    """The keys of the questions asked and not answered yet. None answers a question that may be left open."""
    return tuple(question.key for question in questions_for(answers) if not _answered(question, answers))


def propose(
    *,
    answers: Mapping,
    legal_form: str,
    already: Collection[str] = frozenset(),
    declined: Collection[str] = frozenset(),
) -> tuple[ProposedSheet, ...]:
    """The sheets these answers call for, in the order of a register, without what is there `already`.

    `legal_form`: a LegalForm value. `already`, `declined`: catalogue keys accepted and unticked before. Sheets unticked
    before come again with `declined_before`, apart from what is new. What is `already` there is never proposed twice:
    its new companions come as a complement to it.
    """
    answers = _heard(answers)
    reasons = {key: found for key, found in _reasons(answers).items() if found}
    units = _units(reasons, solo=answers.get("setting") == "solo", already=already)
    sheets = []
    for sheet in dict.fromkeys(unit.sheet for unit in units):
        together = [unit for unit in units if unit.sheet == sheet]
        group = together[0].group
        kept = tuple(key for key in _keys_of_sheet(together) if key in already)
        new = [_without(unit, already) for unit in together]
        fresh = [member for unit in new for member in unit if not _declined(unit, member, declined)]
        refused = [member for unit in new for member in unit if _declined(unit, member, declined)]
        for members, flagged in ((fresh, False), (refused, True)):
            if members:
                completed = kept or (tuple(member.key for member in fresh) if flagged else ())
                proposed = _sheet(group, members, reasons, answers, legal_form)
                sheets.append(
                    replace(
                        proposed,
                        key=f"{sheet}-{members[0].key}" if completed else sheet,
                        declined_before=flagged,
                        complements=sheet if completed else "",
                        complements_origins=completed,
                    )
                )
    return tuple(sheets)


def _holds(condition, answer):
    if answer is None:
        return False
    if condition.any_of is not None:
        given = {answer} if isinstance(answer, str) else set(answer)
        return bool(given & condition.any_of)
    if condition.at_least is not None:
        return answer >= condition.at_least
    return answer is condition.equals


def _asked(question, answers):
    if question.asked_if and not holds(question.asked_if, answers):
        return False
    return not (question.asked_unless and holds(question.asked_unless, answers))


def _answered(question, answers):
    if question.key not in answers:
        return False
    if question.required:
        return bool(answers[question.key])
    return answers[question.key] is not None or question.unsure


def _heard(answers):
    """Only the answers to questions that are asked: a group that became a solo practice has no shared record."""
    heard = {field.key for question in questions_for(answers) for field in (question, *question.extra)}
    return {key: value for key, value in answers.items() if key in heard}


def _reasons(answers):
    return {
        activity.key: tuple(
            dict.fromkeys(rule.because for rule in activity.proposed_when if holds(rule.conditions, answers))
        )
        for activity in typical.catalogue().values()
    }


def _units(reasons, *, solo, already):
    """Hosts with their parts, in the order of the sheets. A part without its host, proposed or kept, is not shown."""
    activities = [activity for activity in typical.catalogue().values() if activity.key in reasons]
    units = []
    for host in typical.catalogue().values():
        parts = tuple(activity for activity in activities if activity.part_of == host.key)
        if not host.part_of and (host.key in reasons or (host.key in already and parts)):
            group = typical.solo_sheets()[host.solo_sheet] if solo and host.solo_sheet else None
            units.append(_Unit(host=host, parts=parts, group=group))
    ranks = {key: rank for rank, key in enumerate(typical.solo_sheets())}
    return sorted(units, key=lambda unit: ranks.get(unit.sheet, len(ranks))) if solo else units


def _keys_of_sheet(together):
    """Every catalogue key that the sheet may hold, asked for by these answers or by earlier ones."""
    hosts = {unit.host.key for unit in together}
    if group := together[0].group:
        hosts |= {activity.key for activity in typical.catalogue().values() if activity.solo_sheet == group.key}
    return tuple(
        activity.key for activity in typical.catalogue().values() if activity.key in hosts or activity.part_of in hosts
    )


def _without(unit, already):
    return tuple(member for member in unit.members if member.key not in already)


def _declined(members, member, declined):
    """A part follows its host: whoever unticked the host is not asked about its parts as if they were new."""
    host = members[0]
    return member.key in declined or (member.part_of == host.key and host.key in declined)


def _sheet(group, members, reasons, answers, legal_form):
    """A sheet of these activities; a group of one host bears the name of that host."""
    hosts = [member for member in members if not member.part_of]
    title = group if group and len(hosts) > 1 else (hosts or members)[0]
    purposes = _distinct(
        proposed
        for member in members
        for purpose in member.purposes
        for proposed in _purposes(purpose, _concerned(member, answers))
    )
    data = _distinct(_settled(data, legal_form) for member in members for data in member.data)
    warnings = [member.warning for member in members]
    unsettled = not accounting_is_settled(legal_form) and any(
        data.retention == "accounting" for member in members for data in member.data
    )
    return ProposedSheet(
        key=title.key,
        family=members[0].family,
        name=title.name,
        description=title.description,
        origins=tuple(member.key for member in members),
        reasons=_distinct(reason for member in members for reason in reasons[member.key]),
        purposes=purposes,
        persons=_distinct(person for member in members for person in member.persons),
        data=data,
        recipients=_distinct(recipient for member in members for recipient in member.recipients),
        processors=_distinct(processor for member in members for processor in member.processors),
        transfers_question=any(member.transfers == "ask" for member in members),
        source_of_data=_joined(member.source_of_data for member in members),
        measures=_distinct(measure for member in members for measure in member.measures),
        information=members[0].information,
        dpia=max((_dpia(member, answers) for member in members), key=DPIA_BY_WEIGHT.index),
        dpia_note=" ".join(_distinct(_dpia_note(member, answers) for member in members)),
        warnings=_distinct([*warnings, typical.warnings()["unsettled_accounting"] if unsettled else ""]),
        sources=_distinct(source for member in members for source in member.source),
        to_validate=any(purpose.to_validate for purpose in purposes)
        or any(Mark(member.mark).to_validate for member in members)
        or unsettled,
        declined_before=False,
    )


def _dpia(activity, answers):
    if any(holds(conditions, answers) for conditions in activity.dpia_to_examine_if):
        return max(activity.dpia, DpiaState.TO_EXAMINE.value, key=DPIA_BY_WEIGHT.index)
    return activity.dpia


def _dpia_note(activity, answers):
    return next((note.text for note in activity.dpia_note if holds(note.conditions, answers)), "")


def _concerned(activity, answers):
    """The professions present that this activity concerns: those its rules name, or all when a rule names none."""
    present = [value for value in Profession.values() if value in (answers.get("professions") or ())]
    named = [
        next((condition.any_of for condition in rule.conditions if condition.key == "professions"), frozenset(present))
        for rule in activity.proposed_when
        if holds(rule.conditions, answers)
    ]
    return [profession for profession in present if any(profession in those for those in named)] or present


def _purposes(purpose, professions):
    """The purpose once for each way it is founded among these professions, named with them when there are several.

    Texts under one basis stand side by side, those to validate apart from the others and as far as the field allows.
    """
    own = dict(purpose.founding_by_profession)
    foundings = {}
    for profession in professions or [None]:
        foundings.setdefault(own.get(profession, purpose.founding), []).append(profession)
    ways = _ways(foundings)
    for way in ways:
        basis, texts = way[0].basis, {founding.basis_text: foundings[founding] for founding in way}
        concerned = [profession for profession in professions if any(profession in those for those in texts.values())]
        yield ProposedPurpose(
            name=f"{purpose.name} ({_shortest(concerned, professions)})" if len(ways) > 1 else purpose.name,
            basis=basis,
            basis_text=_side_by_side(texts),
            condition=purpose.condition,
            interest=purpose.interest if basis == LegalBasis.LEGITIMATE_INTERESTS.value else "",
            mark=max((founding.mark for founding in way), key=Mark.values().index),
        )


def _ways(foundings):
    """Lists of foundings that can be told in one purpose."""
    ways = []
    for founding in foundings:
        for way in ways:
            texts = {each.basis_text: foundings[each] for each in (*way, founding)}
            alike = (way[0].basis, Mark(way[0].mark).to_validate) == (founding.basis, Mark(founding.mark).to_validate)
            if alike and len(_side_by_side(texts)) <= BASIS_TEXT_LENGTH:
                way.append(founding)
                break
        else:
            ways.append([founding])
    return ways


def _side_by_side(texts):
    """« CSP, art. … », or with several « médecin généraliste : CSP, art. … ; infirmier : … »."""
    if len(texts) == 1:
        return next(iter(texts))
    return SEPARATOR.join(f"{_labels(those)}\u00a0: {_uncapitalised(text)}" for text, those in texts.items())


def _shortest(concerned, professions):
    """« infirmier, sage-femme », or « sauf psychologue » when that is shorter."""
    others = _labels([profession for profession in professions if profession not in concerned])
    return min(_labels(concerned), f"sauf {others}", key=len)


def _labels(professions):
    return ", ".join(_uncapitalised(Profession.label_of(profession)) for profession in professions)


def _settled(data, legal_form):
    """Accounting is kept as the legal form asks."""
    if data.retention != "accounting":
        return data
    return replace(data, retention=accounting_rule(legal_form).removeprefix("retention."))


def _joined(texts):
    """Texts made of parts, put together without saying a part twice, nor one that another says with more words."""
    parts = {}
    for part in (part for text in texts for part in text.split(SEPARATOR)):
        parts.setdefault(part.casefold(), part)
    said = [part for key, part in parts.items() if not any(other.startswith(f"{key} ") for other in parts)]
    first, *others = said
    return SEPARATOR.join([first, *(_uncapitalised(other) for other in others)])


def _distinct(values):
    return tuple(value for value in dict.fromkeys(values) if value)


def _uncapitalised(text):
    """« La personne » → « la personne », but « CNIL » and « C. civ. » keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == "’" else text
