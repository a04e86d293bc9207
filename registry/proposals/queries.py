"""Reads of models and proposals in the structure in scope. A page asks as much for one follower as for sixty."""

from collections import Counter
from dataclasses import replace

from django.db.models import Count, OuterRef, Subquery

from cabinet_rgpd.history import aggregates
from cabinet_rgpd.isolation.scope import structure_in_scope
from cabinet_rgpd.lib import pages
from cabinet_rgpd.lib.calendar import add_months
from cabinet_rgpd.lib.deadlines import Deadline
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.timeline import queries as timeline
from registry.activities import queries as activities
from registry.activities.listing import plain
from registry.proposals import rules, texts, words
from registry.proposals.models import Follower, Proposal, Sent, SharedText
from registry.proposals.records import Follow, ProposalRecord
from registry.proposals.vocabulary import ProposalState, Subject
from registry.retention import queries as retention
from registry.security import queries as security
from registry.suppliers import queries as suppliers

#: The house's pace, not the law's: a proposal is answered within this many months.
MONTHS_TO_ANSWER = 1
PAGE = 25
#: What gave way to something newer, or to nothing at all.
REPLACED = frozenset({ProposalState.SUPERSEDED, ProposalState.WITHDRAWN})
_ARCHIVED = "archived"


def waiting():
    """The proposals that wait for an answer, the latest first."""
    return tuple(map(record, _rows().filter(state=ProposalState.WAITING).defer("content")))


def answered(page=1):
    """One page of the proposals that were answered, the latest first."""
    rows = _rows().exclude(state=ProposalState.WAITING).defer("content")
    found = pages.cut(rows, page, PAGE, rows.count())
    return replace(found, lines=tuple(map(record, found.lines)))


def row(proposal_id):
    """The row of a proposal with its follower, or None."""
    return Proposal.objects.select_related("follower__party", "proposed_by__account", "answered_by__account").filter(
        pk=proposal_id
    ).first()  # fmt: skip


def waiting_on(follower):
    """The proposal that waits for an answer about one follower, or None."""
    return Proposal.objects.filter(follower_id=follower.pk, state=ProposalState.WAITING).first()


def followers(origin):
    """The rows of what follows a model, by the name of their party."""
    return _follows(origin=origin)


def target(follower):
    """The row that follows the model, or None: not made yet, thrown away, archived."""
    if follower.subject == Subject.MEASURE:
        return security.row_of(follower.measure_key)
    found = timeline.record(follower.subject, follower.target) if follower.target else None
    return found if found is not None and is_alive(found) else None


def is_alive(root):
    return getattr(root, "state", "") != _ARCHIVED


def matchable(follower):
    """The sheets that a text from elsewhere may be matched with: not archived, following no model; those of its name first.

    Nothing for a measure, which is known by its key, nor for what follows a model of this structure.
    """
    if not follower.outside or follower.subject != Subject.ACTIVITY:
        return ()
    taken = set(Follower.objects.exclude(pk=follower.pk).values_list("target", flat=True))
    free = [each for each in activities.outlines() if each.state != _ARCHIVED and each.id not in taken]
    called = plain(follower.label)
    return tuple(sorted(free, key=lambda each: (plain(each.name) != called, plain(each.name))))


def matched(sheet_id):
    """The row of a sheet that a text from elsewhere is compared with."""
    return activities.row(sheet_id)


def mine(follower, root):
    """What stands here of what is proposed; nothing while there is no record yet."""
    return texts.shared(follower.subject, aggregates.state(root)) if root is not None else {}


def changes(follower, state, content):
    """What a text of the model changes in a state of what stands here; with the model's text before, as it is read here.

    Where nothing stands any more, or a first text was refused, a newer text is told whole: there is nothing to add to.
    """
    base = follower.base
    if not state and not rules.same_text(base, content):
        base = {}
    if follower.outside:
        known = {
            rule.parameter: {"obj": f"retention_rule:{rule.id}", "label": rule.name}
            for rule in retention.rules() if rule.parameter
        }  # fmt: skip
        base, content = texts.resolved(base, known), texts.resolved(content, known)
    return rules.compare(base, state, content), base


def lines(follower, root, proposal):
    """The changes that a proposal makes to what stands here, in words."""
    return words.lines(follower.subject, *changes(follower, mine(follower, root), proposal.content))


def lines_then(follower, state, proposal):
    """The same for a version of the record that was replaced since."""
    return words.lines(follower.subject, *changes(follower, texts.shared(follower.subject, state), proposal.content))


def models():
    """The models of this structure that were given: `[(sheet, how many follow, Counter of the states of the last proposals)]`."""
    follows = _follows(outside=False)
    last = _last(each.pk for each in follows)
    by_origin = {}
    for each in follows:
        by_origin.setdefault(each.origin, []).append(last[each.pk].state if each.pk in last else "")
    sheets = [sheet for sheet in activities.outlines() if sheet.id in by_origin]
    return [(sheet, len(by_origin[sheet.id]), Counter(by_origin[sheet.id])) for sheet in sheets]


def follows_of(model):
    """Where each record that follows a model stands, by the name of its party."""
    followers = _follows(origin=model.pk)
    last = _last(each.pk for each in followers)
    sheets = {sheet.id: sheet for sheet in activities.outlines()}
    text = texts.shared(model.AGGREGATE, aggregates.state(model))
    found = []
    for each in followers:
        sheet, latest = sheets.get(each.target), last.get(each.pk)
        found.append(
            Follow(
                id=each.pk,
                party=each.party.name if each.party else "",
                target=each.target,
                reference=sheet.reference if sheet else "",
                alive=sheet is not None and sheet.state != _ARCHIVED,
                behind=not rules.same_text(_known(each, latest), texts.for_follower(text, each.pk)),
                last=record(latest) if latest is not None else None,
            )  # fmt: skip
        )
    return tuple(found)


def news(model):
    """What the model says that was not yet proposed to one who follows it, in words: the first who is behind speaks for all."""
    text = texts.shared(model.AGGREGATE, aggregates.state(model))
    followers = _follows(origin=model.pk)
    last = _last(each.pk for each in followers)
    for each in followers:
        known = _known(each, last.get(each.pk))
        changes = rules.compare(known, known, texts.for_follower(text, each.pk))
        if changes:
            return words.lines(model.AGGREGATE, changes, known)
    return ()


def origin_of(subject, target_id):
    """The row that says from which model a record comes, with `waiting`, the key of what is proposed to it; or None."""
    waiting = Proposal.objects.filter(follower_id=OuterRef("pk"), state=ProposalState.WAITING).values("pk")[:1]
    return Follower.objects.filter(subject=subject, target=target_id).annotate(waiting=Subquery(waiting)).first()


def is_model(sheet_id):
    """Whether records of this structure follow a sheet."""
    return Follower.objects.filter(origin=sheet_id, outside=False).exists()


def parties_without(model, today):
    """The parties of this structure to whom the model may be given: present, not answering for it, without a sheet of it."""
    taken = {each.party_id for each in _follows(origin=model.pk)}
    taken |= {each.party_id for each in activities.children(model, "responsibles")}
    present = structures.parties(structure_in_scope(), present_on=today)
    return [party for party in present if party.pk not in taken]


def represented(today):
    """The parties of which a member whose access is open is at home here."""
    members = structures.members(structure_in_scope())
    return frozenset(each.party_id for each in members if each.party_id and each.is_active_on(today))


def deadlines(today):
    """What waits for an answer: once for all the sheets of one model."""
    by_model = {}
    for each in waiting():
        by_model.setdefault((each.label, each.party_id is None), []).append(each)
    for (label, _), found in by_model.items():
        first = min(found, key=lambda each: each.proposed_on)
        yield Deadline(
            key=f"proposal.{first.id}", subject="Registre", on=add_months(first.proposed_on, MONTHS_TO_ANSWER),
            what=f"Répondre à {len(found)} propositions\u00a0: {label}" if len(found) > 1
            else f"Répondre à une proposition\u00a0: {label}",
            why="Un modèle a changé. Rien n’est écrit chez vous avant votre réponse.",
            route="proposals" if len(found) > 1 else "proposal_answer",
            arguments=() if len(found) > 1 else (first.id,),
        )  # fmt: skip


def offered(root):
    """What of a record may be proposed elsewhere, in words: `[(line, whether it is ticked from the start)]`."""
    subject = root.AGGREGATE
    parameters = {f"retention_rule:{each.id}": each.parameter for each in retention.rules(archived=True)}
    text = texts.to_copy(texts.shared(subject, aggregates.state(root)), parameters)
    local = _names_here()
    return [
        (line, not (line.change.where in texts.OFTEN_LOCAL or texts.names_something(line.after, local)))
        for line in words.lines(subject, rules.compare({}, {}, text), {})
    ]


def shareable(aggregate, object_id):
    """The row whose text may be proposed elsewhere, or None."""
    root = timeline.record(aggregate, object_id) if aggregate in Subject.values() else None
    return root if root is not None and is_alive(root) else None


def shared_text(shared_id):
    """The row of a text that was confirmed for others, or None."""
    return SharedText.objects.filter(pk=shared_id).first()


def origin_shared(object_id):
    """What others know this record by, or None while its text never left."""
    return SharedText.objects.filter(object_id=object_id).values_list("origin", flat=True).first()


def outside_follower(origin):
    return Follower.objects.filter(origin=origin, outside=True).first()


def sent(account, *, state="", page=1):
    """One page of what an account proposed in the structures of the portfolio, the latest first, with their names."""
    rows = Sent.objects.filter(account_id=account.pk)
    rows = rows.filter(state=state) if state in ProposalState.values() else rows
    ordered = rows.select_related("structure").order_by("-sent_on", "label", "structure__name", "pk")
    return pages.cut(ordered, page, PAGE, rows.count())


def sent_states(account):
    """`{state: how many}` of what an account proposed in the structures of the portfolio, in the order of the states."""
    rows = Sent.objects.filter(account_id=account.pk).order_by().values_list("state").annotate(Count("pk"))
    found = dict(rows)
    return {state: found[state] for state in ProposalState.values() if state in found}


def sent_where(account, origin):
    """`{structure key: the last thing that an account proposed there of one text}`; one query."""
    rows = Sent.objects.filter(account_id=account.pk, origin=origin).order_by("sent_on", "pk")
    # The answer to what was replaced says nothing of what replaced it.
    return {row.structure_id: row for row in sorted(rows, key=lambda row: row.state not in REPLACED)}


def _names_here():
    """The names that are this structure's own."""
    structure = structures.structure(structure_in_scope())
    people = [each.name for each in structures.parties(structure.pk)]
    return [structure.name, structure.city, *people, *(each.name for each in suppliers.suppliers())]


def record(row):
    """The facts of a row fetched with its people."""
    return ProposalRecord(
        id=row.pk, follower_id=row.follower_id, label=row.label, party_id=row.party_id,
        party=row.party.name if row.party else "", state=row.state, note=row.note, proposed_on=row.proposed_on,
        proposed_by=row.proposed_by.account.name, answered_on=row.answered_on,
        answered_by=row.answered_by.account.name if row.answered_by else "", reason=row.answer_reason, lines=tuple(row.lines),
    )  # fmt: skip


def _rows():
    return Proposal.objects.select_related("party", "proposed_by__account", "answered_by__account")


def _follows(**which):
    return list(Follower.objects.filter(**which).select_related("party").order_by("party__name", "pk"))


def _last(follower_ids):
    """`{follower: its last proposal}`; one query."""
    rows = _rows().filter(follower_id__in=list(follower_ids)).order_by("proposed_on", "updated_at", "pk")
    return {row.follower_id: row for row in rows}


def _known(follower, latest):
    """The text of the model that a follower was last told."""
    return latest.content if latest is not None and latest.state == ProposalState.WAITING else follower.base
