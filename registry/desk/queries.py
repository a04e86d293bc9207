"""Reads of the desk, inside a portfolio: a fixed number of queries, twenty-five lines at most, whatever is followed."""

from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib import french
from cabinet_rgpd.lib.pages import bounded
from cabinet_rgpd.structures.vocabulary import StructureKind
from registry.desk import choices
from registry.desk.models import DueLine, Standing, VisitMark
from registry.desk.records import Due, Line, Page

PAGE = 25
_STRUCTURE = {
    "name": F("structure__name"), "city": F("structure__city"), "kind": F("structure__kind"),
    "zone": F("structure__time_zone"),
}  # fmt: skip


def stale(now, limit=None):
    """The keys of the structures in scope to be read again: never read, written since, or read another day."""
    read = Standing.objects.filter(structure_id=OuterRef("structure_id"), seq=OuterRef("seq"), until__gt=now)
    return list(history.ends().filter(~Exists(read)).values_list("structure_id", flat=True)[:limit])


def never_read():
    """How many of the structures in scope are still to be read a first time."""
    return history.ends().exclude(structure_id__in=Standing.objects.values("structure_id")).count()


def desk(account, now, *, query="", state="", order="", page=1, unread=0):
    """One page of the structures in scope, as the account sees them."""
    rows = Standing.objects.filter(choices.named(query), choices.in_state(state, now=now, account=account))
    total = rows.count()
    number, pages = bounded(page, total, PAGE)
    rows = rows.annotate(**_STRUCTURE).order_by(*choices.order(order))
    rows = list(rows.values()[(number - 1) * PAGE : number * PAGE])
    ids = [row["structure_id"] for row in rows]
    late, following = _due(ids, now)
    seen = {mark.structure_id: mark for mark in VisitMark.objects.filter(structure_id__in=ids, member__account=account)}
    news = _news(account, seen)
    lines = [_line(row, now, late, following, seen, news) for row in rows]
    return Page(tuple(lines), total, number, pages, unread)


def due(now, *, kind="", structure="", query="", when="", page=1):
    """One page of what is due in the structures in scope, the soonest first."""
    _, subjects = choices.KINDS.get(kind, choices.KINDS[""])
    _, ahead = choices.WHENS.get(when, choices.WHENS[""])
    rows = DueLine.objects.all()
    if subjects:
        rows = rows.filter(subject__in=subjects)
    if ahead is not None:
        rows = rows.filter(passes_at__lte=now + ahead)
    if structure:
        rows = rows.filter(structure_id=structure)
    if query:
        rows = rows.filter(structure_id__in=Standing.objects.filter(choices.named(query)).values("structure_id"))
    total = rows.count()
    number, pages = bounded(page, total, PAGE)
    rows = rows.annotate(**_STRUCTURE).order_by("passes_at", "structure__name", "pk").values()
    lines = [_thing(row, now) for row in rows[(number - 1) * PAGE : number * PAGE]]
    return Page(tuple(lines), total, number, pages)


def seen_up_to(member):
    """The mark of a member in the structure in scope, or None."""
    return VisitMark.objects.filter(member=member).first()


def _due(ids, now):
    """`({structure: how many terms have passed}, {structure: the first that has not})`: two queries."""
    rows = DueLine.objects.filter(structure_id__in=ids)
    late = rows.filter(passes_at__lte=now).values_list("structure_id").annotate(Count("pk")).order_by()
    sooner = DueLine.objects.filter(structure_id=OuterRef("structure_id"), passes_at__gt=now).filter(
        Q(passes_at__lt=OuterRef("passes_at")) | Q(passes_at=OuterRef("passes_at"), pk__lt=OuterRef("pk"))
    )
    first = rows.filter(~Exists(sooner), passes_at__gt=now).annotate(**_STRUCTURE).values()
    return dict(late), {row["structure_id"]: _thing(row, now) for row in first}


def _news(account, seen):
    """`{structure: how many entries others wrote after its mark}`, one query."""
    since = Q()
    for structure_id, mark in seen.items():
        since |= Q(structure_id=structure_id, seq__gt=mark.seq)
    if not since:
        return {}
    rows = history.written_by_others(account.pk).filter(since)
    return dict(rows.values_list("structure_id").annotate(Count("pk")).order_by())


def _line(row, now, late, following, seen, news):
    key, mark = row["structure_id"], seen.get(row["structure_id"])
    copied = ("structure_id", "name", "city", "read_at", "in_force", "lacking", "notice_on", "notice_outdated")
    return Line(
        **{name: row[name] for name in copied}, kind_label=StructureKind.label_of(row["kind"]),
        review_on=row["next_review_on"], review_due=row["review_due"], outcome=choices.OUTCOMES.get(row["outcome"], ""),
        late=late.get(key, 0), following=following.get(key), news=news.get(key, 0), seen_at=mark.at if mark else None,
    )  # fmt: skip


def _thing(row, now):
    return Due(
        **{name: row[name] for name in ("structure_id", "name", "subject", "what", "why", "urgent", "route")},
        arguments=tuple(row["arguments"]), late=row["passes_at"] <= now, moment=_moment(row),
    )  # fmt: skip


def _moment(row):
    """A day, or a moment on the structure's clock, which is named when it is not the reader's."""
    if row["at"] is None:
        return french.date_in_words(row["on"])
    words = french.moment_in_words(row["at"], ZoneInfo(row["zone"]))
    return words if row["zone"] == timezone.get_current_timezone_name() else f"{words} (heure locale)"
