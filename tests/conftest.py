"""What every test may ask for: the cast, signed-in clients, and closed windows (no network, no unknown variable)."""

import socket
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.template import Node, Variable, VariableDoesNotExist
from django.template.base import FilterExpression
from django.test import TransactionTestCase

from cabinet_rgpd.history import triggers
from tests import cast, engines

#: `--second-engine` (tests/engines.py).
pytest_addoption = engines.pytest_addoption
pytest_collection_modifyitems = engines.pytest_collection_modifyitems
HOME = {"127.0.0.1", "::1", "localhost"}
#: Filters that say what stands when a variable is not given: the template declares it optional.
OPTIONAL = {"default", "default_if_none"}


# -- The cast ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def clinic(db):
    """The MSP of Alice (manager), Bob (reader), Denis (practitioner), Sophie (secretariat) and Camille (DPO)."""
    return cast.clinic()


@pytest.fixture
def neighbour(db):
    """Charlie's practice, next door; its texts hold `cast.CANARY`."""
    return cast.neighbour()


@pytest.fixture
def other_client(clinic):
    """The other practice whose DPO is Camille."""
    return cast.other_client_of(clinic.camille)


@pytest.fixture
def in_scope(clinic):
    """The scope of the clinic, open during the whole test."""
    with clinic.scope():
        yield clinic


scoped = in_scope


@pytest.fixture
def activity(db):
    """`activity(clinic, **content)` makes a rich sheet in force and returns its row."""
    return cast.activity


@pytest.fixture
def client_of():
    """`client_of(clinic.alice)` is a test client signed in as Alice."""
    return cast.signed_in


@pytest.fixture
def newcomer(db):
    """A fresh account, at home nowhere."""
    return cast.account("Noa Nouveau")


# -- The windows -------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _closed_sockets():
    """No test reaches another machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_home(getattr(socket.socket, name)))
        yield


def _only_home(connect):
    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in HOME:
            raise AssertionError(f"A test tried to reach {address!r}.")
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def _unknown_variables_fail():
    """A variable that a template of ours names and nobody gives is a mistake (`{% if %}` and `|default` may ask)."""
    resolve = Variable._resolve_lookup

    def strict(self, context):
        try:
            return resolve(self, context)
        except VariableDoesNotExist:
            _fail_if_ours(self)
            raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Variable, "_resolve_lookup", strict)
        yield


def _fail_if_ours(variable):
    frame = sys._getframe(2)
    while frame and not isinstance(frame.f_locals.get("self"), FilterExpression):
        if isinstance(frame.f_locals.get("self"), Node):
            return
        frame = frame.f_back
    if frame is None or frame.f_locals["ignore_failures"] or _is_optional(frame.f_locals["self"]):
        return
    while frame and not isinstance(frame.f_locals.get("self"), Node):
        frame = frame.f_back
    origin = getattr(frame and frame.f_locals["self"], "origin", None)
    if origin and Path(origin.name).is_relative_to(settings.BASE_DIR / "templates"):
        raise AssertionError(f"{origin.template_name} names {variable.var!r}, which nobody gives.")


def _is_optional(expression):
    return any(function.__name__ in OPTIONAL for function, _ in expression.filters)


@pytest.fixture(autouse=True)
def _clean_cache(request):
    """Rate limits of one test never reach the next: a test that commits empties its cache."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _history_may_be_flushed():
    """A test that commits empties the database afterwards, which the triggers refuse: they go first, and `flush` makes
    them again (it ends with `post_migrate`).
    """
    flush = TransactionTestCase._fixture_teardown

    def without_triggers(self):
        triggers.drop()
        flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield
