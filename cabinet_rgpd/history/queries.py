"""Reads of the chain of the structure in scope."""

import datetime as dt
import json
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from cabinet_rgpd.history import aggregates
from cabinet_rgpd.history.models import Entry, Head
from cabinet_rgpd.lib import canonical

PAGE = 50

_ACTS = {
    "created": "ajout",
    "updated": "modification",
    "archived": "archivage",
    "restored": "sortie des archives",
    "published": "publication",
    "issued": "document émis",
    "added": "entrée",
    "changed": "accès modifié",
    "removed": "fin d’accès",
    "migrated": "mise à jour du format",
    "made": "export",
    "invited": "invitation envoyée",
    "renewed": "nouvel envoi",
    "accepted": "invitation acceptée",
    "granted": "délégation accordée",
    "revoked": "délégation retirée",
    "withdrawn": "invitation retirée",
    "entered": "inscription au registre",
    "decided": "décision",
    "step": "démarche notée",
    "answered": "réponse",
    "extended": "prolongation",
    "refused": "refus",
    "closed": "clôture",
    "taken": "prise",
    "partly": "prise en partie",
    "superseded": "remplacée par une plus récente",
    "proposal.withdrawn": "devenue sans objet",
    "reopened": "réouverture",
    "recorded": "horodatage",
    "ledger.restored": "sauvegarde restaurée",
    "redacted": "retrait d’un texte",
}


def closed():
    """The keys of the structures that were deleted, as a query."""
    return Head._base_manager.filter(closed_at__isnull=False).values("structure_id")


@dataclass(frozen=True)
class Line:
    """One line of the timeline of a structure."""

    entry: Entry
    label: str
    kind: str
    act: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """The end of the chain when it was read: what is printed on documents (proof.md §4)."""

    seq: int
    hash: str

    @property
    def groups(self):
        return " ".join(self.hash[i : i + 8] for i in range(0, 64, 8))

    @property
    def short(self):
        return f"{self.seq}:{self.hash[:8]}"


@dataclass(frozen=True)
class Sealing:
    """When a record was written down: its first entry (`at`, `seq`) and its last (`last_at`). Moments, in UTC."""

    at: dt.datetime
    seq: int
    last_at: dt.datetime


@dataclass(frozen=True)
class PublicSealing:
    """Where an entry stands, for anyone: `chain` names its chain without telling whose it is."""

    at: dt.datetime
    seq: int
    chain: str


def sealings(objs):
    """`{obj: Sealing}` of records of the structure in scope, in one query; a draft has none."""
    rows = Entry.objects.filter(obj__in=list(objs)).values("obj")
    rows = rows.annotate(first_at=Min("at"), first_seq=Min("seq"), last_at=Max("at"))
    return {row["obj"]: Sealing(row["first_at"], row["first_seq"], row["last_at"]) for row in rows}


def public_sealing(structure_id, obj):
    """Where the first entry about a record stands, whatever the scope."""
    return _public(Entry._base_manager.filter(structure_id=structure_id, obj=obj).order_by("seq").first())


def public_receipt(fingerprint):
    """Where the entry with this hash stands, whatever the chain, or None."""
    return _public(Entry._base_manager.filter(hash=fingerprint).first())


def chain_name(structure_id):
    """The short name of a chain: the start of its genesis, which says nothing about the structure."""
    return canonical.genesis(str(structure_id))[:8]


def _public(entry):
    return PublicSealing(entry.at, entry.seq, chain_name(entry.structure_id)) if entry else None


def receipt():
    head = Head.objects.get()
    return Receipt(head.seq, head.hash)


def ends():
    """The end of each chain in scope, the latest first, as a query to be used within another: `structure_id`, `seq`."""
    return Head.objects.order_by("-at", "structure_id")


def written_by_others(actor_id):
    """The entries in scope that another person wrote, as a query to be used within another: `structure_id`, `seq`."""
    return Entry.objects.exclude(actor__in=[str(actor_id), "system"])


def has_any(aggregate, structure_id):
    """Whether the chain of a structure speaks of a record of this kind. Asked before its scope is opened."""
    return Entry._base_manager.filter(structure_id=structure_id, obj__startswith=f"{aggregate}:").exists()


def timeline(*, before=None, aggregate="", after=None):
    """The lines of the chain, the latest first, fifty at a time: those before `before` (a seq), of one kind if given.

    With `after`, those after this seq alone.
    """
    entries = Entry.objects.select_related("payload").order_by("-seq")
    if after is not None:
        entries = entries.filter(seq__gt=after)
    if before:
        entries = entries.filter(seq__lt=before)
    if aggregate:
        entries = entries.filter(obj__startswith=f"{aggregate}:")
    return [_line(entry) for entry in entries[:PAGE]]


def first_entries(aggregate, ids):
    """`{id as text: the moment of its first entry}` of some records, in one query."""
    objs = [f"{aggregate}:{each}" for each in ids]
    rows = Entry.objects.filter(obj__in=objs, ver=1).values_list("obj", "at")
    return {obj.partition(":")[2]: at for obj, at in rows}


def written_between(since, until):
    """`(entries, records)` that people wrote from one moment to another: one query."""
    rows = Entry.objects.filter(at__gte=since, at__lt=until).exclude(actor="system")
    found = rows.aggregate(entries=Count("pk"), records=Count("obj", distinct=True))
    return found["entries"], found["records"]


def hands(actors, *, until=None):
    """`{obj: ((version, actor, moment), …)}` of every record that one of these accounts wrote, in order; one query.

    `until` tells what stood at a moment of the past.
    """
    wanted = [str(each) for each in actors]
    entries = Entry.objects.all() if until is None else Entry.objects.filter(at__lte=until)
    touched = entries.filter(actor__in=wanted).values("obj")
    found = {}
    for obj, *line in entries.filter(obj__in=touched).order_by("obj", "ver").values_list("obj", "ver", "actor", "at"):
        found.setdefault(obj, []).append(tuple(line))
    return {obj: tuple(lines) for obj, lines in found.items()}


def states(versions):
    """`{(obj, version): the state that was sealed}` of some versions, in one query; without those whose words were removed."""
    wanted = set(versions)
    entries = Entry.objects.filter(obj__in={obj for obj, _ in wanted}, ver__in={number for _, number in wanted})
    rows = entries.filter(payload__isnull=False).values_list("obj", "ver", "payload__body")
    return {(obj, number): json.loads(body) for obj, number, body in rows if (obj, number) in wanted}


def last_entries(objs):
    """`{obj: (actor, moment)}` of the last entry about each record; one query."""
    rows = Entry.objects.filter(obj__in=list(objs)).order_by("ver").values_list("obj", "actor", "at")
    return {obj: (actor, at) for obj, actor, at in rows}


def act_in_words(act):
    return _ACTS.get(act) or _ACTS.get(act.partition(".")[2], act)


def kinds():
    """`{aggregate: French name}`."""
    return {name: str(model._meta.verbose_name) for name, model in aggregates.roots().items()}


def _line(entry):
    body = json.loads(entry.payload.body) if entry.payload.body else None
    return Line(
        entry=entry,
        label=_label(body),
        kind=kinds().get(entry.aggregate, entry.aggregate),
        act=act_in_words(entry.act),
        reason=(body or {}).get("reason") or "",
    )


def _label(body):
    if body is None:
        return "[retiré]"
    account = body.get("account")
    name = body.get("name") or body.get("title") or body.get("label") or (account["label"] if account else "")
    return f"{body['reference']} {name}" if body.get("reference") else name
