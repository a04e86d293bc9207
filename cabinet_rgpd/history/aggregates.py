"""An aggregate as plain data: what is sealed, what is compared, what is put back. One description, read off the models."""

import datetime as dt
import decimal
import uuid

from django.apps import apps
from django.db import models

from cabinet_rgpd.history.tracked import TrackedRoot

#: Raised by one when the shape of bodies changes.
SCHEMA = 1


def roots():
    """Every tracked root model, by the name of its aggregate."""
    return {model.AGGREGATE: model for model in apps.get_models() if issubclass(model, TrackedRoot)}


def child_models(root_model):
    """`{related name: model}` of the children of a root, in the order of the documents."""
    return {name: root_model._meta.get_field(name).related_model for name in root_model.CHILDREN}


def live_label(row, field):
    """The label of the record that a live row points to (one query when it was not fetched along)."""
    target = getattr(row, field.name)
    return str(target) if target is not None else ""


def row_state(model, row, label=live_label):
    """The content of one row as canonical data (proof.md §2: dates and decimals as text, references with their label).

    `row` is a live row or a historical one; `label(row, field)` names what a foreign key points to.
    """
    return {field.name: _value(row, field, label) for field in model.content_fields()}


def _value(row, field, label):
    value = getattr(row, field.attname)
    if field.is_relation:
        if value is None:
            return None
        target = field.related_model
        kind = target.AGGREGATE if issubclass(target, TrackedRoot) else target._meta.model_name
        return {"obj": f"{kind}:{value}", "label": label(row, field)}
    return plain(value)


def plain(value):
    """A Python value as one that the canonical form accepts."""
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, str):
        return str(value)
    return value


def moment(at):
    """`2026-11-23T15:04:05.123456Z`, always six decimals."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def state(root, children=None, label=live_label):
    """The whole aggregate as it stands: the root's content, then each list of children with their ids.

    `children` is `{related name: rows}`; without it the live rows are read, one query a list.
    """
    content = row_state(type(root) if isinstance(root, TrackedRoot) else root.instance_type, root, label)
    model = type(root) if isinstance(root, TrackedRoot) else root.instance_type
    for name, child in child_models(model).items():
        rows = children[name] if children is not None else live_children(root, name, child)
        ordered = sorted(rows, key=lambda row: (row.position, str(row.id)))
        content[name] = [{"id": str(row.id), **row_state(child, row, label)} for row in ordered]
    return content


def live_children(root, name, child):
    """The live rows of one list, with what they point to, in one query."""
    links = [field.name for field in child.content_fields() if field.is_relation]
    return list(getattr(root, name).select_related(*links)) if links else list(getattr(root, name).all())


def foreign_id(value):
    """The UUID in a reference given as `{"obj": …}`, a row, a UUID or its text; None stays None."""
    if value in (None, ""):
        return None
    if isinstance(value, dict):
        value = value["obj"].partition(":")[2]
    if isinstance(value, models.Model):
        value = value.pk
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))
