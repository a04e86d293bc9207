"""How long the history itself is kept: what was replaced long ago goes through the door of a removal."""

import uuid

from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from cabinet_rgpd.history import ledger, triggers
from cabinet_rgpd.history.models import Entry, Payload
from cabinet_rgpd.history.removal import listed, places
from cabinet_rgpd.history.removal.door import opened
from cabinet_rgpd.history.removal.models import ACT, Redaction
from cabinet_rgpd.history.removal.words import REMOVED


def erase_replaced(*, before, by):
    """Take away the bodies replaced before a moment, and the texts of the past rows that went with them.

    What is in force, or was on that moment, stays whole; so do the places, moments, authors and hashes of what goes.
    Listed beside the database first: an old backup put back loses them again. Returns the Redaction, or None when nothing
    is that old.
    """
    if not _replaced(by.structure_id, before).exists():
        return None
    removal_id = uuid.uuid4()
    listed.add_rule(removal_id=removal_id, structure_id=by.structure_id, before=before)
    return carry_out(before=before, removal_id=removal_id, by=by)


def carry_out(*, before, removal_id, by):
    """The same, under the key that the list knows."""
    with ledger.write(by) as write:
        gone = list(_replaced(by.structure_id, before).values_list("seq", "pk"))
        if not gone:
            return None
        with opened():
            places.rows(Payload, by.structure_id).filter(pk__in=[pk for _, pk in gone]).update(body=None, salt=None)
            for model in triggers.kept_models():
                if hasattr(model, "instance_type"):
                    _blank(model, by.structure_id, before)
        return write.create(Redaction, act=ACT, pk=removal_id, second=None, seqs=sorted(seq for seq, _ in gone))


def _replaced(structure_id, before):
    """The entries whose record had a later one before the moment, with their body still there; removals stay readable."""
    later = Entry._base_manager.filter(
        structure_id=structure_id, obj=OuterRef("obj"), ver__gt=OuterRef("ver"), at__lt=before
    )
    found = Entry._base_manager.filter(Exists(later), structure_id=structure_id, payload__body__isnull=False)
    return found.exclude(act__in=(ACT, "ledger.restored"))


def _blank(model, structure_id, before):
    """The texts of past rows, but the last of each record before the moment."""
    latest = Window(RowNumber(), partition_by=F("id"), order_by=[F("history_date").desc(), F("history_id").desc()])
    dated = places.rows(model, structure_id).filter(history_date__lt=before).annotate(rank=latest)
    old = [pk for pk, rank in dated.values_list("pk", "rank") if rank > 1]
    empty = {}
    for field in places.text_fields(model):
        empty[field.attname] = [] if field.get_internal_type() == "JSONField" else _fitting(field)
    if old and empty:
        places.rows(model, structure_id).filter(pk__in=old).update(**empty)


def _fitting(field):
    return REMOVED[: field.max_length] if field.max_length else REMOVED
