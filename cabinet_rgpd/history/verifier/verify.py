#!/usr/bin/env python3
"""Vérifie une preuve exportée (proof.zip, format 1), avec la seule bibliothèque standard et sans réseau.

    python3 verify.py proof.zip [--receipt POSITION:EMPREINTE …] [--document fichier.pdf …]

Une faute par ligne ; code de sortie 1 s’il y en a une, 0 sinon.
"""

import argparse
import hashlib
import json
import pathlib
import re
import sys
import zipfile

HEX, SEQ = re.compile("[0-9a-f]{64}"), re.compile("[1-9][0-9]{0,15}", re.ASCII)
KEY = re.compile("[a-z0-9_]+")
STAMPED = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[ \\n]([0-9]+)[ \\n]([0-9a-f]{64})\\n?")
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
HEADER = {
    "act": re.compile(r"[a-z_]+\.[a-z_]+"),
    "actor": re.compile(UUID + "|system"),
    "at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"),
    "log": re.compile(UUID),
    "obj": re.compile("[a-z_]+:" + UUID),
    "pay": HEX,
    "prev": HEX,
    "seq": int,
    "v": int,
    "ver": int,
}
UNREADABLE = Exception  # ce qui ne se lit pas, de quelque façon que ce soit, est une faute


def digest(first, *parts):
    return hashlib.sha256(bytes([first]) + b"".join(parts)).hexdigest()


# -- La forme canonique ------------------------------------------------------------------------------------------------


def canon(value, free_keys=False):
    """La seule suite d’octets qui dit `value` ; ValueError pour ce qui n’en a pas."""
    if value is None or isinstance(value, bool):
        return {None: b"null", True: b"true", False: b"false"}[value]
    if isinstance(value, int):
        if abs(value) >= 2**53:
            raise ValueError("entier trop grand")
        return str(value).encode()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).encode("utf-8")  # refuse un demi-caractère
    if isinstance(value, list):
        return b"[" + b",".join(canon(each) for each in value) + b"]"
    if not isinstance(value, dict) or not (free_keys or all(KEY.fullmatch(key) for key in value)):
        raise ValueError("valeur hors du format")
    return b"{" + b",".join(canon(key) + b":" + canon(value[key]) for key in sorted(value)) + b"}"


def read(data, free_keys=False):
    """La valeur que disent ces octets, s’ils en sont la forme canonique ; ValueError sinon."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=pairs, parse_float=refuse, parse_constant=refuse)
        if canon(value, free_keys) != data:
            raise ValueError("forme non canonique")
    except RecursionError:
        raise ValueError("imbrication trop profonde") from None
    return value


def pairs(found):
    if len(dict(found)) != len(found):
        raise ValueError("clé répétée")
    return dict(found)


def refuse(text):
    raise ValueError(text + " n’est pas un entier")


# -- La chaîne ---------------------------------------------------------------------------------------------------------


class Chain:
    """Les écritures d’un `ledger.jsonl`, et les fautes qu’on y trouve."""

    def __init__(self, data):
        self.faults, self.headers, self.hashes, self.removed = [], [], [], []
        self.last, self.issued, self.lost, self.redacted = {}, [], [], {}
        *lines, rest = data.split(b"\n")
        if rest or not lines:
            self.faults.append("ledger.jsonl est vide ou ne finit pas par une fin de ligne")
        for rank, each in enumerate(lines, 1):
            try:
                line = read(each)
                self.faults += [f"position {rank} : {fault}" for fault in self.faults_of(line, rank)]
                self.remember(rank, line["header"], line["body"])
            except UNREADABLE:
                self.faults.append(f"position {rank} : ligne illisible ou hors du format")
                line = {"header": None, "hash": None}
            self.headers.append(line["header"])
            self.hashes.append(line["hash"])
        alone = [rank for rank in self.removed if rank not in self.redacted]
        self.faults += [f"position {rank} : corps absent sans retrait écrit" for rank in alone]

    def faults_of(self, line, rank):
        header, body, salt = line["header"], line["body"], line["salt"]
        if set(line) != {"body", "hash", "header", "salt"} or set(header) != set(HEADER):
            raise ValueError("clés")
        for name, form in HEADER.items():
            if not (type(header[name]) is int if form is int else form.fullmatch(header[name])):
                raise ValueError(name)
        if header["seq"] != rank or header["v"] != 1:
            yield "numéro ou version de format inattendus"
        start = digest(3, b"cabinet-rgpd/ledger/v1\n", header["log"].encode())
        if header["prev"] != (self.hashes[-1] if rank > 1 else start):
            yield "ne suit pas l’écriture précédente"
        before = self.headers[-1] if rank > 1 else None
        if before and (header["at"] < before["at"] or header["log"] != before["log"]):
            yield "datée d’avant l’écriture précédente, ou d’une autre structure"
        if header["ver"] != self.last.get(header["obj"], (0,))[0] + 1:
            yield f"version inattendue de {header['obj']}"
        if line["hash"] != digest(0, canon(header)):
            yield "l’empreinte n’est pas celle de l’écriture"
        if body is None and salt is None:
            return
        if header["pay"] != digest(2, bytes.fromhex(salt if HEX.fullmatch(salt) else ""), canon(body)):
            yield "le corps n’est pas celui qui a été scellé"
        if type(body["schema"]) is not int or body["schema"] < 1 or type(body["reason"]) not in (str, type(None)):
            yield "le corps n’a ni version de format ni raison"
        if header["act"] == "text.redacted" and not integers(body["seqs"]):
            yield "le retrait ne dit pas quelles positions"
        if header["act"] == "ledger.restored" and not integers([body["lost_from"], body["lost_head_seq"]]):
            yield "la restauration ne dit pas ce qui est perdu"

    def remember(self, rank, header, body):
        self.last[header["obj"]] = header["ver"], body
        if body is None:
            self.removed.append(rank)
        elif header["act"] == "text.redacted":
            self.redacted.update((seq, rank) for seq in body["seqs"] if type(seq) is int and seq < rank)
        elif header["act"] == "ledger.restored":
            self.lost.append(range(body["lost_from"], body["lost_head_seq"] + 1))
        elif header["act"] in ("document.issued", "notice.published", "evidence.created"):
            self.issued.append((rank, set(texts(body))))

    def check_state(self, files):
        """L’état vivant est, pour chaque objet, son dernier corps scellé."""
        state = read(files["state.json"], free_keys=True)
        for obj in sorted(set(state) | set(self.last)):
            if obj not in self.last or obj not in state:
                yield f"DIVERGENT : {obj} n’est pas à la fois dans state.json et dans la chaîne"
            elif self.last[obj][1] is not None and canon(state[obj]) != canon(self.last[obj][1]):
                yield f"DIVERGENT : {obj} : l’état vivant n’est pas le dernier corps scellé"

    def check_receipt(self, seq, fingerprint, whose="reçu"):
        if 1 <= seq <= len(self.hashes) and self.hashes[seq - 1] == fingerprint:
            return
        if any(seq in lost for lost in self.lost):
            yield f"EXPLIQUÉ, NON PROUVÉ : {whose}, position {seq}, perdue avant une restauration"
        elif seq > len(self.hashes):
            yield f"TRONQUÉ : {whose}, position {seq} ; la chaîne finit à la position {len(self.hashes)}"
        else:
            yield f"DIVERGENT : {whose}, position {seq} ; la chaîne porte une autre empreinte"

    def check_known_receipts(self, files):
        """Les reçus de l’archive elle-même : ils doivent au moins s’accorder avec elle."""
        known = read(files["receipts.json"])
        for each in known if isinstance(known, list) else [known]:
            if set(each) != {"at", "hash", "kind", "obj", "seq"} or type(each["seq"]) is not int:
                raise ValueError("reçu")
            yield from self.check_receipt(each["seq"], each["hash"], f"reçu connu ({each['kind']})")
            header = self.headers[each["seq"] - 1] if 1 <= each["seq"] <= len(self.headers) else None
            if header and (each["at"] != header["at"] or (each["obj"] and each["obj"] not in self.last)):
                yield f"DIVERGENT : reçu connu, position {each['seq']} ; moment ou objet inexacts"

    def check_anchor(self, files, name):
        """Un horodatage porte sur la racine d’un arbre dont une écriture est une feuille (RFC 6962)."""
        anchor = read(files[name + ".json"])
        day, size, root = STAMPED.fullmatch(files[name + ".txt"].decode("ascii")).groups()
        if (
            not all(HEX.fullmatch(each) for each in [anchor["hash"], *anchor["path"]])
            or type(anchor["index"]) is not int
        ):
            raise ValueError("horodatage")
        index, last, node = anchor["index"], int(size) - 1, bytes.fromhex(anchor["hash"])
        good = name == "anchors/" + day and 0 <= index <= last
        for other in map(bytes.fromhex, anchor["path"]):
            good = good and last > 0
            right = index % 2 == 1 or index == last
            node = hashlib.sha256(b"\1" + (other + node if right else node + other)).digest()
            while right and index and index % 2 == 0:
                index, last = index // 2, last // 2
            index, last = index // 2, last // 2
        if not good or last > 0 or node.hex() != root:
            yield f"DIVERGENT : horodatage {name} ; le chemin ne mène pas à la racine"
        yield from self.check_receipt(anchor["seq"], anchor["hash"], f"horodatage {name}")


def integers(value):
    return type(value) is list and all(type(each) is int for each in value)


def texts(value):
    """Tous les textes d’un corps : l’empreinte d’un document publié est l’un d’eux."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


# -- L’archive ---------------------------------------------------------------------------------------------------------


def verify(files, receipts=(), documents=()):
    """`(fautes, remarques)` d’une archive donnée comme `{nom: octets}`."""
    chain, notes = Chain(files.get("ledger.jsonl", b"")), []
    faults = ["DIVERGENT : " + fault for fault in chain.faults]
    faults += safely("state.json", chain.check_state, files)
    faults += safely("receipts.json", chain.check_known_receipts, files)
    for seq, fingerprint in receipts:
        faults += chain.check_receipt(seq, fingerprint)
    for name in sorted(name[:-4] for name in files if re.fullmatch(r"anchors/[^/]+\.txt", name)):
        faults += safely(name, chain.check_anchor, files, name)
        notes.append(f"openssl ts -verify -data {name}.txt -in {name}.tsr -CAfile AUTORITÉ.pem")
    for name, content in documents:
        found = [rank for rank, known in chain.issued if hashlib.sha256(content).hexdigest() in known]
        (notes if found else faults).append(
            f"OK : {name} est scellé à la position {found[0]}"
            if found
            else f"DIVERGENT : aucune écriture ne parle de {name}"
        )
    notes += [f"corps retiré : position {rank}" for rank in chain.removed if rank in chain.redacted]
    if not faults:
        notes.append(f"OK : position {len(chain.hashes)}, empreinte {chain.hashes[-1]}")
    return faults, notes


def safely(name, check, *arguments):
    """Les fautes d’un contrôle ; ce qui ne se lit pas en est une."""
    try:
        return list(check(*arguments))
    except UNREADABLE:
        return [f"DIVERGENT : {name} est absent ou illisible"]


def contents(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(set(names)) != len(names):
            raise ValueError("un fichier y est deux fois")
        return {name: archive.read(name) for name in names}


def receipt(text):
    seq, _, fingerprint = text.replace(" ", "").partition(":")
    if not SEQ.fullmatch(seq) or not HEX.fullmatch(fingerprint):
        raise argparse.ArgumentTypeError("un reçu s’écrit POSITION:EMPREINTE, 64 caractères hexadécimaux")
    return int(seq), fingerprint


def main():
    parser = argparse.ArgumentParser(description="Vérifie une preuve exportée.")
    parser.add_argument("proof", help="proof.zip")
    parser.add_argument("--receipt", type=receipt, action="append", default=[], metavar="POSITION:EMPREINTE")
    parser.add_argument("--document", action="append", default=[], metavar="FICHIER")
    chosen = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")
    try:
        documents = [(name, pathlib.Path(name).read_bytes()) for name in chosen.document]
        faults, notes = verify(contents(chosen.proof), chosen.receipt, documents)
    except UNREADABLE as error:
        faults, notes = [f"DIVERGENT : l’archive ou un document ne se lit pas ({error})"], []
    sys.stdout.write("".join(line + "\n" for line in notes + faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
