"""`--second-engine`: only the tests that another database could answer otherwise.

The suite runs whole on SQLite. On PostgreSQL, a rule, a template or a document that no database feeds would only be tried
again: what asks for a database is run, and what asks for a server of its own, which keeps one.
"""

import pytest

#: Fixtures that give a database, in this process or in one that the test starts.
DATABASES = {"db", "transactional_db", "database", "server"}


def pytest_addoption(parser):
    parser.addoption("--second-engine", action="store_true", help="leave out the tests that ask for no database")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--second-engine"):
        return
    left_out = [item for item in items if not asks_for_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if asks_for_a_database(item)]


def asks_for_a_database(item: pytest.Item) -> bool:
    """Whether the test, or a fixture it asks for, reaches one."""
    return bool(DATABASES & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None
