"""What a tracked record is: an aggregate has one root and its children; both keep every version, the root carries the number.

The rows are written by `cabinet_rgpd.history.ledger` alone. A save from anywhere else raises UnsealedWrite at once.
"""

import functools
import uuid
from contextvars import ContextVar

from django.db import models
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from cabinet_rgpd.isolation.scope import RefusingQuery, ScopedManager, UnsealedWrite, _current

#: The write under way in this context (a `ledger.Write`), or None.
current_write: ContextVar = ContextVar("ledger_write", default=None)


class ScopedHistoryManager(HistoryManager):
    """The versions of the structure in scope, and of no other (simple-history's own manager knows no scope)."""

    @classmethod
    @functools.cache
    def from_queryset(cls, queryset_class, class_name=None):
        """Made once: simple-history asks for it at each `Model.history`, and making it costs more than a query."""
        return super().from_queryset(queryset_class, class_name)

    def get_queryset(self):
        if _current.get() is None:
            return self._queryset_class(self.model, query=RefusingQuery(self.model), using=self._db)
        return super().get_queryset().filter(structure_id=_current.get())


class VersionRecords(HistoricalRecords):
    """simple-history, with a scoped manager, reasons of any length, and no trace of drafts."""

    def __init__(self, **kwargs):
        kwargs.setdefault("history_manager", ScopedHistoryManager)
        kwargs.setdefault("historical_queryset", HistoricalQuerySet)
        kwargs.setdefault("history_change_reason_field", models.TextField(null=True))
        kwargs.setdefault("inherit", True)
        super().__init__(**kwargs)

    def _get_history_change_reason_field(self):
        """One field for each historical model: the same in all of them would have Django update another's table."""
        return super()._get_history_change_reason_field().clone()

    def post_delete(self, instance, using=None, **kwargs):
        if not hasattr(instance, "skip_history_when_saving"):
            super().post_delete(instance, using=using, **kwargs)


class TrackedModel(models.Model):
    """A record of a structure whose every version is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ScopedManager()
    history = VersionRecords()

    #: Fields that hold a list of terms: name → vocabulary, for words instead of values.
    TERMS = {}
    #: Fields whose value needs its own words: name → a function from the plain value to a text.
    SAID = {}
    #: Fields that are not part of the record's content.
    NOT_CONTENT = frozenset({"id", "structure", "version", "updated_at"})

    class Meta:
        abstract = True
        base_manager_name = None

    def save(self, *args, **kwargs):
        self._require_write()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._require_write()
        return super().delete(*args, **kwargs)

    def _require_write(self):
        write = current_write.get()
        if write is None or write.structure_id != self.structure_id:
            raise UnsealedWrite(f"{type(self).__name__} is tracked: write it through cabinet_rgpd.history.ledger.")
        self._history_date = write.at
        self._history_user = write.actor
        self._change_reason = write.reason or None

    @classmethod
    def content_fields(cls):
        """The fields that versions, differences and sealed bodies speak of."""
        return [field for field in cls._meta.concrete_fields if field.name not in cls.NOT_CONTENT]


class TrackedRoot(TrackedModel):
    """The root of an aggregate: one line of the chain for each of its versions (proof.md §2)."""

    #: `ver` of the last entry about this record; 0 while it is a draft.
    version = models.PositiveIntegerField("version", default=0, editable=False)
    updated_at = models.DateTimeField("modifié le", editable=False)

    #: The part of `obj` before the colon.
    AGGREGATE = ""
    #: Related names of the children, in the order of the documents.
    CHILDREN = ()
    #: The permission that putting an old version back asks for; empty: this kind is not put back.
    RESTORE_PERMISSION = ""
    #: The permission that attaching a file asks for; empty: no file is attached to this kind (cabinet_rgpd.evidence).
    EVIDENCE_PERMISSION = ""
    #: Fields that keep their present value when an old version is put back.
    KEPT_ON_RESTORE = frozenset()

    class Meta:
        abstract = True
        base_manager_name = None

    @property
    def is_draft(self):
        """A working paper: neither versioned nor sealed, deletable, in no document."""
        return False

    def answers_to(self, party_id):
        """Whether a person limited to what this party answers for may write the record (isolation.md §7).

        Closed unless a kind of record says otherwise: what no party answers for is not a practitioner's to write.
        """
        return False

    @property
    def obj(self):
        return f"{self.AGGREGATE}:{self.pk}"

    @property
    def lock_token(self):
        """What a form carries so that two people on one record are noticed."""
        return f"{self.version}-{self.updated_at.timestamp():.6f}" if self.is_draft else str(self.version)


class TrackedChild(TrackedModel):
    """A part of an aggregate, with its place in its list."""

    position = models.PositiveSmallIntegerField("rang", default=0, editable=False)

    #: Name of the foreign key to the root.
    ROOT = ""

    class Meta:
        abstract = True
        base_manager_name = None
        ordering = ["position", "id"]

    @classmethod
    def content_fields(cls):
        return [field for field in super().content_fields() if field.name not in (cls.ROOT, "position")]
