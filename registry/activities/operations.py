"""Writes of the register. Each is one transaction, signed and sealed; nothing is ever deleted but a draft."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import aggregates, ledger
from cabinet_rgpd.lib.calendar import add_years
from registry.activities import queries
from registry.activities.models import ProcessingActivity, State

#: A sheet is looked at again after this many years (a habit of ours, that the practice may change).
REVIEW_EVERY_YEARS = 1


def create_activity(*, content, by, on):
    """Make a sheet (a draft, or in force when `content` says so) and return it. It gets a free reference if none is given."""
    with ledger.write(by) as write:
        return add_activity(write, content=content, on=on)


def add_activity(write, *, content, on):
    """The same inside a write that makes several records."""
    content = {"started_on": on, "next_review_on": add_years(on, REVIEW_EVERY_YEARS), **content}
    content["reference"] = content.get("reference") or free_reference()
    return write.create(ProcessingActivity, **content)


def free_reference():
    """The first free reference of the form A-01."""
    taken = set(ProcessingActivity.objects.values_list("reference", flat=True))
    return next(name for number in range(1, 10_000) if (name := f"A-{number:02d}") not in taken)


def update_activity(*, activity, lock, content, by):
    """Bring the named fields and lists to `content`. Raises Stale, ValidationError."""
    with ledger.write(by) as write:
        activity = write.take(activity, lock)
        write.apply(activity, content)
    return activity


def name_supplier(*, supplier_id, kind, by):
    """Name a supplier on every sheet whose processor of this kind has no name yet. Returns how many sheets changed.

    One write, one version of each sheet. Sheets that the party of a practitioner does not answer for are left alone.
    """
    changed = 0
    with ledger.write(by) as write:
        for activity_id in queries.waiting_for_a_supplier().get(kind, {}):
            activity = queries.row(activity_id)
            if by.limited_to and not activity.answers_to(by.limited_to):
                continue
            activity = write.take(activity)
            lines = [
                {
                    "id": line.pk,
                    "kind": line.kind,
                    "supplier": line.supplier_id or (supplier_id if line.kind == kind else None),
                }
                for line in queries.children(activity, "processors")
            ]
            changed += write.apply(activity, {"processors": lines})
    return changed


def put_in_force(*, activity, lock, by, on):
    """A draft enters the register, and the history. Raises ValidationError without a purpose or a responsible."""
    with ledger.write(by) as write:
        activity = write.take(activity, lock)
        if not activity.purposes.exists():
            raise ValidationError("Donnez au moins une finalité avant de mettre cette fiche en vigueur.")
        write.apply(activity, {"state": State.IN_FORCE, "started_on": activity.started_on or on})
    return activity


def archive_activity(*, activity, lock, by):
    with ledger.write(by) as write:
        activity = write.take(activity, lock)
        write.apply(activity, {"state": State.ARCHIVED}, act="activity.archived")
    return activity


def take_out_of_archive(*, activity, lock, by):
    with ledger.write(by) as write:
        activity = write.take(activity, lock)
        write.apply(activity, {"state": State.IN_FORCE}, act="activity.restored")
    return activity


def discard_draft(*, activity, by):
    with ledger.write(by) as write:
        activity = write.take(activity)
        write.discard(activity)


def duplicate_activity(*, activity, by):
    """A draft with the same content, to start another sheet from."""
    with ledger.write(by) as write:
        content = aggregates.state(write.take(activity))
        for name in ProcessingActivity.CHILDREN:
            content[name] = [{key: value for key, value in row.items() if key != "id"} for row in content[name]]
        content |= {
            "reference": free_reference(), "name": f"{activity.name} (copie)"[:160], "state": State.DRAFT,
            "reviewed_on": None, "origins": [],
        }  # fmt: skip
        return write.create(ProcessingActivity, **content)


def confirm_unchanged(*, activity, lock, by, on):
    """The yearly review says that nothing changed: a version of its own, dated and signed."""
    with ledger.write(by) as write:
        activity = write.take(activity, lock)
        write.apply(activity, {"reviewed_on": on, "next_review_on": add_years(on, REVIEW_EVERY_YEARS)})
    return activity
