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
