"""Changes in words, as the history's differences are."""

from cabinet_rgpd.history import aggregates
from cabinet_rgpd.history.differences import first_words, in_words, line_in_words
from registry.proposals.records import Line


def lines(subject, changes, base):
    """Each change as a Line; `base` is what the model said before."""
    model = aggregates.roots()[subject]
    children = aggregates.child_models(model)
    return tuple(_line(model, children, change, base) for change in changes)


def _line(model, children, change, base):
    if not change.line:
        field = model._meta.get_field(change.where)
        said = _said(model, field, change, base.get(change.where))
        return Line(change, str(field.verbose_name), *said)
    child = children[change.where]
    name = str(child._meta.verbose_name)
    if not change.field:
        before, after = ("" if row is None else line_in_words(child, row) for row in (change.mine, change.theirs))
        return Line(change, name, before, after)
    field = child._meta.get_field(change.field)
    old = next((row.get(change.field) for row in base.get(change.where, []) if row["id"] == change.line), None)
    called = first_words(child, change.row)
    where = f"{name} «\u00a0{called}\u00a0», {field.verbose_name}" if called else f"{name}, {field.verbose_name}"
    return Line(change, where, *_said(child, field, change, old))


def _said(model, field, change, base):
    """What stands here, what is proposed, and what the model said before where that is neither."""
    before, after = in_words(model, field, change.mine), in_words(model, field, change.theirs)
    return before, after, in_words(model, field, base) if change.local else ""


def answered(lines, taken):
    """What was taken and what was left, as it is kept with the answer."""
    return [
        {"where": line.where, "before": line.before, "after": line.after, "taken": line.key in taken} for line in lines
    ]
