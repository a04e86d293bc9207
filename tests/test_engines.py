"""What is left out of the run on the second engine is what no database feeds."""

from types import SimpleNamespace

import pytest

from tests import engines


def item(*fixtures, mark=None):
    return SimpleNamespace(fixturenames=list(fixtures), get_closest_marker=lambda name: mark)


@pytest.mark.parametrize(
    ("test", "kept"),
    [
        (item("clinic", "db"), True),
        (item("transactional_db"), True),
        (item("server", "browser"), True),
        (item("database"), True),
        (item(mark=pytest.mark.django_db), True),
        (item("tmp_path"), False),
        (item("site", "reader"), False),
    ],
)
def test_a_test_that_asks_for_a_database_runs_on_both_engines(test, kept):
    assert engines.asks_for_a_database(test) is kept


def test_what_is_left_out_is_counted():
    told, items = [], [item("db"), item()]
    config = SimpleNamespace(
        getoption=lambda name: True, hook=SimpleNamespace(pytest_deselected=lambda items: told.extend(items))
    )
    engines.pytest_collection_modifyitems(config, items)
    assert len(items) == 1 and len(told) == 1


def test_a_run_leaves_nothing_out_unless_told():
    items = [item("db"), item()]
    engines.pytest_collection_modifyitems(SimpleNamespace(getoption=lambda name: False), items)
    assert len(items) == 2
