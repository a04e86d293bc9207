"""Reads of the inspection file: every record as it stood in the evening of a day, made from the memory."""

import hashlib
import uuid
from dataclasses import replace

from django.db.models import Q
from django.template.loader import render_to_string

from cabinet_rgpd.history import aggregates, differences, memory, past
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.lib.french import date_in_words
from registry.activities.documents import register_document
from registry.inspection import parts
from registry.inspection.layouts import BESIDE, LAYOUTS, Moment, Proofs
from registry.inspection.models import InspectionFile, State
from registry.inspection.records import Chapter, InspectionDocument, Sheet
from registry.past import queries as past_queries

SHOWN = 20
#: The format of the machine-readable register (docs/formats/register.md).
FORMAT = "cabinet-rgpd/register/v1"


def first_day(tz):
    return past_queries.first_day(tz)


def moment_of(day, tz, now):
    """The evening of a day, or now if that evening is still to come: what stood then stays as it stood."""
    return min(past.evening(day, tz), now)


def document(at, day, made_on):
    """What the file says of the moment `at` of a day (InspectionDocument)."""
    then = past.Past(at)
    stood = past_queries.stood_at(at, day, then)
    receipt = stood.receipt
    register = register_document(
        structure=stood.structure, activities=stood.activities, parties=stood.parties, dpo_contact=stood.dpo_contact,
        dpo_decision=stood.dpo_decision, receipt=receipt, on=day, measures=stood.measures,
        opinions=stood.opinions_on_sheets, authorships=stood.authorships,
    )  # fmt: skip
    return InspectionDocument(
        structure=stood.structure,
        register=replace(register, retention=()),  # all the rules have a part of their own
        stood=stood,
        chapters=_chapters(then, stood),
        on=day,
        made_on=made_on,
        receipt=receipt,
    )


def html(document):
    """The source of the PDF."""
    return render_to_string("registry/inspection/documents/file.html", {"document": document})


def fingerprint(document):
    """What the person approves: the content, whatever receipt is printed in it."""
    body = render_to_string("registry/inspection/documents/body.html", {"document": document})
    return hashlib.sha256(body.encode()).hexdigest()


def machine_readable(at, day, receipt):
    """The same records as canonical data: docs/formats/register.md."""
    then = past.Past(at)
    records = {}
    for kind, model in sorted(aggregates.roots().items()):
        if kind not in parts.LEFT_OUT:
            rows = [
                {
                    "content": each.state,
                    "obj": f"{kind}:{each.id}",
                    "sealed_at": aggregates.moment(each.since),
                    "version": each.version,
                }
                for each in then.states(model)
            ]
            records[kind] = sorted(rows, key=lambda row: row["obj"])
    return {
        "as_of": day.isoformat(),
        "format": FORMAT,
        "receipt": {"hash": receipt.hash, "seq": receipt.seq},
        "records": {kind: rows for kind, rows in records.items() if rows},
        "structure": [each.state for each in then.states(aggregates.roots()["structure"])][0],
    }


def _chapters(then, stood):
    roots = aggregates.roots()
    found = parts.all_parts(roots)
    proofs = Proofs(then, stood, [kind for part in found for kind in part.kinds])
    moment, chapters = Moment(then, stood, proofs), []
    for number, part in enumerate(found, start=1):
        layout = LAYOUTS.get(part.key)
        content, count = layout.read(moment) if layout else (None, 0)
        rest = [kind for kind in part.kinds if kind not in (*(layout.kinds if layout else ()), *BESIDE)]
        sheets = _sheets(moment, rest)
        chapters.append(Chapter(part, number, sheets, count + len(sheets), content))
    return (*chapters[:-1], _with_what_is_left(moment, chapters[-1]))


def _with_what_is_left(moment, chapter):
    """The last part, with the files and the opinions about records that no part showed."""
    files, opinions = moment.proofs.left(
        files_shown={parts.REGISTER_KIND, parts.RETENTION_KIND},
        opinions_shown={f"{parts.REGISTER_KIND}:{each.id}" for each in moment.stood.activities},
    )
    sheets = (*chapter.sheets, *(_sheets(moment, ["opinion"], opinions) if opinions else ()))
    return replace(chapter, sheets=sheets, files=files, count=len(sheets) + len(files))


def _sheets(moment, kinds, only=None):
    """The records of some kinds (of these keys alone, if given) in words."""
    then, models = moment.then, [aggregates.roots()[kind] for kind in kinds]
    found = [(model, each) for model in models for each in then.states(model) if only is None or each.id in only]
    names = {row.pk: str(row) for model in models for row in then.instances(model)}
    moments = {model: memory.written(model, until=then.at) for model in models}
    return tuple(
        Sheet(
            title=names[each.id],
            kind=str(model._meta.verbose_name),
            fields=_fields(model, each.state, moments[model].get(each.id, {}), moment.tz),
            kept=moment.proofs.of(f"{model.AGGREGATE}:{each.id}"),
        )
        for model, each in found
    )


def _fields(model, state, moments, tz):
    """The fields in words; a date that tells of a day before it was written down says so."""
    late = {
        str(each.verbose_name): f" (inscrit le {date_in_words(moments[each.attname].astimezone(tz).date())})"
        for each in model.content_fields()
        if each.attname in moments and _is_late(each, state.get(each.name), moments[each.attname], tz)
    }
    hidden = {str(each.verbose_name) for each in model.content_fields() if _is_data(state.get(each.name))}
    return tuple(
        (label[:1].upper() + label[1:], tuple(text + late.get(label, "") for text in texts))
        for label, texts in differences.state_in_words(model, state)
        if texts and label not in hidden and not any(map(_is_key, texts))
    )


def _is_late(field, value, moment, tz):
    return bool(value) and memory.claimed_before(field.to_python(value), moment, tz)


def _is_key(text):
    """Whether a text is the key of something: it says nothing to a reader, and register.json holds it."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _is_data(value):
    """Whether a value is kept for machines: nested data without words of its own. register.json holds it."""
    if isinstance(value, dict):
        return "obj" not in value and any(isinstance(each, (dict, list)) for each in value.values())
    return isinstance(value, list) and any(
        isinstance(each, list) or (isinstance(each, dict) and "title" not in each) for each in value
    )


def files():
    """The files asked for, the latest first."""
    return list(_rows().select_related("document", "asked_by").order_by("-asked_at")[:SHOWN])


def file(file_id):
    return _rows().select_related("document").filter(pk=file_id).first()


def waiting(before):
    """Files asked for, or whose maker died (claimed before `before`), whatever the structure."""
    stale = Q(state=State.RUNNING, claimed_at__lt=before)
    return list(InspectionFile.objects.filter(Q(state=State.ASKED) | stale).order_by("asked_at"))


def _rows():
    return InspectionFile.objects.filter(structure_id=structure_in_scope())
