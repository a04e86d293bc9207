"""Reads of the requests of the structure in scope."""

from dataclasses import fields

from django.utils import timezone

from cabinet_rgpd.history import claims
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.lib.calendar import territory_of
from cabinet_rgpd.lib.deadlines import Deadline
from cabinet_rgpd.lib.french import date_in_words
from cabinet_rgpd.structures import queries as structures
from registry.law import dated
from registry.law.dependence import Dependence
from registry.requests import rules
from registry.requests.models import PersonRequest
from registry.requests.records import RequestRecord
from registry.requests.vocabulary import RequestState

_READ = [each.name for each in fields(RequestRecord)]


def requests():
    """Every request, open ones first, the latest received first; one query."""
    found = _records(PersonRequest.objects.all())
    return tuple(sorted(found, key=lambda each: not each.is_open))


def request(request_id):
    """One request (RequestRecord), or None."""
    return next(iter(_records(PersonRequest.objects.filter(pk=request_id))), None)


def stood(then):
    """Every request as it stood at the moment of a `history.past.Past`, the latest received first."""
    found = [RequestRecord(**{name: getattr(each, name) for name in _READ}) for each in then.instances(PersonRequest)]
    return tuple(sorted(found, key=lambda each: (each.received_at, each.reference), reverse=True))


def row(request_id):
    """The row of one request, for an operation; or None."""
    return PersonRequest.objects.filter(pk=request_id).first()


def free_reference(year):
    """The first free reference of a year: « D-2026-001 »."""
    taken = set(PersonRequest.objects.values_list("reference", flat=True))
    return next(name for number in range(1, 100_000) if (name := f"D-{year}-{number:03d}") not in taken)


def usual_people():
    """`(who handles, who covers)` of the latest request, so that nobody types them twice."""
    found = PersonRequest.objects.exclude(handled_by="").values_list("handled_by", "covered_by").first()
    return found or ("", "")


def deadlines(today):
    """The next day of each open request. Medical files and letters of the CNIL are urgent."""
    tz = timezone.get_current_timezone()
    found = _records(PersonRequest.objects.filter(state=RequestState.OPEN))
    territory = territory_of(structures.structure(structure_in_scope()).postcode) if found else None
    return tuple(_deadline(each, rules.window(each, tz=tz, territory=territory).next) for each in found)


def dependences(today):
    """Each open request follows the law of the day it came (registry.law.dependence.Dependence)."""
    keys = frozenset(each.key for each in dated.all_parameters("requests"))
    tz = timezone.get_current_timezone()
    for each in PersonRequest.objects.filter(state=RequestState.OPEN).values("id", "reference", "received_at"):
        day = each["received_at"].astimezone(tz).date()
        what = f"La demande {each['reference']} du {date_in_words(day)}, ouverte : elle garde le délai de ce jour-là"
        yield Dependence(keys, day, what, "request", (each["id"],))


def _records(rows):
    return [RequestRecord(**values) for values in claims.dated(PersonRequest, rows.values(*_READ))]


def _deadline(asked, term):
    return Deadline(
        key=f"request:{asked.id}", subject="CNIL" if asked.is_cnil else "Demandes", on=term.prudent,
        what=f"{asked.reference}, {asked.kind_label}", why=term.why, route="request", arguments=(asked.id,),
        urgent=asked.is_medical or asked.is_cnil,
    )  # fmt: skip
