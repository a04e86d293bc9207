"""Reads of arrivals, departures and reviews of accesses, of the structure in scope."""

from copy import copy
from dataclasses import fields

from cabinet_rgpd.history import claims
from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.structures import queries as structures
from registry.law import people as law
from registry.people import rules
from registry.people.models import AccessReview, Call, Passage, PassageStep, ReviewedAccess
from registry.people.records import APP_ACCESS, LineRecord, PassageRecord, ReviewRecord, StepRecord

_COMPUTED = {"party", "access_ends_on", "steps"}
_PASSAGE = [field.name for field in fields(PassageRecord) if field.name not in _COMPUTED]
_REVIEW = [field.name for field in fields(ReviewRecord) if field.name != "lines"]
_LINE = [field.name for field in fields(LineRecord) if field.name not in ("party", "role_label", "new_role_label")]


def passages(today):
    """Every arrival and departure, those under way first, the latest first; two queries."""
    rows = Passage.objects.select_related("party", "membership").prefetch_related("steps")
    found = [record_of(row, today) for row in rows]
    return tuple(sorted(found, key=lambda each: each.finished_on is not None))


def passage(passage_id, today):
    """One of them (PassageRecord), or None."""
    row = passage_row(passage_id)
    return record_of(row, today) if row else None


def passage_row(passage_id):
    return Passage.objects.select_related("party", "membership__account").filter(pk=passage_id).first()


def step_of(row, key):
    """The row of one point of the checklist, or None while nothing was noted of it."""
    return next((each for each in row.steps.all() if each.key == key), None)


def record_of(row, today):
    """A row as a frozen record: its steps are those of the law's list, with what people noted of them."""
    noted = {each.key: each for each in claims.dated(PassageStep, [copy(each) for each in row.steps.all()])}
    [row] = claims.dated(Passage, [copy(row)])
    access = row.membership
    steps = tuple(_step(item, noted.get(item.key), row, today) for item in law.items_of(row.kind, row.whom))
    return PassageRecord(
        **{name: getattr(row, name) for name in _PASSAGE}, party=row.party.name if row.party_id else "",
        access_ends_on=access.ends_on if access else None, steps=steps,
    )  # fmt: skip


def _step(item, noted, row, today):
    due_on = item.due_on(row.on)
    if item.key == APP_ACCESS:
        access = row.membership
        if access is None:
            return StepRecord(item, due_on, aside=True, note="Cette personne n’a pas d’accès ici.")
        return StepRecord(item, due_on, done_on=None if access.is_active_on(today) else access.ends_on)
    if noted is None:
        return StepRecord(item, due_on)
    return StepRecord(item, due_on, noted.done_on, noted.by, noted.aside, noted.note)


def reviews():
    """Every review of the accesses (ReviewRecord), the latest first; two queries."""
    return tuple(_review(row) for row in AccessReview.objects.prefetch_related("lines__party"))


def review_row(review_id):
    return AccessReview.objects.filter(pk=review_id).first()


def review(review_id):
    """One review, or None."""
    row = AccessReview.objects.prefetch_related("lines__party").filter(pk=review_id).first()
    return _review(row) if row else None


def _review(row):
    lines = [
        LineRecord(
            **{name: getattr(each, name) for name in _LINE},
            party=each.party.name if each.party_id else "",
            role_label=each.get_role_display(),
            new_role_label=each.get_new_role_display() if each.new_role else "",
        )  # fmt: skip
        for each in row.lines.all()
    ]
    return ReviewRecord(**{name: getattr(row, name) for name in _REVIEW}, lines=tuple(lines))


def last_review():
    """The latest review without its lines, or None; one query."""
    row = AccessReview.objects.first()
    return ReviewRecord(**{name: getattr(row, name) for name in _REVIEW}) if row else None


def reviewed_parties():
    """`{party id: the day its access was last looked at}`; one query."""
    rows = ReviewedAccess.objects.filter(party__isnull=False).order_by("review__reviewed_on")
    return dict(rows.values_list("party_id", "review__reviewed_on"))


def next_review_day(day):
    return add_years(day, rules.REVIEW_EVERY_YEARS)


def calls():
    """The messages sent to those who were late, the latest first: `(day, how many people, text)`; two queries."""
    return tuple(
        (row.sent_on, len(row.recipients.all()), row.text) for row in Call.objects.prefetch_related("recipients")
    )


def active_members(structure_id, today):
    """The rows of the accesses that are open today, by name."""
    return [each for each in structures.members(structure_id) if each.is_active_on(today)]


def deadlines(today):
    """What is due about people (cabinet_rgpd.lib.deadlines.Deadline)."""
    under_way = Passage.objects.filter(finished_on__isnull=True).select_related("party", "membership")
    return rules.deadlines([record_of(row, today) for row in under_way.prefetch_related("steps")], last_review())
