"""Reading structures again, each in its own scope; the marks of visits; the words of yearly reports."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cabinet_rgpd.history import ledger
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.isolation.scope import portfolio_scope, structure_scope
from cabinet_rgpd.structures import queries as structures
from patients_info import queries as notices
from registry.activities import listing
from registry.activities import queries as activities
from registry.desk import queries
from registry.desk.models import DueLine, Standing, VisitMark, YearlyReport
from registry.dpo import queries as dpo
from registry.retention import queries as retention
from registry.roadmap import gathering

#: How many structures one page reads again before it answers; the scheduler reads the others.
AT_ONCE = 5


def freshen(now, limit=AT_ONCE):
    """Read again, of the portfolio in scope, the structures that moved since; returns how many. Bounded, whoever calls."""
    found = queries.stale(now, limit)
    for structure_id in found:
        read(structure_id, now)
    return len(found)


def freshen_all(now):
    """Read again every structure that has a DPO and moved since it was read. What fails stops no other."""
    with portfolio_scope(structures.portfolio(now)):
        found = queries.stale(now)
    failed = []
    for structure_id in found:
        try:
            read(structure_id, now)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


def read(structure_id, now):
    """Read where a structure stands, in its own scope, and keep it."""
    structure = structures.structure(structure_id)
    with structure_scope(structure_id), timezone.override(structure.tz):
        # First: what is written meanwhile leaves this reading older than the chain, which stays true.
        seq = history.receipt().seq
        today = now.astimezone(structure.tz).date()
        due = [_line(structure, each) for each in gathering.deadlines(today)]
        content = {**_figures(structure, today, due), "seq": seq, "read_at": now, "until": _midnight(structure, today)}
        with transaction.atomic():
            # Who reads at the same time waits here, so that the lines of two readings never mix.
            standing, _ = Standing.objects.select_for_update().get_or_create(
                structure_id=structure_id, defaults=content
            )
            for name, value in content.items():
                setattr(standing, name, value)
            standing.save()
            DueLine.objects.all().delete()
            DueLine.objects.bulk_create(due)


def mark_seen(*, member, seq, at):
    """A member has seen the chain up to `seq`; a mark never goes back, nor beyond the end."""
    seq = min(seq, history.receipt().seq)
    mark, made = VisitMark.objects.get_or_create(
        member=member, defaults={"structure_id": member.structure_id, "seq": seq, "at": at}
    )
    if not made and seq >= mark.seq:
        mark.seq, mark.at = seq, at
        mark.save()


def _figures(structure, today, due):
    register = activities.register()
    rows = listing.rows(register, today, purged_late=retention.rules_purged_late(today))
    reviews = [sheet.next_review_on for sheet in register if sheet.next_review_on]
    decision = dpo.decision()
    notice = notices.notice()
    return {
        "words": listing.plain(f"{structure.name} {structure.city}"),
        "in_force": len(register),
        "lacking": sum(len(row.findings) for row in rows),
        "next_review_on": min(reviews, default=None),
        "review_due": any(row.review_due for row in rows),
        "outcome": decision.outcome if decision else "",
        "notice_on": notice.published_on if notices.said(notice) is not None else None,
        "notice_outdated": any(each.key.startswith("notice.outdated:") for each in due),
        "first_passes_at": min((each.passes_at for each in due), default=None),
    }


def _line(structure, each):
    return DueLine(
        structure=structure, key=each.key[:300], subject=each.subject, on=each.on, at=each.at,
        passes_at=each.at or _midnight(structure, each.on), what=each.what, why=each.why, route=each.route,
        arguments=[str(argument) for argument in each.arguments], urgent=each.urgent,
    )  # fmt: skip


def _midnight(structure, day):
    """The end of a day where the structure is."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=structure.tz)


def write_report(*, year, report, lock, content, by):
    """The words of the DPO about a year; `report` is None for the first ones. Raises Stale."""
    with ledger.write(by) as write:
        if report is None:
            return write.create(YearlyReport, year=year, **content)
        report = write.take(report, lock)
        write.apply(report, content)
    return report
