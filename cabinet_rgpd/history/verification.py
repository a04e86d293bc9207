"""Is what is stored what was sealed? The chain recomputed, then the live rows compared with its last bodies (proof.md §5).

`read_chain` is pure: it knows lines, no database. A fault is one sentence in French.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from cabinet_rgpd.history import aggregates
from cabinet_rgpd.history.anchors import queries as anchors
from cabinet_rgpd.history.models import Entry, Head
from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.lib import canonical

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TEXTS = {
    "act": re.compile(r"[a-z_]+\.[a-z_]+"),
    "actor": re.compile(rf"{_UUID}|system"),
    "at": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII),
    "obj": re.compile(rf"[a-z_]+:{_UUID}"),
    "pay": canonical.HASH_PATTERN,
    "prev": canonical.HASH_PATTERN,
}
#: What reading a value of a wrong type raises.
UNREADABLE = (ValueError, TypeError, AttributeError)
#: What a body says beside the content of its record.
BESIDE = ("reason", "schema")


@dataclass(frozen=True)
class Line:
    """An entry with its payload as stored: `body` is canonical text, `salt` hexadecimal; both null once removed."""

    header: dict
    hash: str
    body: str | None
    salt: str | None


@dataclass
class Chain:
    """What a chain says: its faults, the bodies removed, and for each `obj` its last `(version, position, body)`."""

    faults: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    last: dict = field(default_factory=dict)
    end: tuple = (0, "")


@dataclass(frozen=True)
class Report:
    """The result of a verification of one structure; `faults` is empty when everything holds."""

    entries: int
    seq: int
    hash: str
    faults: tuple
    removed: tuple = ()

    @property
    def is_ok(self):
        return not self.faults


# -- The chain, pure ---------------------------------------------------------------------------------------------------


def read_chain(log, lines: Iterable[Line]) -> Chain:
    """Check the lines of the chain of the structure `log`, in their order."""
    chain = Chain()
    expected, previous, moment, listed = 1, canonical.genesis(log), "", set()
    for line in lines:
        seq = line.header["seq"]
        faults = list(_place(line.header, expected, previous, moment, log))
        body, content_faults = _content(line)
        version, *_ = chain.last.get(line.header["obj"], (0,))
        if line.header["ver"] != version + 1:
            faults.append(f"version {line.header['ver']} au lieu de {version + 1}")
        chain.faults += [f"Position {seq} : {fault}." for fault in [*faults, *_fingerprint(line), *content_faults]]
        if body is None and not content_faults:
            chain.removed.append(seq)
        if line.header["act"] == "text.redacted" and body:
            listed.update((each, seq) for each in _integers(body.get("seqs")) or [])
        chain.last[line.header["obj"]] = (line.header["ver"], seq, body)
        expected, previous, moment = seq + 1, line.hash, line.header["at"]
        chain.end = (seq, line.hash)
    explained = {seq for seq, by in listed if seq < by}
    chain.faults += [
        f"Position {seq} : corps absent, sans écriture qui dise son retrait."
        for seq in chain.removed
        if seq not in explained
    ]
    return chain


def _integers(value):
    """The value when it is a list of integers, else None."""
    return value if isinstance(value, list) and all(type(each) is int for each in value) else None


def _place(header, expected, previous, moment, log) -> Iterator[str]:
    if header["seq"] != expected:
        yield f"position attendue {expected}, la suite a un trou ou un doublon"
    if header["prev"] != previous:
        yield "elle ne suit pas l’empreinte de l’écriture précédente"
    if header["at"] < moment:
        yield "elle est datée d’avant l’écriture précédente"
    if header["log"] != str(log):
        yield "elle appartient à une autre structure"
    for name, pattern in _TEXTS.items():
        if not pattern.fullmatch(header[name]):
            yield f"« {name} » n’a pas la forme attendue"


def _fingerprint(line) -> Iterator[str]:
    try:
        if canonical.entry_hash(line.header) != line.hash:
            yield "l’empreinte recalculée n’est pas celle de l’écriture"
    except canonical.CanonicalError:
        yield "l’en-tête n’a pas de forme canonique"


def _content(line):
    """The body of a line as data, or None, and its faults."""
    if line.body is None and line.salt is None:
        return None, []
    if line.body is None or not canonical.HASH_PATTERN.fullmatch(line.salt or ""):
        return None, ["corps ou sel incomplet"]
    try:
        body = canonical.parse_canonical(line.body.encode("utf-8"))
    except ValueError:
        return None, ["le corps n’est pas en forme canonique"]
    faults = []
    # The text is the canonical form of the body: hashed as it stands rather than written once more.
    if hashlib.sha256(b"\x02" + bytes.fromhex(line.salt) + line.body.encode("utf-8")).hexdigest() != line.header["pay"]:
        faults.append("le corps n’est pas celui qui a été scellé")
    if not _has_schema(body):
        faults.append("le corps n’a ni version de format ni raison lisibles")
        return None, faults
    if any(_integers(integers) is None for integers in _integers_of(line.header["act"], body)):
        faults.append("le corps ne dit pas de quelles positions il parle")
    return body, faults


def _integers_of(act, body):
    """What must be a list of integers in the body of an act that speaks of other entries."""
    if act == "text.redacted":
        yield body.get("seqs")
    elif act == "ledger.restored":
        yield [body.get("lost_from"), body.get("lost_head_seq")]


def _has_schema(body):
    return (
        isinstance(body, dict)
        and type(body.get("schema")) is int
        and 1 <= body["schema"] <= aggregates.SCHEMA
        and "reason" in body
        and (body["reason"] is None or isinstance(body["reason"], str))
    )


# -- The live rows -----------------------------------------------------------------------------------------------------


def live_rows(structure_id):
    """`(root row, its state without labels)` of every tracked row of the structure, drafts included; a query a table."""
    for model in aggregates.roots().values():
        children = {name: _by_root(child, structure_id) for name, child in aggregates.child_models(model).items()}
        for row in model._base_manager.filter(structure_id=structure_id):
            lists = {name: rows.get(row.pk, []) for name, rows in children.items()}
            yield row, aggregates.state(row, lists, _no_label)


def _by_root(child, structure_id):
    rows = defaultdict(list)
    for row in child._base_manager.filter(structure_id=structure_id):
        rows[getattr(row, f"{child.ROOT}_id")].append(row)
    return rows


def _no_label(row, target):
    return ""


def content_of(body):
    """A body without what stands beside the content, its references without their label: what a live row can say.

    A label is the name that the record referred to had on that day; its new name is a change of that record alone.
    """
    return {name: _unnamed(value) for name, value in body.items() if name not in BESIDE}


def _unnamed(value):
    if isinstance(value, dict):
        return {**value, "label": ""} if value.keys() == {"obj", "label"} else value
    if isinstance(value, list):
        return [
            {name: _unnamed(each) for name, each in item.items()} if isinstance(item, dict) and "id" in item else item
            for item in value
        ]
    return value


def live_faults(structure_id, chain: Chain) -> Iterator[str]:
    """Where the live rows are not what the chain last said of them: the trace of a write that went around it."""
    seen = set()
    for row, state in live_rows(structure_id):
        seen.add(row.obj)
        if row.obj in chain.last:
            yield from (f"{row.obj} : {fault}." for fault in _differs(row, state, *chain.last[row.obj]))
        elif not row.is_draft:
            yield f"{row.obj} : aucune écriture ne parle de cet enregistrement."
    for obj, (version, seq, _) in chain.last.items():
        if obj not in seen:
            yield f"{obj} : scellé en version {version} à la position {seq}, il n’existe plus."


def _differs(row, state, version, seq, body):
    if row.version != version:
        yield f"il porte la version {row.version}, la dernière scellée est {version} (position {seq})"
    if body is None:  # removed, or unreadable and said so
        return
    sealed = content_of(body)
    names = sorted(name for name in sealed.keys() | state.keys() if sealed.get(name) != state.get(name))
    if names:
        yield f"{', '.join(names)} : ce n’est pas ce qui est scellé à la position {seq}"


# -- A structure -------------------------------------------------------------------------------------------------------


def read_lines(structure_id) -> list[Line]:
    """The lines of a chain as stored, in the order of their positions. One query."""
    names = ("act", "actor", "obj", "pay", "prev", "seq", "ver")
    rows = Entry._base_manager.filter(structure_id=structure_id).order_by("seq", "pk")
    lines = []
    for at, *row in rows.values_list("at", "hash", "payload__body", "payload__salt", *names):
        header = dict(zip(names, row[3:], strict=True))
        header |= {"at": aggregates.moment(at), "log": str(structure_id), "v": 1}
        lines.append(Line(header, *row[:3]))
    return lines


def count(structure_id):
    """The number of entries of a chain."""
    return Entry._base_manager.filter(structure_id=structure_id).count()


def structures():
    """`[(UUID, name)]` of every structure of the installation."""
    model = aggregates.roots()["structure"]
    return list(model._base_manager.order_by("pk").values_list("pk", "name"))


def verify(structure_id, tell=None) -> Report:
    """Verify the chain of a structure and its live rows. Writes nothing. `tell(n)` is called as entries are read.

    Someone may write while rows are read: faults are only believed when the end of the chain did not move meanwhile,
    else everything is read again while writers wait.
    """
    with structure_scope(structure_id):
        before = _head(structure_id)
        report = _verify(structure_id, before, tell)
        if report.is_ok or _head(structure_id) == before:
            return report
        with transaction.atomic():
            list(Head._base_manager.select_for_update().filter(structure_id=structure_id))
            return _verify(structure_id, _head(structure_id))


def _told(lines, tell):
    for number, line in enumerate(lines, 1):
        yield line
        tell(number)


def _head(structure_id):
    return Head._base_manager.filter(structure_id=structure_id).values_list("seq", "hash").first()


def _verify(structure_id, head, tell=None):
    try:
        lines = read_lines(structure_id)
        chain = read_chain(structure_id, _told(lines, tell) if tell else lines)
    except UNREADABLE:
        return Report(0, 0, "", ("La chaîne ne se lit pas : une valeur n’est pas de son type.",))
    faults = list(chain.faults)
    if head is None:
        faults.append("La fin de la chaîne n’est plus connue de l’installation.")
    elif head != (chain.end if lines else (0, canonical.genesis(structure_id))):
        faults.append(
            f"La chaîne finit à la position {chain.end[0]}, l’installation connaît une fin à la position {head[0]}."
        )
    try:
        faults += live_faults(structure_id, chain)
        faults += anchors.faults()
    except UNREADABLE:
        faults.append("Les enregistrements ne se lisent pas : une valeur n’est pas de son type.")
    return Report(len(lines), *chain.end, tuple(faults), tuple(chain.removed))
