"""The windows of a request: the earliest and the latest day, with reasons. Pure.

The windows of the Code de la santé publique (48 hours, 8 days, 2 months) are not rolled over weekends and holidays: the
prudent day is the last working day before their end. The months of GDPR art. 12(3) are rolled (Regulation 1182/71).
"""

import datetime as dt
from dataclasses import dataclass

from cabinet_rgpd.lib.calendar import Territory, hours_after, last_working_day, term_in_days, term_in_months
from registry.law import dated
from registry.law.dated import Reference
from registry.requests.records import RequestRecord
from registry.requests.vocabulary import DataAge, Outcome, Requester, RequestKind


@dataclass(frozen=True)
class Term:
    """A last day. `prudent` is the day to aim at; `rolled` tells whether a day off already moved `latest` on."""

    label: str
    latest: dt.date
    prudent: dt.date
    rolled: bool
    why: str
    references: tuple[Reference, ...]
    to_validate: bool = False


@dataclass(frozen=True)
class Window:
    """When to answer: not before `earliest` (a moment, or None), not after the terms, the first of them first."""

    earliest: dt.datetime | None
    terms: tuple[Term, ...]
    earliest_why: str = ""

    @property
    def next(self):
        return min(self.terms, key=lambda term: term.prudent)


@dataclass(frozen=True)
class Finding:
    """Something to look at before answering, with the texts."""

    text: str
    references: tuple[Reference, ...] = ()


def window(request: RequestRecord, *, tz: dt.tzinfo, territory: Territory = Territory.NATIONAL) -> Window:
    """The window of a request received by a structure in the time zone `tz`."""
    local = request.received_at.astimezone(tz)
    day = local.date()
    if request.is_medical:
        earliest, why = _earliest(local)
        return Window(earliest, _medical(request, day, territory), why)
    if request.is_cnil:
        return Window(None, (_cnil(request, day, territory),))
    return Window(None, (_general(request, day, territory),))


def may_extend(request: RequestRecord, *, on: dt.date, tz, territory: Territory = Territory.NATIONAL) -> str:
    """Why the answer may not be put off on this day, in French; empty when it may (art. 12.3)."""
    if request.is_medical:
        return "Les délais du dossier médical ne se prolongent pas (CSP, art. L1111-7)."
    if request.is_cnil:
        return "Un délai de la CNIL se prolonge en le lui demandant par écrit."
    if request.extended_on:
        return "La réponse est déjà prolongée."
    day = request.received_at.astimezone(tz).date()
    if on > term_in_months(day, _value("general", day).value, territory=territory):
        return "Le premier mois est passé\u00a0: la prolongation devait être annoncée avant (RGPD, art. 12.3)."
    return ""


def findings(
    request: RequestRecord, *, now: dt.datetime, tz, territory: Territory = Territory.NATIONAL
) -> tuple[Finding, ...]:
    """What to look at in this request, the most pressing first."""
    found, day = [], request.received_at.astimezone(tz).date()
    asked = window(request, tz=tz, territory=territory)
    if request.is_open and asked.earliest and now < asked.earliest:
        found.append(Finding(asked.earliest_why, _value("medical_file_earliest", day).references))
    if request.is_open and request.identity_method == "none" and not request.is_cnil:
        found.append(_finding("identity", day))
    if request.kind == RequestKind.RELATIVE and not request.goal:
        found.append(_finding("relatives", day))
    if request.requester in (Requester.PARENT, Requester.MINOR):
        found.append(_finding("minors", day))
    if request.kind == RequestKind.SHARING:
        found.append(_finding("sharing_objection", day))
    if request.fee.strip() and request.is_medical:
        found += _fees(day)
    if request.is_open and request.is_medical and request.age == DataAge.UNKNOWN:
        found.append(Finding("Tant que l’âge des informations n’est pas vérifié, huit jours est la borne prudente."))
    if request.is_open and not request.covered_by:
        found.append(Finding("Dites qui prend le relais pendant les congés\u00a0: les délais ne s’arrêtent pas."))
    if request.outcome == Outcome.REFUSED:
        found.append(_finding("refusal", day))
    return tuple(found)


def _earliest(local):
    value = _value("medical_file_earliest", local.date())
    return hours_after(local, value.value).astimezone(dt.UTC), value.text


def _medical(request, day, territory):
    recent = _value("medical_file", day)
    old = _value("medical_file_old", day)
    soon = _unrolled("Ce qui a moins de cinq ans", term_in_days(day, recent.value, rolled=False), recent, territory)
    late = _unrolled("Ce qui a plus de cinq ans", term_in_months(day, old.value, rolled=False), old, territory)
    if request.age == DataAge.OLD:
        return (late,)
    return (soon, late) if request.age == DataAge.MIXED else (soon,)


def _general(request, day, territory):
    value, months = _value("general", day), _value("general", day).value
    label = "Réponse"
    if request.extended_on:
        more = _value("extension", day)
        value, months, label = more, months + more.value, "Réponse prolongée"
    plain = term_in_months(day, months, rolled=False)
    latest = term_in_months(day, months, territory=territory)
    return Term(label, latest, latest, latest != plain, value.text, value.references)


def _cnil(request, day, territory):
    parameter = dated.get("requests.cnil_letter")
    value = parameter.on(day)
    latest = request.due_on or term_in_days(day, value.value, rolled=False)
    prudent = max(last_working_day(latest, territory), min(day, latest))
    return Term("Réponse à la CNIL", latest, prudent, False, value.text, value.references, request.due_on is None)


def _unrolled(label, latest, value, territory):
    return Term(label, latest, last_working_day(latest, territory), False, value.text, value.references)


def _value(name, day):
    return dated.get(f"requests.{name}").on(day)


def _fees(day):
    """The rule on fees, and the sources that disagree: both are shown."""
    parameter = dated.get("requests.free")
    yield _finding("free", max(day, parameter.values[0].since))
    for conflict in parameter.conflicts:
        yield Finding(conflict.text, conflict.references)


def _finding(name, day):
    value = _value(name, day)
    return Finding(value.text, value.references)
