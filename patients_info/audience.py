"""What, on a sheet, is about an audience. Pure.

A practitioner alone keeps grouped sheets, where accounting for suppliers may stand beside claims of patients. A line
that the catalogue knows only from typical activities about other people is left out of the notice; a line it does not
know was written by the practice, and stays.
"""

from dataclasses import replace

from patients_info.audiences import PATIENTS, Audience
from registry.activities.records import ActivityRecord
from registry.law import typical

SEPARATOR = "\u00a0; "


def concerns(activity: ActivityRecord, audience: Audience = PATIENTS) -> bool:
    """Whether the sheet is about people of this audience."""
    if audience.origins:
        kinds = {line.kind for line in activity.processors}
        return not audience.origins.isdisjoint(activity.origins) or (
            not activity.origins and not audience.processors.isdisjoint(kinds)
        )
    return not audience.persons.isdisjoint(activity.persons)


def only_for(activity: ActivityRecord, audience: Audience = PATIENTS) -> ActivityRecord:
    """The sheet with only the lines that may be about this audience."""
    return _known_kinds(_only_ours(activity, audience), audience)


def _known_kinds(activity, audience):
    if audience.data_kinds is None:
        return activity
    kept = tuple(line for line in activity.data_categories if not line.kind or line.kind in audience.data_kinds)
    return replace(activity, data_categories=kept)


def _only_ours(activity, audience):
    known = [typical.catalogue()[key] for key in activity.origins if key in typical.catalogue()]
    ours = [each for each in known if _about(each, audience)]
    others = [each for each in known if not _about(each, audience)]
    if not ours or not others:
        return activity
    names = _only(others, ours, lambda each: (purpose.name for purpose in each.purposes))
    data = _only(others, ours, lambda each: (line.description for line in each.data))
    recipients = _only(others, ours, lambda each: (line.name for line in each.recipients))
    processors = _only(others, ours, lambda each: each.processors)
    sources = _only(others, ours, lambda each: _parts(each.source_of_data))
    return replace(
        activity,
        **_title(activity, ours, others),
        purposes=tuple(line for line in activity.purposes if not _named(line.name, names)),
        data_categories=tuple(line for line in activity.data_categories if line.description not in data),
        recipients=tuple(line for line in activity.recipients if line.name not in recipients),
        processors=tuple(line for line in activity.processors if line.kind not in processors),
        data_source=SEPARATOR.join(_kept_parts(activity.data_source, sources)),
        origins=tuple(each.key for each in ours),
    )


def _about(each, audience):
    if audience.origins:
        return each.key in audience.origins
    persons = each.persons or (typical.catalogue()[each.part_of].persons if each.part_of else ())
    return not audience.persons.isdisjoint(persons)


def _only(others, ours, lines):
    """The lines that are theirs and never ours."""
    return {line for each in others for line in lines(each)} - {line for each in ours for line in lines(each)}


def _named(name, names):
    """The questionnaire adds the professions in brackets when their bases differ."""
    return any(name == each or name.startswith(f"{each} (") for each in names)


def _title(activity, ours, others):
    """A sheet that bears a common name, or that of what is left out, takes the names of what is left."""
    common = {sheet.name for sheet in typical.solo_sheets().values()} | {each.name for each in others}
    if activity.name not in common:
        return {}
    hosts = [each for each in ours if not each.part_of] or ours
    first, *rest = [each.name for each in hosts]
    return {
        "name": SEPARATOR.join([first, *(name[:1].lower() + name[1:] for name in rest)]),
        "description": " ".join(each.description for each in hosts),
    }


def _parts(text):
    return [part.strip().lower() for part in text.replace(SEPARATOR, ";").split(";")]


def _kept_parts(text, dropped):
    kept = [part.strip() for part in text.replace(SEPARATOR, ";").split(";")]
    kept = [part for part in kept if part and part.lower() not in dropped]
    return [part[:1].upper() + part[1:] if place == 0 else part for place, part in enumerate(kept)]
