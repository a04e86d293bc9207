"""A new installation makes its tables in one step; an old one got there by many: both must hold the same thing."""

import pytest
from django.db.migrations.loader import MigrationLoader

OURS = ["history", "structures", "registry", "patients_info", "desk"]


@pytest.fixture(scope="module")
def roads():
    """The graph where the squashed migrations stand for the others, and the graph where nothing replaces anything."""
    return MigrationLoader(None), MigrationLoader(None, replace_migrations=False)


def replaced(loader, app):
    """The squashed migration of `app`."""
    [squashed] = [one for one in loader.disk_migrations.values() if one.app_label == app and one.replaces]
    return squashed


@pytest.mark.parametrize("app", OURS)
def test_the_short_way_and_the_long_way_describe_the_same_tables(roads, app):
    short, long = roads
    squashed = replaced(short, app)
    wanted = long.project_state([(app, squashed.replaces[-1][1])], at_end=True)
    got = short.project_state([(app, squashed.name)], at_end=True)
    assert described(got, app) == described(wanted, app)


@pytest.mark.parametrize("app", OURS)
def test_the_short_way_replaces_each_step_that_was_there_before(roads, app):
    squashed = replaced(roads[0], app)
    numbers = [int(name[:4]) for _, name in squashed.replaces]
    assert numbers == list(range(1, len(numbers) + 1))


def described(state, app):
    """Every model of `app` in words: fields with what makes them, options."""
    return {
        key: (
            {name: field.deconstruct()[1:] for name, field in model.fields.items()},
            {
                name: str(value)
                for name, value in model.options.items()
                if name not in {"indexes", "constraints"} or value
            },
        )
        for key, model in state.models.items()
        if key[0] == app
    }
