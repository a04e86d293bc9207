"""Reads of a year, from every subject of the structure in scope; a fixed number of queries."""

import datetime as dt

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib.calendar import territory_of
from cabinet_rgpd.timeline import queries as timeline
from registry.activities import queries as activities
from registry.activities import rules
from registry.desk.models import YearlyReport
from registry.desk.report_records import Asked, Breach, Report, period
from registry.dpo import queries as dpo
from registry.incidents import queries as incidents
from registry.incidents.vocabulary import StepKind
from registry.journal import queries as journal
from registry.opinions import queries as opinions
from registry.past import queries as past
from registry.requests import queries as requests
from registry.requests import rules as windows
from registry.retention import queries as retention
from registry.security import queries as security

_NOTIFIED = (StepKind.CNIL_INITIAL, StepKind.CNIL_COMPLETE)


def years(today, tz):
    """The years that can be told, the latest first: from the first entry of the structure on."""
    return range(today.year, past.first_day(tz).year - 1, -1)


def row(year):
    """The words of a year (YearlyReport), or None."""
    return YearlyReport.objects.filter(year=year).first()


def written():
    """`{year: row}`."""
    return {each.year: each for each in YearlyReport.objects.all()}


def report(structure, year, today, receipt) -> Report:
    """Everything the report of a year says, in the time zone of the structure."""
    tz, span, words = structure.tz, period(year, today), row(year)
    author, written_at = timeline.last_signed([words.obj]).get(words.obj) if words else ("", None)
    entries, records = history.written_between(_morning(span.first, tz), _morning(span.last + dt.timedelta(days=1), tz))
    sheets = activities.register() if span.last == today else past.register_on(span.last, tz)
    contact = dpo.contact(span.last)
    before, after = security.states_on([span.first - dt.timedelta(days=1), span.last], tz)
    return Report(
        structure=structure, period=span, on=today, receipt=receipt, dpo=contact.name if contact else "",
        author=author, written_at=written_at, summary=words.summary if words else "",
        recommendations=words.recommendations if words else "", in_force=len(sheets), entries=entries, records=records,
        reviewed=activities.reviewed_between(span.first, span.last), opinions=opinions.between(span.first, span.last),
        breaches=_breaches(span, tz), requests=_requests(structure, span, today),
        journal=tuple(each for each in journal.entries()[::-1] if span.holds(each.happened_on)),
        measures_before=before, measures_after=after, lacking=_lacking(sheets, span.last),
    )  # fmt: skip


def _lacking(sheets, on):
    late = retention.rules_purged_late(on)
    found = [(f"{each.reference} {each.name}", rules.findings(each, purged_late=late)) for each in sheets]
    return tuple(
        (name, len(lacks), tuple(dict.fromkeys(each.words.text for each in lacks))) for name, lacks in found if lacks
    )


def _breaches(span, tz):
    found = [each for each in incidents.incidents(drafts=False) if each.known_at]
    found = [(each.known_at.astimezone(tz).date(), each) for each in found]
    return tuple(
        Breach(each.reference, each.title, day, each.cnil_label, _hours(each), each.closed_on)
        for day, each in sorted(found, key=lambda pair: (pair[0], pair[1].reference))
        if span.holds(day)
    )


def _hours(breach):
    told = breach.first_step(_NOTIFIED)
    return int((told.done_at - breach.known_at).total_seconds() // 3600) if told else None


def _requests(structure, span, today):
    found = [(each.received_at.astimezone(structure.tz).date(), each) for each in requests.requests()]
    territory = territory_of(structure.postcode)
    return tuple(
        _asked(each, day, today, windows.window(each, tz=structure.tz, territory=territory).next.latest)
        for day, each in sorted(found, key=lambda pair: (pair[0], pair[1].reference))
        if span.holds(day)
    )


def _asked(each, day, today, latest):
    until = each.answered_on or today
    return Asked(
        each.reference, each.kind_label, day, each.answered_on, each.outcome_label, (until - day).days, until > latest
    )


def _morning(day, tz):
    return dt.datetime.combine(day, dt.time.min, tzinfo=tz)
