"""Every place of a structure where someone may have typed words: read off the models, so that a new one is never forgotten."""

import json
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from cabinet_rgpd.history.fields import Prose, WebAddress
from cabinet_rgpd.history.fields import Words as WordsField
from cabinet_rgpd.history.models import Entry, Payload
from cabinet_rgpd.history.removal.models import RemovalRequest
from cabinet_rgpd.history.removal.words import texts
from cabinet_rgpd.history.tracked import TrackedModel, TrackedRoot

#: A plain column of text narrower than this holds a code, a hash or a key.
NARROWEST = 160


@dataclass(frozen=True)
class Place:
    """A row that holds the words: `kind` and `what` for people; `fields` as they would stand without them."""

    model: type
    pk: object
    kind: str
    what: str
    fields: dict


@dataclass(frozen=True)
class File:
    """Bytes handed over or attached, which nobody can search for sure: who asks says which show the words."""

    key: str
    kind: str
    what: str
    #: Its bytes hold the words as they are; a PDF hides its own in compressed pages.
    plainly: bool
    #: Made since the words were first sealed: who asks looks at it.
    later: bool


def models_of_a_structure():
    """Every model whose rows belong to a structure, but the chain itself and the requests, which are blanked apart."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model not in (Entry, Payload, RemovalRequest)
        and any(field.name == "structure" for field in model._meta.concrete_fields)
    ]


def text_fields(model):
    return [field for field in model._meta.concrete_fields if _holds_text(field)]


def _holds_text(field):
    if field.choices or field.unique or field.primary_key or field.is_relation:
        return False
    if isinstance(field, (WordsField, Prose, WebAddress, models.TextField, models.JSONField, models.EmailField)):
        return True
    return isinstance(field, models.CharField) and (field.max_length or NARROWEST) >= NARROWEST


def byte_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)]


def rows(model, structure_id):
    """Plain reads and writes, past the managers that refuse them: this room is the door."""
    return QuerySet(model).filter(structure_id=structure_id)


def find(structure_id, words):
    """The rows whose texts hold the words, live and past, as Place."""
    for model in models_of_a_structure():
        if not (fields := text_fields(model)):
            continue
        names = [field.attname for field in fields]
        for pk, *values in rows(model, structure_id).values_list("pk", *names):
            held = {name: value for name, value in zip(names, values, strict=True) if words.are_in(value)}
            if held:
                without = {name: _fitted(model, name, words.out_of(value)) for name, value in held.items()}
                yield Place(model, pk, *_called(model, pk), without)


def _fitted(model, name, value):
    longest = model._meta.get_field(name).max_length
    return value[:longest] if isinstance(value, str) and longest else value


def _called(model, pk):
    """`(kind, what)` in words."""
    if hasattr(model, "instance_type"):
        return "Version gardée", str(model.instance_type._meta.verbose_name)
    if issubclass(model, TrackedModel):
        return "Registre d’aujourd’hui", str(model._meta.verbose_name)
    return "Autre", str(model._meta.verbose_name)


def every_text(structure_id):
    """Every text of the structure: rows live and past, bodies of the chain."""
    for model in models_of_a_structure():
        if names := [field.attname for field in text_fields(model)]:
            for values in rows(model, structure_id).values_list(*names):
                yield from texts(list(values))
    for body in Payload._base_manager.filter(structure_id=structure_id, body__isnull=False).values_list(
        "body", flat=True
    ):
        yield from texts(json.loads(body))


def entries(structure_id, words):
    """`(seq, entry id)` of the lines of the chain whose body holds the words."""
    bodies = Payload._base_manager.filter(structure_id=structure_id, body__isnull=False)
    for pk, seq, body in bodies.order_by("entry__seq").values_list("entry_id", "entry__seq", "body"):
        if words.are_in(json.loads(body)):
            yield seq, pk


def files(structure_id, words, since):
    """The bytes that may show the words: those that hold them plainly, and those kept since they were first written."""
    for model in models_of_a_structure():
        for field in byte_fields(model):
            owner = next((each for each in model._meta.concrete_fields if isinstance(each, models.OneToOneField)), None)
            for row in rows(model, structure_id).exclude(**{field.attname: None}):
                content = bytes(getattr(row, field.attname))
                if content:
                    plainly = words.text.lower() in content.decode("utf-8", "ignore").lower()
                    root = getattr(row, owner.name) if owner else row
                    later = since is not None and _first_seq(structure_id, root) >= since
                    yield File(
                        f"{model._meta.label}:{row.pk}", str(root._meta.verbose_name), _name(root), plainly, later
                    )


def _name(root):
    return str(root) if isinstance(root, TrackedRoot) else getattr(root, "title", "") or str(root)


def _first_seq(structure_id, root):
    if not isinstance(root, TrackedRoot):
        return getattr(root, "receipt_seq", 0)
    entry = Entry._base_manager.filter(structure_id=structure_id, obj=root.obj).order_by("seq").first()
    return entry.seq if entry else 0
