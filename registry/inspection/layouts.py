"""The parts that have a layout of their own: what each says of one moment, from the frozen records of its subject.

The template of a part is documents/<key>.html and gets `content`, what its function here returns beside how many records
it shows. The functions read no clock: the moment is given.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history import aggregates, past
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib.calendar import territory_of
from patients_info import queries as notices
from registry.dpia import terms
from registry.dpo import interests
from registry.dpo import queries as dpo
from registry.incidents import queries as incidents
from registry.incidents.documents import breaches_document
from registry.inspection import parts
from registry.inspection.records import Kept, Seal
from registry.journal import queries as journal
from registry.law.vocabulary import EntryKind
from registry.requests import queries as requests
from registry.requests import rules as request_rules
from registry.responsibilities import access
from registry.responsibilities import queries as responsibilities
from registry.retention import campaign_queries as campaigns
from registry.security import queries as security
from registry.security.documents import measures_document
from registry.suppliers import queries as suppliers
from registry.suppliers.points import points


class Proofs:
    """What stands beside any record: when it was written down, its files, what was said of it.

    What `of` gave is shown; `left` tells the rest.
    """

    def __init__(self, then, stood, kinds):
        self._files, self._opinions, self._authorships = evidence.stood(then), stood.opinions, stood.authorships
        self._shown = set()
        rows = [row for kind in kinds for row in then.instances(aggregates.roots()[kind])]
        sealings = history.sealings(row.obj for row in rows)
        self._seals = {row.obj: Seal(row.version, sealings[row.obj].at, row.updated_at) for row in rows}

    def of(self, obj, record=None) -> Kept:
        self._shown.add(obj)
        return Kept(
            record=record, seal=self._seals[obj], files=self._files.get(obj, ()),
            opinions=self._opinions.get(obj, ()), authorship=self._authorships.get(obj),
        )  # fmt: skip

    def files_of(self, kind):
        """The files of every record of a kind whose layout shows none itself, in the order of their days."""
        return _by_day(file for obj, found in self._files.items() if obj.startswith(f"{kind}:") for file in found)

    def left(self, *, files_shown, opinions_shown):
        """`(files, opinions)` of the records that no part showed, nor were of the kinds or objs given."""
        return (
            _by_day(
                file
                for obj, found in self._files.items()
                if obj not in self._shown and obj.partition(":")[0] not in files_shown
                for file in found
            ),
            frozenset(
                each.id
                for obj, found in self._opinions.items()
                if obj not in self._shown and obj not in opinions_shown
                for each in found
            ),
        )


def _by_day(files):
    return tuple(sorted(files, key=lambda each: (each.added_on, each.name, str(each.id))))


@dataclass(frozen=True)
class Moment:
    """The moment that the file tells: `then` reads it, `stood` is the register of that evening."""

    then: past.Past
    stood: object
    proofs: Proofs

    @property
    def tz(self):
        return self.stood.structure.tz

    @property
    def day(self) -> dt.date:
        return self.stood.day


@dataclass(frozen=True)
class Layout:
    """`kinds` are the aggregates that it shows; those that a part holds besides are printed as they are."""

    kinds: tuple[str, ...]
    read: Callable[[Moment], tuple[object, int]]


def _register(moment):
    return moment.proofs.files_of("activity"), len(moment.stood.activities)


def _retention(moment):
    return moment.proofs.files_of("retention_rule"), len(moment.stood.rules)


def _notice(moment):
    found = notices.stood(moment.then)
    return tuple(moment.proofs.of(each.obj, each) for each in found), len(found)


def _responsibilities(moment):
    of, found = moment.proofs.of, responsibilities.stood(moment.then)
    content = {
        "decisions": tuple((name, of(f"responsibility:{each.id}", each)) for name, each in found.decisions),
        "agreements": tuple(of(f"agreement:{each.id}", each) for each in found.agreements),
        "services": tuple(of(f"processing_for_others:{each.id}", each) for each in found.services),
        "matrix": found.matrix and of(f"access_matrix:{found.matrix.id}", found.matrix),
        "levels": access.proposed().levels,
        "subjects": access.proposed().subjects,
    }
    papers = len(found.decisions) + len(found.agreements) + len(found.services)
    return content, papers + (found.matrix is not None)


def _dpo(moment):
    decision, designation = moment.stood.dpo_decision, dpo.designation_stood(moment.then)
    found = {
        "decision": decision and moment.proofs.of(f"dpo_decision:{decision.id}", decision),
        "designation": designation and moment.proofs.of(f"dpo_designation:{designation.id}", designation),
        "answers": _answers(designation) if designation else (),
    }
    return found, (decision is not None) + (designation is not None)


def _answers(designation):
    """What was asked about the person's freedom and means: `(question, answer)` in words, in the order of the list."""
    given, words = dict(designation.answers), dict(interests.ANSWERS)
    return tuple((each.label, words[given[each]]) for each in interests.Question if each in given)


def _dpia(moment):
    found = []
    for each in moment.stood.assessments:
        due = each.consulted_on and terms.answer_due_on(each.consulted_on, extended=each.consultation_extended)
        found.append((moment.proofs.of(f"dpia:{each.id}", each), due))
    found.sort(key=lambda pair: (pair[0].record.activity_name, str(pair[0].record.id)))
    return tuple(found), len(found)


def _security(moment):
    answers = security.stood(moment.then)
    document = measures_document(
        structure=moment.stood.structure, answers=answers, signed={}, points=(), receipt=None, on=moment.day
    )
    kept = {each.id: moment.proofs.of(each.obj, each) for each in answers}
    themes = tuple((theme.name, tuple(kept[line.answer.id] for line in theme.lines)) for theme in document.themes)
    said = {line.answer.id for theme in document.themes for line in theme.lines}
    others = tuple(each for key, each in kept.items() if key not in said)
    return {
        "counts": document.counts,
        "plan": document.plan,
        "tests": document.tests,
        "themes": (*themes, *((("Autres mesures", others),) if others else ())),
    }, len(answers)


def _suppliers(moment):
    found = tuple(
        (moment.proofs.of(f"supplier:{each.supplier.id}", each), points(each, moment.day))
        for each in suppliers.stood(moment.then)
    )
    return found, len(found)


def _incidents(moment):
    found = incidents.stood(moment.then)
    document = breaches_document(
        structure=moment.stood.structure, incidents=found, entered=incidents.entered([each.id for each in found]),
        dpo=moment.stood.dpo_contact, receipt=None, on=moment.day, now=moment.then.at,
    )  # fmt: skip
    sheets = tuple(moment.proofs.of(f"incident:{each.record.id}", each) for each in document.sheets)
    return {"document": document, "sheets": sheets}, len(sheets)


def _requests(moment):
    territory = territory_of(moment.stood.structure.postcode)
    found = tuple(
        (
            moment.proofs.of(f"request:{each.id}", each),
            request_rules.window(each, tz=moment.tz, territory=territory),
        )
        for each in requests.stood(moment.then)
    )
    return found, len(found)


def _journal(moment):
    lines = tuple((moment.proofs.of(each.obj, each), names) for each, names in journal.stood(moment.then))
    insurance = journal.insurance_stood(moment.then)
    content = {
        "trainings": tuple(each for each in lines if each[0].record.kind == EntryKind.TRAINING),
        "others": tuple(each for each in lines if each[0].record.kind != EntryKind.TRAINING),
        "insurance": insurance and moment.proofs.of(f"insurance:{insurance.id}", insurance),
    }
    return content, len(lines) + (insurance is not None)


def _campaigns(moment):
    found = tuple(moment.proofs.of(f"campaign:{each.id}", each) for each in campaigns.stood(moment.then))
    return found, len(found)


LAYOUTS = {
    parts.REGISTER: Layout(("activity",), _register),
    parts.RETENTION: Layout(("retention_rule",), _retention),
    "notice": Layout(("notice",), _notice),
    "responsibilities": Layout(
        ("responsibility", "agreement", "processing_for_others", "access_matrix"), _responsibilities
    ),
    "dpo": Layout(("dpo_decision", "dpo_designation"), _dpo),
    "dpia": Layout(("dpia",), _dpia),
    "security": Layout(("measure",), _security),
    "suppliers": Layout(("supplier",), _suppliers),
    "incidents": Layout(("incident",), _incidents),
    "requests": Layout(("request",), _requests),
    "journal": Layout(("journal", "insurance"), _journal),
    "campaigns": Layout(("campaign",), _campaigns),
}
#: Kinds told beside the records they are about; what is left of them comes with the other decisions.
BESIDE = ("evidence", "opinion")
