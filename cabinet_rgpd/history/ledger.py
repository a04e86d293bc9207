"""The one write path: records, versions and the chain, together or not at all (proof.md §3).

    with ledger.write(by) as write:
        activity = write.take(activity, token)
        write.apply(activity, {"name": "…", "purposes": [{…}, …]})

On leaving, each aggregate that changed gets its next version and its entry. A write that changes nothing writes nothing.
"""

import datetime as dt
import logging
import secrets
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from cabinet_rgpd.history import aggregates
from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.models import Entry, FormKey, Head, Payload
from cabinet_rgpd.history.tracked import TrackedRoot, current_write
from cabinet_rgpd.isolation.scope import UnsealedWrite, structure_scope
from cabinet_rgpd.lib import canonical

logger = logging.getLogger(__name__)
CLOCK_TOLERANCE = dt.timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who writes, in which structure, when and why. Made at the door, from the request and its clock.

    `actor` is an Account, or None for the system; `key` is the key of the form that was sent, if any. `limited_to` is
    the party of a practitioner, who writes what it answers for and nothing else: the write refuses the rest.
    """

    structure_id: uuid.UUID
    actor: models.Model | None
    at: dt.datetime
    reason: str = ""
    key: uuid.UUID | None = None
    limited_to: uuid.UUID | None = None

    def because(self, reason):
        return replace(self, reason=reason)


class Stale(Exception):
    """The record was changed by someone since it was read. `current` is the record as it stands."""

    def __init__(self, current):
        super().__init__(current.obj)
        self.current = current


class AlreadySubmitted(Exception):
    """This form was sent before and has been written; `location` is where the first answer led (may be empty)."""

    def __init__(self, location):
        super().__init__(location)
        self.location = location


@dataclass
class Write:
    """A write under way. Use its methods; never save a tracked record directly."""

    structure_id: uuid.UUID
    actor: models.Model | None
    reason: str
    at: dt.datetime
    head: Head
    limited_to: uuid.UUID | None = None
    _dirty: dict = field(default_factory=dict)
    #: What this write made; of it, what stands saved as it is (its version 1 is written already).
    _made: set = field(default_factory=set)
    _saved: set = field(default_factory=set)
    entries: list = field(default_factory=list)

    def take(self, root, token=None):
        """The record as it stands now. With the token of a form: raise Stale if someone changed it since.

        Raises PermissionDenied for a record that the party of a practitioner does not answer for; `create` and `apply` do
        the same for what they made of it.
        """
        fresh = type(root)._base_manager.get(pk=root.pk, structure_id=self.structure_id)
        self._within(fresh)
        if token is not None and fresh.lock_token != token:
            raise Stale(fresh)
        return fresh

    def create(self, model, /, act=None, pk=None, **content):
        """Make a new aggregate from its content (fields and lists of children) and return its root."""
        fields, lists = _split(model, content)
        root = model(structure_id=self.structure_id, updated_at=self.at)
        root.id = pk or root.id
        _set(root, fields)
        _validate(root)
        if root.is_draft:
            root.skip_history_when_saving = True
        else:
            root.version = 1
        root.save()
        for name, rows in lists.items():
            self._sync(root, name, rows)
        self._within(root)
        self._dirty[root.obj] = (root, act)
        self._made.add(root.obj)
        self._saved.add(root.obj)
        return root

    def apply(self, root, content, act=None):
        """Bring an aggregate to `content`: the fields and the lists named in it; what is not named stays.

        Children are matched by `id`; those missing from a list are removed from it. Returns True if anything changed.
        """
        fields, lists = _split(type(root), content)
        before = {name: getattr(root, root._meta.get_field(name).attname) for name in fields}
        was_draft = root.is_draft
        _set(root, fields)
        changed = any(before[name] != getattr(root, root._meta.get_field(name).attname) for name in before)
        if changed:
            _validate(root)
        for name, rows in lists.items():
            changed |= self._sync(root, name, rows)
        if changed:
            self._within(root)
            if was_draft and not root.is_draft:
                self._enter_history(root)
            self._saved.discard(root.obj)
            self._dirty[root.obj] = (root, act or (self._dirty.get(root.obj) or (None, None))[1])
        return changed

    def migrate(self, root):
        """Seal an aggregate as it stands, unchanged, because the shape of its kind changed (history.migrating)."""
        self._dirty[root.obj] = (root, f"{root.AGGREGATE}.migrated")

    def discard(self, draft):
        """Delete a draft: a working paper leaves no trace. Raises ValidationError for a record that has versions."""
        if not draft.is_draft or draft.version:
            raise ValidationError("Seul un brouillon se supprime\u00a0: ce qui a été en vigueur s’archive.")
        for name in draft.CHILDREN:
            for child in getattr(draft, name).all():
                child.skip_history_when_saving = True
                child.delete()
        draft.skip_history_when_saving = True
        draft.delete()

    def _within(self, root):
        """A practitioner writes what his own party answers for (isolation.md §7)."""
        if self.limited_to and not root.answers_to(self.limited_to):
            raise PermissionDenied

    def _sync(self, root, name, rows):
        child_model = aggregates.child_models(type(root))[name]
        existing = {row.id: row for row in child_model._base_manager.filter(**{child_model.ROOT: root})}
        kept, changed = set(), False
        for position, content in enumerate(rows):
            content = dict(content)
            row_id = aggregates.foreign_id(content.pop("id", None))
            row = existing.get(row_id)
            created = row is None
            if created:
                row = child_model(structure_id=self.structure_id, **{child_model.ROOT: root})
                if row_id and not child_model._base_manager.filter(pk=row_id).exists():
                    row.id = row_id
            kept.add(row.id)
            before = None if created else aggregates.row_state(child_model, row, _no_label)
            place = row.position
            _set(row, content)
            row.position = position
            if created or place != position or before != aggregates.row_state(child_model, row, _no_label):
                _validate(row)
                self._save(row, draft=root.is_draft)
                changed = True
        for row_id, row in existing.items():
            if row_id not in kept:
                if root.is_draft:
                    row.skip_history_when_saving = True
                row.delete()
                changed = True
        return changed

    def _save(self, row, *, draft):
        if draft:
            row.skip_history_when_saving = True
        elif hasattr(row, "skip_history_when_saving"):
            del row.skip_history_when_saving
        row.save()

    def _enter_history(self, root):
        """A draft put in force: from here on every part of it has its versions."""
        for child_model in aggregates.child_models(type(root)).values():
            for row in child_model._base_manager.filter(**{child_model.ROOT: root}):
                self._save(row, draft=False)

    def finish(self):
        """Give every aggregate that changed its version and its entry."""
        for root, act in self._dirty.values():
            root.updated_at = self.at
            if root.is_draft:
                root.skip_history_when_saving = True
                root.save()
                continue
            if root.obj not in self._made or root.version == 0:
                root.version += 1
            if root.obj not in self._saved:
                self._save(root, draft=False)
            default = "created" if root.version == 1 else "updated"
            self._append(root, act or f"{root.AGGREGATE}.{default}")

    def _append(self, root, act):
        body = {**aggregates.state(root), "schema": aggregates.SCHEMA, "reason": self.reason or None}
        salt = secrets.token_bytes(32)
        header = {
            "act": act,
            "actor": str(self.actor.pk) if self.actor else "system",
            "at": aggregates.moment(self.at),
            "log": str(self.structure_id),
            "obj": root.obj,
            "pay": canonical.payload_hash(salt, body),
            "prev": self.head.hash,
            "seq": self.head.seq + 1,
            "v": 1,
            "ver": root.version,
        }
        columns = {name: header[name] for name in ("act", "actor", "obj", "pay", "prev", "seq", "ver")}
        entry = Entry(structure_id=self.structure_id, at=self.at, hash=canonical.entry_hash(header), **columns)
        entry.save(force_insert=True)
        text = canonical.canon(body).decode("utf-8")
        Payload(entry=entry, structure_id=self.structure_id, body=text, salt=salt.hex()).save(force_insert=True)
        self.head.seq, self.head.hash, self.head.at = entry.seq, entry.hash, entry.at
        self.entries.append(entry)


@contextmanager
def write(by: Signature):
    """Open the one write path on the chain of `by.structure_id`, in one transaction.

    Raises AlreadySubmitted when the form's key was seen before, Stale through `take`, ValidationError on bad content,
    PermissionDenied for a practitioner who writes what his party does not answer for, and in a structure that was deleted.
    """
    if current_write.get() is not None:
        raise UnsealedWrite("A write is under way: writes do not nest.")
    with structure_scope(by.structure_id), transaction.atomic():
        head = _locked_head(by.structure_id)
        if head.closed_at and by.actor:
            raise PermissionDenied  # deleted while this person was on her way here
        _use_key(by)
        # Strictly later than the last entry: a moment then names one version only.
        at = max(by.at, head.at + dt.timedelta(microseconds=1)) if head.at else by.at
        if at - by.at > CLOCK_TOLERANCE:
            logger.warning("clock behind the chain of %s by %s s", by.structure_id, int((at - by.at).total_seconds()))
        current = Write(
            structure_id=by.structure_id, actor=by.actor, reason=_checked(by.reason), at=at, head=head,
            limited_to=by.limited_to,
        )  # fmt: skip
        token = current_write.set(current)
        try:
            yield current
            current.finish()
            if current.entries:
                head.save()
        finally:
            current_write.reset(token)


def open_chain(structure):
    """Make the head of a new structure's chain. To be called in the transaction that makes the structure."""
    Head(structure=structure, seq=0, hash=canonical.genesis(str(structure.pk))).save(force_insert=True)


def _locked_head(structure_id):
    return Head._base_manager.select_for_update().get(structure_id=structure_id)


def _checked(reason):
    """The reason, which is a text like the others: whatever door it came through."""
    without_nir(reason)
    return reason.replace("\x00", "").strip()


def _use_key(by):
    if by.key is None:
        return
    seen = FormKey.objects.filter(structure_id=by.structure_id, key=by.key).first()
    if seen is not None:
        raise AlreadySubmitted(seen.location)
    FormKey.objects.create(structure_id=by.structure_id, key=by.key, at=by.at)


def _split(model, content):
    lists = {name: rows for name, rows in content.items() if name in model.CHILDREN}
    return {name: value for name, value in content.items() if name not in lists}, lists


def _set(row, fields):
    names = {each.name: each for each in type(row).content_fields()}
    for name, value in fields.items():
        if name not in names:
            raise ValidationError({"__all__": f"Champ inconnu : {name}"})
        target = names[name]
        if target.is_relation:
            setattr(row, target.attname, aggregates.foreign_id(value))
        else:
            setattr(
                row, name, aggregates.plain(value) if isinstance(target, models.JSONField) else target.to_python(value)
            )


def _validate(row):
    """Field rules and constraints; foreign keys must point into the same structure."""
    row.clean_fields(exclude=["id", "structure", "updated_at"])
    row.clean()
    row.validate_constraints()
    for each in type(row).content_fields():
        if each.is_relation and issubclass(each.related_model, TrackedRoot):
            target = getattr(row, each.attname)
            if (
                target
                and not each.related_model._base_manager.filter(pk=target, structure_id=row.structure_id).exists()
            ):
                raise ValidationError({each.name: "Choix inconnu dans cette structure."})


def _no_label(row, field):
    return ""
