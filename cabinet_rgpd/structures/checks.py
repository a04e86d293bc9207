"""Every route declares who may enter; one that does not stops the start-up (isolation.md §5)."""

from django.core import checks
from django.urls import URLPattern, get_resolver

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
