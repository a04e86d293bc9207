"""A structure that goes: every word of it, live and past, through the door of a removal. Its places and fingerprints stay."""

from django.db import connection
from django.db.models import BinaryField, Case, CharField, F, JSONField, TextField, UniqueConstraint, Value, When
from django.dispatch import Signal

from cabinet_rgpd.history.anchors.models import Anchor
from cabinet_rgpd.history.models import Entry, Head, Payload, Restoration
from cabinet_rgpd.history.removal import listed, places
from cabinet_rgpd.history.removal.models import RemovalRequest
from cabinet_rgpd.history.removal.words import REMOVED
from cabinet_rgpd.history.tracked import TrackedModel

#: Sent inside the transaction, with `structure_id` and `at`: each room sees to what is not a row of the structure.
erased = Signal()

#: What proves the chain itself: time stamps, and positions that a restoration lost. Nobody's words.
_OF_THE_CHAIN = (Anchor, Restoration)
_ACTS_OF_THE_CHAIN = ("anchor.recorded", "ledger.restored")
#: Columns of documents and files by which they are still recognised: fingerprints and series.
_RECOGNISED_BY = {"sha256", "receipt", "series"}


def erase(structure_id, at):
    """Bodies and salts null, texts and bytes of every row blank, what is not tracked deleted. Returns the positions.

    To be called with the door open, inside a write. Rows that the chain speaks of stay, without words: `state.json` has one
    for each record for ever, and the same columns say no word (dates, numbers, choices, keys).
    """
    entries = Entry._base_manager.filter(structure_id=structure_id).exclude(act__in=_ACTS_OF_THE_CHAIN)
    seqs = sorted(entries.values_list("seq", flat=True))
    places.rows(Payload, structure_id).filter(entry__in=entries.values("pk")).update(body=None, salt=None)
    for model in places.models_of_a_structure():
        kept = getattr(model, "instance_type", model)
        if issubclass(kept, _OF_THE_CHAIN) or model is Head:
            continue
        _blank(model, structure_id)
        if not issubclass(kept, TrackedModel):
            _forget_statistics(model)
            places.rows(model, structure_id).delete()
    places.rows(RemovalRequest, structure_id).delete()
    erased.send(sender=None, structure_id=structure_id, at=at)
    return seqs


def _forget_statistics(model):
    """The statistics of PostgreSQL quote common values, and those of a table left empty are never made again: now, then."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _blank(model, structure_id):
    """What people typed, and bytes. A text that the database wants unique becomes its fingerprint, which only the key of
    this installation can make: two rows stay two, and a public address is still known for having been there."""
    rows, unique = places.rows(model, structure_id), _unique(model)
    if empty := {field.attname: _empty(field) for field in _saying(model) if field.name not in unique}:
        rows.update(**empty)
    if names := [field.attname for field in _saying(model) if field.name in unique]:
        for pk, *values in rows.values_list("pk", *names):
            held = {name: _marked(model, name, value) for name, value in zip(names, values, strict=True) if value}
            if held:
                rows.filter(pk=pk).update(**held)


def _saying(model):
    """The columns that may hold words, narrow ones included: a number of SIRET names a practice."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (CharField, TextField, JSONField, BinaryField))
        and not (field.choices or field.primary_key or field.is_relation or field.name in _RECOGNISED_BY)
    ]


def _empty(field):
    """The column without words: null where it may be, and « [retiré] » only where something stood."""
    if field.null:
        return None
    if isinstance(field, JSONField):
        return type(field.get_default() or [])()
    if isinstance(field, BinaryField):
        return b""
    removed = Value(REMOVED[: field.max_length] if field.max_length else REMOVED, TextField())
    return Case(When(**{field.attname: ""}, then=Value("", TextField())), default=removed)


def _marked(model, name, value):
    return listed.mark(value)[: model._meta.get_field(name).max_length]


def _unique(model):
    """The names of the columns that a rule of the database wants unique."""
    found = {field.name for field in model._meta.concrete_fields if field.unique}
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            found |= {*constraint.fields, *(each.name for each in _columns(constraint.expressions))}
    return found


def _columns(expressions):
    for each in expressions:
        if isinstance(each, F):
            yield each
        else:
            yield from (part for part in each.flatten() if isinstance(part, F))
