"""What changed between two states of a record, field by field, in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cabinet_rgpd.history import aggregates
from cabinet_rgpd.lib import french


@dataclass(frozen=True)
class Difference:
    """`where` names the field, or the line of a list; an empty `before` is an addition, an empty `after` a removal."""

    where: str
    before: str
    after: str


def differences(model, before, after):
    """The differences between two states of an aggregate of `model`, in the order of its fields."""
    yield from _fields(model, before, after)
    for name, child in aggregates.child_models(model).items():
        yield from _lines(child, before.get(name, []), after.get(name, []))


def _fields(model, before, after, prefix=""):
    for field in model.content_fields():
        old, new = before.get(field.name), after.get(field.name)
        if _itself(old) != _itself(new):
            words = in_words(model, field, old), in_words(model, field, new)
            # Data kept beside the words (a list of keys, a publication) may change without a word changing.
            if words[0] != words[1]:
                yield Difference(prefix + str(field.verbose_name), *words)


def _itself(value):
    """A reference is what it points to: that record's new name is a change of that record, not of this one."""
    return value["obj"] if isinstance(value, dict) and "obj" in value else value


def _lines(child, before, after):
    label = str(child._meta.verbose_name)
    old, new = {row["id"]: row for row in before}, {row["id"]: row for row in after}
    for row_id, row in old.items():
        if row_id not in new:
            yield Difference(label, line_in_words(child, row), "")
    for row_id, row in new.items():
        if row_id not in old:
            yield Difference(label, "", line_in_words(child, row))
        else:
            name = first_words(child, row)
            yield from _fields(
                child, old[row_id], row, prefix=f"{label} «\u00a0{name}\u00a0», " if name else f"{label}, "
            )


def first_words(child, row):
    """What a line is called: its first text, else what it points to, else its first choice in words."""
    for field in child.content_fields():
        text = in_words(child, field, row.get(field.name))
        if text:
            return text
    return ""


def line_in_words(child, row):
    """A line of a list: its values in words, the empty ones left out."""
    texts = [in_words(child, field, row.get(field.name)) for field in child.content_fields()]
    return " · ".join(text for text in texts if text and text != "non")


def state_in_words(model, state):
    """A whole state as `(label, list of texts)`, for showing an old version as it was."""
    for field in model.content_fields():
        text = in_words(model, field, state.get(field.name))
        yield str(field.verbose_name), [text] if text else []
    for name, child in aggregates.child_models(model).items():
        yield str(child._meta.verbose_name), [line_in_words(child, row) for row in state.get(name, [])]


def in_words(model, field, value):
    """One value as a person reads it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict) and "obj" in value:
        return value["label"]
    if isinstance(value, bool):
        return "oui" if value else "non"
    if field.name in model.TERMS:
        return ", ".join(model.TERMS[field.name].label_of(item) for item in value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name in model.SAID:
        return model.SAID[field.name](value)
    if field.get_internal_type() == "DateTimeField":
        return french.moment_in_words(dt.datetime.fromisoformat(value), timezone.get_current_timezone())
    if field.get_internal_type() == "DateField":
        return french.date_in_words(dt.date.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(str(item.get("title", item)) if isinstance(item, dict) else str(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} : {item}" for key, item in value.items())
    return str(value)
