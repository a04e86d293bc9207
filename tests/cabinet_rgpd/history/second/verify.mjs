// A second verifier, written from docs/design/proof.md alone, in another language: what it answers must be what the
// shipped verifier and the product answer. One archive a line on stdin, as JSON:
//   {"files": {name: base64}, "held": [[seq, hash]], "documents": [sha256]}
// and one verdict a line on stdout (see `verdict` below). Nothing but Node's own library.

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const exactly = (pattern) => new RegExp(`^(?:${pattern})$(?![^])`);
const HEX = exactly("[0-9a-f]{64}");
const MOMENT = exactly("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z");
const KEY = exactly("[a-z0-9_]+");
const HEADER = {
  act: exactly("[a-z_]+\\.[a-z_]+"), actor: exactly(`${UUID}|system`), at: MOMENT, log: exactly(UUID),
  obj: exactly(`[a-z_]+:${UUID}`), pay: HEX, prev: HEX, seq: null, v: null, ver: null,
};
const SHORT = { '"': '"', "\\": "\\", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

const sha = (...parts) => {
  const hash = createHash("sha256");
  parts.forEach((part) => hash.update(part));
  return hash.digest("hex");
};
const byte = (value) => Buffer.from([value]);
const bytes = (hex) => Buffer.from(hex, "hex");
const isText = (value) => typeof value === "string";
const isInteger = (value) => typeof value === "number";
const isObject = (value) => value instanceof Map;

// -- Canonical bytes: read by a parser that accepts no other form -----------------------------------------------------

class Reader {
  constructor(data) {
    this.text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    this.place = 0;
  }

  static read(data, freeKeys = false) {
    const reader = new Reader(data);
    const value = reader.value(freeKeys);
    if (reader.place !== reader.text.length) throw new Error("bytes after the value");
    return value;
  }

  take(expected) {
    if (!this.text.startsWith(expected, this.place)) throw new Error(`${expected} expected at ${this.place}`);
    this.place += expected.length;
  }

  value(freeKeys = false) {
    switch (this.text[this.place]) {
      case "{": return this.object(freeKeys);
      case "[": return this.list();
      case '"': return this.string();
      case "t": this.take("true"); return true;
      case "f": this.take("false"); return false;
      case "n": this.take("null"); return null;
      default: return this.integer();
    }
  }

  integer() {
    const [token] = /^-?[0-9]*/.exec(this.text.slice(this.place, this.place + 20));
    if (!/^(0|-?[1-9][0-9]*)$/.test(token) || !Number.isSafeInteger(Number(token))) throw new Error("no integer");
    this.place += token.length;
    return Number(token);
  }

  string() {
    this.take('"');
    let found = "";
    for (;;) {
      const character = this.text[this.place++];
      if (character === undefined || character < " ") throw new Error("a string that does not end, or a bare control");
      if (character === '"') return found;
      found += character === "\\" ? this.escaped() : character;
    }
  }

  escaped() {
    const letter = this.text[this.place++];
    if (letter in SHORT) return SHORT[letter];
    const code = this.text.slice(this.place, this.place + 4);
    const character = String.fromCharCode(parseInt(code, 16));
    if (letter !== "u" || !/^00[01][0-9a-f]$/.test(code) || "\b\f\n\r\t".includes(character)) throw new Error("escape");
    this.place += 4;
    return character;
  }

  list() {
    const found = [];
    this.take("[");
    if (this.text[this.place] !== "]") {
      found.push(this.value());
      while (this.text[this.place] === ",") {
        this.take(",");
        found.push(this.value());
      }
    }
    this.take("]");
    return found;
  }

  object(freeKeys) {
    const found = new Map();
    let last = null;
    this.take("{");
    while (this.text[this.place] !== "}") {
      if (last !== null) this.take(",");
      const key = this.string();
      if (!freeKeys && !KEY.test(key)) throw new Error("key");
      if (last !== null && Buffer.compare(Buffer.from(last), Buffer.from(key)) >= 0) throw new Error("order of keys");
      this.take(":");
      found.set(key, this.value());
      last = key;
    }
    this.take("}");
    return found;
  }
}

function canon(value) {
  if (isText(value)) {
    const controls = /["\\\u0000-\u001f]/g;
    const short = Object.fromEntries(Object.entries(SHORT).map(([letter, character]) => [character, letter]));
    const escape = (each) => "\\" + (short[each] ?? "u" + each.charCodeAt(0).toString(16).padStart(4, "0"));
    return `"${value.replace(controls, escape)}"`;
  }
  if (Array.isArray(value)) return `[${value.map(canon).join(",")}]`;
  if (isObject(value)) return `{${[...value].map(([key, each]) => `${canon(key)}:${canon(each)}`).join(",")}}`;
  return String(value); // keys were read in order; integers, true, false and null are written as they are
}

const sameKeys = (map, names) => isObject(map) && map.size === names.length && names.every((name) => map.has(name));

// -- The chain --------------------------------------------------------------------------------------------------------

class Chain {
  constructor(data) {
    this.faults = new Set(); // positions; 0 stands for the file itself
    this.headers = [];
    this.hashes = [];
    this.last = new Map();
    this.removed = [];
    this.excused = new Set();
    this.lost = [];
    this.sealed = [];
    const lines = [];
    let start = 0;
    for (let end; (end = data.indexOf(0x0a, start)) >= 0; start = end + 1) lines.push(data.subarray(start, end));
    if (start !== data.length || lines.length === 0) this.faults.add(0);
    lines.forEach((line, index) => this.readLine(line, index + 1));
    this.removed.filter((seq) => !this.excused.has(seq)).forEach((seq) => this.faults.add(seq));
  }

  readLine(data, seq) {
    try {
      const line = Reader.read(data);
      if (!this.holds(line, seq)) this.faults.add(seq);
    } catch {
      this.faults.add(seq);
      this.headers.push(null);
      this.hashes.push(null);
    }
  }

  holds(line, seq) {
    if (!sameKeys(line, ["body", "hash", "header", "salt"])) throw new Error("keys of the line");
    const header = line.get("header");
    if (!sameKeys(header, Object.keys(HEADER))) throw new Error("keys of the header");
    for (const [name, form] of Object.entries(HEADER)) {
      const value = header.get(name);
      if (form === null ? !isInteger(value) : !(isText(value) && form.test(value))) throw new Error(name);
    }
    const of = (name) => header.get(name);
    const before = this.headers[seq - 2];
    const genesis = sha(byte(3), "cabinet-rgpd/ledger/v1\n", of("log"));
    const tests = [
      of("seq") === seq && of("v") === 1,
      of("prev") === (seq === 1 ? genesis : this.hashes[seq - 2]),
      seq === 1 || (before !== null && of("at") >= before.get("at") && of("log") === before.get("log")),
      of("ver") === (this.last.get(of("obj"))?.ver ?? 0) + 1,
      line.get("hash") === sha(byte(0), canon(header)),
      this.bodyHolds(line, header, seq),
    ];
    this.headers.push(header);
    this.hashes.push(line.get("hash"));
    this.last.set(of("obj"), { ver: of("ver"), body: line.get("body") });
    return tests.every(Boolean);
  }

  bodyHolds(line, header, seq) {
    const [body, salt] = [line.get("body"), line.get("salt")];
    if (body === null && salt === null) return this.removed.push(seq) > 0;
    if (!isObject(body) || !isText(salt) || !HEX.test(salt)) return false;
    const [schema, reason] = [body.get("schema"), body.get("reason")];
    if (!isInteger(schema) || schema < 1 || !body.has("reason") || (reason !== null && !isText(reason))) return false;
    const act = header.get("act");
    if (act === "text.redacted") {
      const seqs = body.get("seqs");
      if (!Array.isArray(seqs) || !seqs.every(isInteger)) return false;
      seqs.filter((each) => each < seq).forEach((each) => this.excused.add(each));
    }
    if (act === "ledger.restored") {
      const [from, to] = [body.get("lost_from"), body.get("lost_head_seq")];
      if (!isInteger(from) || !isInteger(to)) return false;
      this.lost.push([from, to]);
    }
    if (["document.issued", "notice.published", "evidence.created"].includes(act)) this.sealed.push([seq, new Set(texts(body))]);
    return header.get("pay") === sha(byte(2), bytes(salt), canon(body));
  }

  receipt(seq, hash) {
    if (seq >= 1 && seq <= this.hashes.length && this.hashes[seq - 1] === hash) return "OK";
    if (this.lost.some(([from, to]) => from <= seq && seq <= to)) return "EXPLIQUÉ, NON PROUVÉ";
    return seq > this.hashes.length ? "TRONQUÉ" : "DIVERGENT";
  }
}

function* texts(value) {
  if (isText(value)) yield value;
  else if (Array.isArray(value)) for (const each of value) yield* texts(each);
  else if (isObject(value)) for (const each of value.values()) yield* texts(each);
}

// -- What stands beside the chain ---------------------------------------------------------------------------------------

function stateHolds(chain, data) {
  const state = Reader.read(data, true);
  if (!isObject(state) || state.size !== chain.last.size) return false;
  return [...chain.last].every(
    ([obj, { body }]) => state.has(obj) && (body === null || canon(state.get(obj)) === canon(body)),
  );
}

function receiptsHold(chain, data) {
  const known = Reader.read(data);
  return Array.isArray(known) && known.every((each) => {
    if (!sameKeys(each, ["at", "hash", "kind", "obj", "seq"]) || !isInteger(each.get("seq"))) return false;
    if (chain.receipt(each.get("seq"), each.get("hash")) !== "OK") return false;
    const obj = each.get("obj");
    return each.get("at") === chain.headers[each.get("seq") - 1].get("at") && (!obj || chain.last.has(obj));
  });
}

// RFC 6962, §2.1.1, read the other way round: from the leaf to the root, along the path.
function rootOf(leaf, index, size, path) {
  if (size === 1) return path.length ? null : leaf;
  if (!path.length) return null;
  let half = 1;
  while (half * 2 < size) half *= 2;
  const [rest, sibling] = [path.slice(0, -1), path.at(-1)];
  const own = index < half ? rootOf(leaf, index, half, rest) : rootOf(leaf, index - half, size - half, rest);
  if (own === null) return null;
  const [left, right] = index < half ? [own, sibling] : [sibling, own];
  return sha(byte(1), bytes(left), bytes(right));
}

function anchorHolds(chain, name, stamped, data) {
  const said = /^([0-9]{4}-[0-9]{2}-[0-9]{2})[ \n]([0-9]+)[ \n]([0-9a-f]{64})\n?$/.exec(stamped.toString("latin1"));
  const anchor = Reader.read(data);
  if (!said || !isObject(anchor) || name !== `anchors/${said[1]}`) return false;
  const [seq, hash, index, path] = ["seq", "hash", "index", "path"].map((key) => anchor.get(key));
  const size = Number(said[2]);
  if (![seq, index].every(isInteger) || index < 0 || index >= size || !Array.isArray(path)) return false;
  if (![hash, ...path].every((each) => isText(each) && HEX.test(each))) return false;
  return rootOf(hash, index, size, path) === said[3] && chain.receipt(seq, hash) === "OK";
}

const safely = (check) => {
  try {
    return check();
  } catch {
    return false;
  }
};

// `first`: the first faulty position, null when the chain holds (0: the file itself). The rest only when it does.
function verdict({ files, held, documents }) {
  const file = (name) => (name in files ? Buffer.from(files[name], "base64") : null);
  const chain = new Chain(file("ledger.jsonl") ?? Buffer.alloc(0));
  if (chain.faults.size) return { first: Math.min(...chain.faults) };
  const days = Object.keys(files).filter((name) => /^anchors\/[^/]+\.txt$/.test(name)).map((name) => name.slice(0, -4));
  return {
    first: null,
    state: safely(() => stateHolds(chain, file("state.json"))),
    receipts: safely(() => receiptsHold(chain, file("receipts.json"))),
    held: held.map(([seq, hash]) => chain.receipt(seq, hash)),
    anchors: days.every((day) => safely(() => anchorHolds(chain, day, file(`${day}.txt`), file(`${day}.json`)))),
    documents: documents.map((hash) => chain.sealed.find(([, known]) => known.has(hash))?.[0] ?? null),
    removed: chain.removed,
    end: [chain.hashes.length, chain.hashes.at(-1)],
  };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(verdict(JSON.parse(line)))}\n`);
}
