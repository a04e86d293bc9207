"""After a migration that changed what records hold: one entry by the system for each live aggregate concerned (proof.md §2).

A field that a version of the software adds is in the live rows and in no sealed body. Where everything that was sealed
still stands as it was sealed, the new shape is sealed as `<aggregate>.migrated`; where it does not, nothing is: `verify`
goes on telling.
"""

from django.db import transaction
from django.utils import timezone

from cabinet_rgpd.history import aggregates, ledger, verification
from cabinet_rgpd.isolation.scope import structure_scope

REASON = "Nouvelle version du logiciel"


def seal_new_shapes(structure_id, *, at=None) -> int:
    """Seal the live aggregates whose fields are no longer those of their last body; how many. Nothing to seal: no entry."""
    with structure_scope(structure_id), transaction.atomic():
        chain = verification.read_chain(structure_id, verification.read_lines(structure_id))
        changed = [
            row
            for row, state in verification.live_rows(structure_id)
            if row.obj in chain.last and _only_its_shape_changed(row, state, chain.last[row.obj])
        ]
        if not changed:
            return 0
    by = ledger.Signature(structure_id=structure_id, actor=None, at=at or timezone.now(), reason=REASON)
    with ledger.write(by) as write:
        for row in changed:
            write.migrate(write.take(row))
    return len(changed)


def shape() -> str:
    """What every aggregate holds, as text: the same as long as no migration changed it."""
    lines = []
    for name, model in sorted(aggregates.roots().items()):
        lines.append(f"{name}: {_names(model)}")
        lines += [f"  {each}: {_names(child)}" for each, child in aggregates.child_models(model).items()]
    return "\n".join(lines)


def _names(model):
    return " ".join(sorted(field.name for field in model.content_fields()))


def _only_its_shape_changed(row, state, last):
    version, _, body = last
    if body is None or row.version != version:
        return False
    sealed = verification.content_of(body)
    return _keys(sealed) != _keys(state) and _common(sealed, state) == _common(state, sealed)


def _keys(content):
    """The names of a body's fields, those of the lines of its lists included."""
    lines = {(name, key) for name, value in content.items() for each in _lines(value) for key in each}
    return {(name, "") for name in content} | lines


def _common(content, other):
    """What `content` says of the fields that `other` has too."""
    found = {}
    for name in content.keys() & other.keys():
        lines, others = _lines(content[name]), {each["id"]: each for each in _lines(other[name])}
        if lines and others:
            found[name] = [{key: each[key] for key in each if key in others.get(each["id"], each)} for each in lines]
        else:
            found[name] = content[name]
    return found


def _lines(value):
    return [each for each in value if isinstance(each, dict) and "id" in each] if isinstance(value, list) else []
