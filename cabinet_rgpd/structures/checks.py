"""Every route declares who may enter; one that does not stops the start-up (isolation.md §5)."""

from django.core import checks
from django.urls import URLPattern, get_resolver

from cabinet_rgpd.isolation import foreign_keys

#: Libraries whose routes declare their access by themselves: the package of their views.
LIBRARIES = {"allauth": "library: allauth"}


def routes(patterns=None, prefix=""):
    """Every route: `(path, name, access or None)`."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield path, each.name, getattr(each.callback, "access", None) or _library(each.callback)
        else:
            yield from routes(each.url_patterns, path)


def _library(view):
    return LIBRARIES.get(view.__module__.partition(".")[0])


@checks.register
def every_route_declares_its_access(app_configs, **kwargs):
    return [
        checks.Error(
            f"The route {path} ({name}) does not declare who may enter.",
            hint="Give its view @structure_view(…), @account_view or @public_view.",
            id="structures.E001",
        )
        for path, name, access in routes()
        if not access
    ]


@checks.register(checks.Tags.database)
def no_row_points_into_another_structure(app_configs, databases=None, **kwargs):
    """`manage.py check --database default`: the guards stand, and no row crosses."""
    found = []
    for alias in databases or []:
        absent = foreign_keys.missing(alias)
        found += [
            checks.Warning(
                f"Nothing refuses a row of {guard.table} that points into another structure: {guard.name} is missing.",
                hint="Run `manage.py migrate`, which makes it again; every start of the server does.",
                id="structures.W002",
            )
            for guard in absent
        ]
        if not absent:
            found += [
                checks.Error(f"{count} rows of {table} point into another structure by {column}.", id="structures.E003")
                for (table, column), count in foreign_keys.crossings(alias).items()
            ]
    return found
