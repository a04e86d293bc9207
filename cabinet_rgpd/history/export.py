"""The proof that is handed over: `proof.zip`, which a third party verifies without this software (proof.md §2, « Export »)."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cabinet_rgpd.history import ledger, verification
from cabinet_rgpd.history.aggregates import SCHEMA
from cabinet_rgpd.history.anchors import queries as anchors
from cabinet_rgpd.history.models import Export
from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.lib import canonical

_HANDED = Path(__file__).parent / "verifier"


class NotExportable(Exception):
    """What is stored cannot be written in the format: it was changed outside the product. `verify` says where."""


@dataclass(frozen=True)
class Proof:
    """The bytes of `proof.zip`, and the end of the chain that it holds."""

    content: bytes
    seq: int
    hash: str


def make(*, by) -> Proof:
    """Write `export.made`, then give the chain up to that entry, the live state, the receipts known and the verifier.

    Raises NotExportable. The rows are read before writers may go on; the archive is packed afterwards.
    """
    with structure_scope(by.structure_id):
        try:
            with transaction.atomic():
                with ledger.write(by) as write:
                    day, entries = timezone.localtime(write.at).date(), write.head.seq + 1
                    write.create(Export, act="export.made", made_on=day, entries=entries)
                lines = verification.read_lines(by.structure_id)
                state = canonical.canon(state_of(by.structure_id, lines), free_top_keys=True)
                stamped = anchors.files()
        except verification.UNREADABLE as error:
            raise NotExportable from error
    files = {
        "ledger.jsonl": b"".join(as_bytes(line) + b"\n" for line in lines),
        "state.json": state,
        "receipts.json": canonical.canon(receipts(lines)),
        **stamped,
        "verify.py": (_HANDED / "verify.py").read_bytes(),
        "LISEZMOI.txt": (_HANDED / "LISEZMOI.txt").read_bytes(),
    }
    return Proof(_packed(files, write.at), lines[-1].header["seq"], lines[-1].hash)


def as_bytes(line) -> bytes:
    """One line of `ledger.jsonl`, without its end: the four keys in order, the body as it is stored."""
    body = "null" if line.body is None else line.body
    header, rest = canonical.canon(line.header), canonical.canon({"hash": line.hash, "salt": line.salt})
    # {"body":…,"hash":…,"header":…,"salt":…}: the keys of `rest` stand around the header.
    fingerprint, salt = rest[1:-1].split(b",", 1)
    return b'{"body":' + body.encode("utf-8") + b"," + fingerprint + b',"header":' + header + b"," + salt + b"}"


def state_of(structure_id, lines):
    """`{obj: body}` of every obj of the chain, from the live rows: `schema` and `reason`, which no row holds, and the
    name that a record referred to had when it was sealed, come from the chain.
    """
    last = {line.header["obj"]: line.body for line in lines}
    states = {}
    for row, content in verification.live_rows(structure_id):
        if row.obj in last or not row.is_draft:
            sealed = _read(last.get(row.obj))
            beside = {"schema": sealed.get("schema", SCHEMA), "reason": sealed.get("reason")}
            states[row.obj] = {**{name: _named(value, sealed.get(name)) for name, value in content.items()}, **beside}
    return states


def receipts(lines):
    """The receipts that the chain says were given out: those of its exports, and those printed in notices and
    in the documents handed over."""
    at, found = {line.header["seq"]: line.header["at"] for line in lines}, []
    for line in lines:
        act, obj, seq = (line.header[name] for name in ("act", "obj", "seq"))
        if act == "export.made":
            found.append({"at": at[seq], "hash": line.hash, "kind": "export", "obj": obj, "seq": seq})
        elif act in ("notice.published", "document.issued"):
            kind = act.partition(".")[0]
            given = _read(line.body) if kind == "document" else _read(line.body).get("published")
            number, _, fingerprint = str(given.get("receipt", "") if isinstance(given, dict) else "").partition(":")
            if number.isdecimal() and int(number) in at and canonical.HASH_PATTERN.fullmatch(fingerprint):
                receipt = {"hash": fingerprint, "kind": kind, "obj": obj, "seq": int(number)}
                found.append({"at": at[int(number)], **receipt})
    return found


def _read(text):
    try:
        body = json.loads(text or "{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _named(live, sealed):
    """A live value whose references bear the name that the chain knows, when they point to the same record."""
    if isinstance(live, dict) and live.keys() == {"obj", "label"}:
        same = isinstance(sealed, dict) and sealed.get("obj") == live["obj"]
        return sealed if same else live
    if isinstance(live, list) and all(isinstance(item, dict) and "id" in item for item in live):
        known = {item.get("id"): item for item in sealed or [] if isinstance(item, dict)}
        return [
            {name: _named(value, known.get(item["id"], {}).get(name)) for name, value in item.items()} for item in live
        ]
    return live


def _packed(files, at):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
