"""What of a sheet or of a measure is the model's to say, and what stays each one's own. Plain data, and pure functions on it."""

import uuid

#: Subject → the fields that are proposed. Left to each: reference, state, who answers, dates of review, DPIA, origins.
FIELDS = {
    "activity": (
        "name", "description", "family", "persons", "data_source", "transfer_stance", "software", "security_measures",
        "information_means", "information_note",
    ),
    "measure": ("state", "note", "planned_on"),
}  # fmt: skip
#: Subject → the lists whose lines are proposed.
LISTS = {
    "activity": ("purposes", "data_categories", "recipients", "processors", "transfers"),
    "measure": (),
}
EVERY_LIST = frozenset(name for names in LISTS.values() for name in names)


def shared(subject: str, state: dict) -> dict:
    """Of the whole state of a record, what is proposed of it."""
    return {name: state[name] for name in (*FIELDS[subject], *LISTS[subject]) if name in state}


def for_follower(text: dict, follower: uuid.UUID) -> dict:
    """The text with the lines known by ids of the follower's own: the same line of the model keeps the same id there."""
    return {
        name: [{**row, "id": str(uuid.uuid5(follower, row["id"]))} for row in value] if name in EVERY_LIST else value
        for name, value in text.items()
    }


#: What is copied elsewhere only if somebody ticks it: it often names what is local.
OFTEN_LOCAL = frozenset({"software", "recipients", "transfers", "planned_on"})
SHORTEST_NAME = 4


def to_copy(text: dict, parameters: dict[str, str]) -> dict:
    """The text as it may leave the structure: without what is empty, without its suppliers and its own rules.

    A rule copied from a text of law is named by its parameter (`parameters`: obj of the rule → name), which every structure
    may match with its own; other rules are left out.
    """
    copied = {}
    for name, value in text.items():
        if name in EVERY_LIST:
            value = [_line_to_copy(row, parameters) for row in value]
        if value not in (None, "", [], {}):
            copied[name] = value
    return copied


def resolved(text: dict, rules: dict[str, dict]) -> dict:
    """A text from elsewhere with the rules of this structure (`rules`: parameter → reference) in place of the parameters."""
    return {
        name: [_line_here(row, rules) for row in value] if name in EVERY_LIST else value for name, value in text.items()
    }


def names_something(words: str, names) -> bool:
    """Whether the words hold one of the names of a structure: its own, its people's, its suppliers'."""
    told = words.casefold()
    return any(name.casefold() in told for name in names if len(name.strip()) >= SHORTEST_NAME)


def _line_to_copy(row, parameters):
    line = {name: value for name, value in row.items() if name not in ("supplier", "retention_rule", "justification")}
    rule = row.get("retention_rule")
    if rule and parameters.get(rule["obj"]):
        line["retention_parameter"] = parameters[rule["obj"]]
    return line


def _line_here(row, rules):
    line = {name: value for name, value in row.items() if name != "retention_parameter"}
    if row.get("retention_parameter") in rules:
        line["retention_rule"] = rules[row["retention_parameter"]]
    return line
