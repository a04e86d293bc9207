"""The structure whose records may be read now. Entered once, around a whole answer; outside, reading is an error.

Records of a structure use `ScopedManager`. Base managers stay plain (Django's own machinery needs them).

One other scope exists, the portfolio: the structures that one person follows (docs/adr/0009). It opens the few models whose
manager is a `PortfolioManager`, for reading, and nothing else.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models.sql import Query

_current: ContextVar = ContextVar("structure_in_scope", default=None)
_portfolio: ContextVar = ContextVar("structures_in_portfolio", default=None)


class OutOfScope(RuntimeError):
    """Records of a structure were read while no structure was in scope."""


class UnsealedWrite(RuntimeError):
    """A tracked record was written outside the one write path (cabinet_rgpd.history.ledger.write)."""


@contextmanager
def structure_scope(structure_id):
    """Open the scope on one structure; scopes of another structure do not nest."""
    outer = _current.get()
    if outer is not None and outer != structure_id:
        raise OutOfScope("The scope of another structure is already open.")
    token = _current.set(structure_id)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def portfolio_scope(structure_ids):
    """Open the summaries of several structures at once: `structure_ids` is a query that answers their keys.

    Never inside the scope of a structure: a page of a structure does not widen. The scope of one structure may be opened
    inside, and narrows.
    """
    if _current.get() is not None:
        raise OutOfScope("The scope of a structure is open: it does not widen.")
    token = _portfolio.set(structure_ids)
    try:
        yield
    finally:
        _portfolio.reset(token)


def structure_in_scope():
    """The UUID of the structure in scope. Raises OutOfScope."""
    structure_id = _current.get()
    if structure_id is None:
        raise OutOfScope("No structure is in scope.")
    return structure_id


class RefusingQuery(Query):
    """A query that can be built (Django does so at import) and never run."""

    def get_compiler(self, *args, **kwargs):
        raise OutOfScope(f"{self.model.__name__} was read while no structure was in scope.")


class TrackedQuerySet(models.QuerySet):
    """Reads only: writes go one by one through the ledger, so that each has its version and its entry."""

    def _refuse(self, *args, **kwargs):
        raise UnsealedWrite(f"{self.model.__name__} is tracked: write it through cabinet_rgpd.history.ledger.")

    update = bulk_create = bulk_update = delete = create = get_or_create = update_or_create = _refuse


class ScopedManager(models.Manager.from_queryset(TrackedQuerySet)):
    """Records of the structure in scope, and of no other."""

    scope_field = "structure_id"

    def get_queryset(self):
        structure_id = _current.get()
        if structure_id is None:
            return self._queryset_class(self.model, query=RefusingQuery(self.model), using=self._db)
        return super().get_queryset().filter(**{self.scope_field: structure_id})


class PortfolioManager(ScopedManager):
    """Records of the structure in scope; outside any, those of the portfolio that is open, or none (an error)."""

    def get_queryset(self):
        structure_ids = _portfolio.get()
        if _current.get() is not None or structure_ids is None:
            return super().get_queryset()
        return self._queryset_class(self.model, using=self._db).filter(structure_id__in=structure_ids)


class SummaryManager(PortfolioManager):
    """A `PortfolioManager` for what is made again at will: its rows may be written without the ledger."""

    _queryset_class = models.QuerySet
