"""From a proposed sheet to the content of a sheet of the register, new or completed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from registry.activities.records import ActivityRecord
from registry.law.vocabulary import Role
from registry.questionnaire.rules import DPIA_BY_WEIGHT, SEPARATOR, ProposedSheet

IN_FORCE = "in_force"
LONGEST_MEASURES, LONGEST_SOURCE, LONGEST_NOTE = 4000, 1000, 2000
_TOLD_APART_BY = {"purposes": "name", "data_categories": "description", "recipients": "name", "processors": "kind"}


def parameter_of(data) -> str:
    """The key of the legal value that a category of data is kept by."""
    return f"retention.{data.retention}"


def parameters_of(sheets: Sequence[ProposedSheet]) -> tuple[str, ...]:
    """The keys of the legal values that these sheets need, each once."""
    return tuple(dict.fromkeys(parameter_of(data) for sheet in sheets for data in sheet.data))


def content_of(sheet: ProposedSheet, *, parties: Sequence, retention: Mapping) -> dict:
    """The content of a new sheet in force. `retention`: the rule of the structure for each parameter key."""
    return {
        "name": sheet.name,
        "description": sheet.description,
        "state": IN_FORCE,
        "family": sheet.family,
        "persons": list(sheet.persons),
        "data_source": sheet.source_of_data,
        "transfer_stance": _stance(sheet),
        "security_measures": "\n".join(sheet.measures),
        "information_means": sheet.information,
        "dpia_state": sheet.dpia,
        "dpia_note": sheet.dpia_note,
        "origins": list(sheet.origins),
        "sources": _sources(sheet),
        "responsibles": [{"party": party, "role": Role.CONTROLLER.value} for party in parties],
        **_lists(sheet, retention),
    }


def added_to(current: ActivityRecord, sheet: ProposedSheet, *, retention: Mapping) -> tuple[dict, dict]:
    """What completing a sheet changes: `(fields, rows to append to each list)`.

    What people wrote stays as it is: texts are continued, lists are lengthened by what they do not name yet. Answers
    (transfers, DPIA) are reopened only on a sheet that nobody has touched since the questionnaire wrote it.
    """
    fields = {
        "persons": [*current.persons, *(person for person in sheet.persons if person not in current.persons)],
        "data_source": _continued(current.data_source, [sheet.source_of_data], SEPARATOR, LONGEST_SOURCE),
        "security_measures": _continued(current.security_measures, sheet.measures, "\n", LONGEST_MEASURES),
        "dpia_note": _continued(current.dpia_note, [sheet.dpia_note], "\n", LONGEST_NOTE),
        "origins": [*current.origins, *(origin for origin in sheet.origins if origin not in current.origins)],
        "sources": [*current.sources, *(source for source in _sources(sheet) if source not in current.sources)],
    }
    if current.version == 1:
        if sheet.transfers_question and current.transfer_stance == "none":
            fields["transfer_stance"] = "unknown"
        if current.dpia_state in DPIA_BY_WEIGHT:
            fields["dpia_state"] = max(current.dpia_state, sheet.dpia, key=DPIA_BY_WEIGHT.index)
    rows = {}
    for name, proposed in _lists(sheet, retention).items():
        named = {getattr(row, _TOLD_APART_BY[name]) for row in getattr(current, name)}
        rows[name] = [row for row in proposed if row[_TOLD_APART_BY[name]] not in named]
    return fields, rows


def to_complete(sheet: ProposedSheet, register: Sequence[ActivityRecord]) -> ActivityRecord | None:
    """The sheet of the register that a proposal completes; None when it makes a sheet of its own.

    An archived sheet is left in its archive.
    """
    known = set(sheet.complements_origins)
    open_sheets = (current for current in register if current.state != "archived")
    return next((current for current in open_sheets if known & set(current.origins)), None) if known else None


def sorted_out(
    taken: Sequence[ProposedSheet], register: Sequence[ActivityRecord]
) -> tuple[tuple[ProposedSheet, ...], tuple[tuple[ActivityRecord, ProposedSheet], ...]]:
    """What was ticked, as `(new sheets, (sheet of the register, what completes it) pairs)`, one of each at most.

    What completes a sheet that is being made at the same time is part of it from the start.
    """
    new, completions, targets = {}, {}, {}
    for sheet in sorted(taken, key=lambda sheet: bool(sheet.complements)):
        host = next((key for key, made in new.items() if set(sheet.complements_origins) & set(made.origins)), None)
        if target := to_complete(sheet, register):
            targets[target.id] = target
            completions[target.id] = together(completions[target.id], sheet) if target.id in completions else sheet
        elif host:
            new[host] = together(new[host], sheet)
        else:
            new[sheet.key] = sheet
    return tuple(new.values()), tuple((targets[key], sheet) for key, sheet in completions.items())


def together(one: ProposedSheet, other: ProposedSheet) -> ProposedSheet:
    """Two proposals for the same sheet as one, under the name of the first."""
    lists = ("origins", "reasons", "purposes", "persons", "data", "recipients", "processors", "measures", "sources")
    return replace(
        one,
        **{name: tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name)))) for name in lists},
        transfers_question=one.transfers_question or other.transfers_question,
        source_of_data=_continued(one.source_of_data, [other.source_of_data], SEPARATOR, LONGEST_SOURCE),
        dpia=max(one.dpia, other.dpia, key=DPIA_BY_WEIGHT.index),
        dpia_note=_continued(one.dpia_note, [other.dpia_note], "\n", LONGEST_NOTE),
    )


def no_longer_called(
    answered: Sequence[ProposedSheet], register: Sequence[ActivityRecord]
) -> tuple[ActivityRecord, ...]:
    """The sheets in force that came from the questionnaire and that these answers would not propose any more.

    `answered`: what the answers propose to an empty register.
    """
    called = {origin for sheet in answered for origin in sheet.origins}
    return tuple(
        current
        for current in register
        if current.state == IN_FORCE and current.origins and not called & set(current.origins)
    )


def _lists(sheet, retention):
    return {
        "purposes": [
            {
                "name": purpose.name,
                "legal_basis": purpose.basis,
                "basis_text": purpose.basis_text,
                "interest": purpose.interest,
                "article_9": purpose.condition,
                "to_validate": purpose.to_validate,
            }
            for purpose in sheet.purposes
        ],
        "data_categories": [
            {"description": data.description, "kind": data.kind, "retention_rule": retention[parameter_of(data)]}
            for data in sheet.data
        ],
        "recipients": [{"kind": recipient.kind, "name": recipient.name} for recipient in sheet.recipients],
        "processors": [{"kind": kind} for kind in sheet.processors],
    }


def _stance(sheet):
    return "unknown" if sheet.transfers_question else "none"


def _sources(sheet):
    return [{"title": source.title, "href": source.href} for source in sheet.sources]


def _continued(text, parts, separator, longest):
    """The text with the parts that it does not hold yet after it, as far as its field allows."""
    for part in parts:
        if part and part.casefold() not in text.casefold():
            longer = f"{text.rstrip()}{separator}{part}" if text.strip() else part
            text = longer if len(longer) <= longest else text
    return text
