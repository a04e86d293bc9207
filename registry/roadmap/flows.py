"""The map of flows: whose data → which activities → who receives them, and where. Pure: sheets in, a drawing out."""

import textwrap
from dataclasses import dataclass

from registry.law.vocabulary import PersonCategory

INSIDE, OUTSIDE, ABROAD = "inside", "outside", "abroad"
PLACES = {
    INSIDE: "Dans la structure",
    OUTSIDE: "À l’extérieur",
    ABROAD: "Hors de l’Union européenne",
}
_INSIDE_KINDS = frozenset({"internal", "person_concerned"})
#: Countries of the European Economic Area as people write them; everything else is asked about.
_EEA = frozenset(
    [
        "allemagne",
        "autriche",
        "belgique",
        "bulgarie",
        "chypre",
        "croatie",
        "danemark",
        "espagne",
        "estonie",
        "finlande",
        "france",
        "grèce",
        "hongrie",
        "irlande",
        "islande",
        "italie",
        "lettonie",
        "liechtenstein",
        "lituanie",
        "luxembourg",
        "malte",
        "norvège",
        "pays-bas",
        "pologne",
        "portugal",
        "roumanie",
        "slovaquie",
        "slovénie",
        "suède",
        "tchéquie",
        "ue",
        "eee",
        "europe",
    ]
)
#: The drawing, in pixels: three columns of boxes and the curves between them.
WIDTH, BOX, GAP, LINE, TOP = 862, 232, 10, 17, 34
COLUMNS = (0, 315, 630)
LETTERS = 30


@dataclass(frozen=True)
class Receiver:
    """Who receives data, in which place. `hds`: a host of health data whose certificate the practice checked.

    `group` is the box it stands in on the drawing: suppliers have their own, other receivers that of their kind.
    """

    name: str
    place: str
    hds: bool = False
    group: str = ""


@dataclass(frozen=True)
class Flow:
    """One activity: whose data it uses, and who receives them."""

    id: object
    reference: str
    name: str
    persons: tuple[str, ...]
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    height: int
    kind: str
    lines: tuple[tuple[int, str], ...]
    middle: int


@dataclass(frozen=True)
class Curve:
    d: str
    kind: str


@dataclass(frozen=True)
class Picture:
    """The drawing. `title` says it in words; `headings` stand over the columns."""

    title: str
    height: int
    headings: tuple[tuple[int, str], ...]
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    width: int = WIDTH
    box_width: int = BOX


def flows(activities) -> tuple[Flow, ...]:
    """The flows of the sheets (ActivityRecords), in their order."""
    return tuple(
        Flow(
            each.id,
            each.reference,
            each.name,
            tuple(PersonCategory.label_of(one) for one in each.persons),
            _receivers(each),
        )
        for each in activities
    )


def _receivers(activity):
    found = {}
    for each in activity.recipients:
        name = each.name or each.kind_label
        place = INSIDE if each.kind in _INSIDE_KINDS else OUTSIDE
        found.setdefault(name, Receiver(name, place, group=each.kind_label or name))
    for each in activity.processors:
        if each.supplier is None:
            name = f"{each.kind_label} (à nommer)"
            found.setdefault(name, Receiver(name, OUTSIDE, group="Prestataires à nommer"))
        else:
            place = OUTSIDE if _in_eea(each.supplier.country) else ABROAD
            found[each.supplier.name] = Receiver(
                each.supplier.name, place, each.supplier.hds == "yes", each.supplier.name
            )
    for each in activity.transfers:
        name = f"{each.recipient} ({each.country})" if each.country else each.recipient
        found[each.recipient] = Receiver(name, ABROAD, group=name)
    return tuple(sorted(found.values(), key=lambda each: (list(PLACES).index(each.place), each.name)))


def _in_eea(country):
    """An empty country is a finding of the supplier's own page, not a transfer."""
    words = country.casefold().replace(",", " ").split()
    return not words or any(word in _EEA for word in words)


def picture(found: tuple[Flow, ...]) -> Picture | None:
    """The map, or None when nothing flows."""
    if not found:
        return None
    persons = list(dict.fromkeys(person for flow in found for person in flow.persons))
    receivers = _by_name(found)
    left, bottom_left = _column(0, [("person", person, person) for person in persons])
    middle, bottom_middle = _column(
        1, [("activity", flow.reference, f"{flow.reference} {flow.name}") for flow in found]
    )
    right, bottom_right = _column(
        2,
        [(each.place, each.group, f"{each.group}{' · HDS' if each.hds else ''}") for each in receivers],
    )
    curves = [
        Curve(_curve(left[person], middle[flow.reference]), "person") for flow in found for person in flow.persons
    ]
    ends = {(flow.reference, each.group): each.place for flow in found for each in flow.receivers}
    curves += [Curve(_curve(middle[start], right[group]), place) for (start, group), place in ends.items()]
    headings = tuple(zip(COLUMNS, ("De qui", "Pour quoi", "À qui"), strict=True))
    boxes = (*left.values(), *middle.values(), *right.values())
    return Picture(_title(found), max(bottom_left, bottom_middle, bottom_right), headings, boxes, tuple(curves))


def _by_name(found):
    """Each group once, in its most distant place, those inside first."""
    known, order = {}, list(PLACES)
    for flow in found:
        for each in flow.receivers:
            before = known.get(each.group)
            if before is None or order.index(each.place) > order.index(before.place):
                known[each.group] = each
    return sorted(known.values(), key=lambda each: (order.index(each.place), each.group))


def _column(number, rows):
    boxes, y = {}, TOP
    for kind, key, text in rows:
        lines = textwrap.wrap(text, LETTERS)[:3]
        height = LINE * len(lines) + 12
        placed = tuple((y + 6 + LINE * place - 4, line) for place, line in enumerate(lines, start=1))
        boxes[key] = Box(COLUMNS[number], y, height, kind, placed, y + height // 2)
        y += height + GAP
    return boxes, y


def _curve(start, end):
    x1, x2 = start.x + BOX, end.x
    half = (x2 - x1) // 2
    return f"M{x1} {start.middle} C{x1 + half} {start.middle} {x2 - half} {end.middle} {x2} {end.middle}"


def _title(found):
    abroad = sorted({each.name for flow in found for each in flow.receivers if each.place == ABROAD})
    words = f"Carte des flux de {len(found)} activités, décrite par le tableau qui suit."
    return f"{words} Hors de l’Union européenne\u00a0: {', '.join(abroad)}." if abroad else words
