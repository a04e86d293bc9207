"""What the register says on paper (GDPR art. 30.1, 30.3, 30.4). Pure: records come in, facts for a template go out."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cabinet_rgpd.history import claims
from cabinet_rgpd.lib.french import counted, date_in_words, enumerate_fr
from cabinet_rgpd.structures.vocabulary import PartyKind, Profession
from registry.activities import rules
from registry.activities.records import ActivityRecord, DataRecord
from registry.law.vocabulary import Role
from registry.retention.records import RetentionRecord

NBSP = "\u00a0"
TITLE = "Registre des activités de traitement"
#: How a sheet is weighed before it is laid out, in lines: see `_placed`. Measured on whole registers, true to 10 %.
LINES_A_PAGE = 65
LINE_CHARACTERS = 68
MARGIN_CHARACTERS = 26
FRAME_LINES = 20
SUMMARY_LINES = 8
GAP_LINES = 4
#: Between these shares of a page, the rest is left white; below, it would look empty; above, it may not be so full.
FULL_ENOUGH, SURELY_NOT_OVER = 0.55, 0.93
#: Where a part starts: on a new page, whole below the one before, or below it and cut where the page ends.
OPENS, KEPT, FLOWS = "opens", "nobreak", "flows"
PURPOSES_SHOWN = 3
CONTROLLERS_ON_COVER = 6
HDS_IN_WORDS = {
    "yes": "certifié HDS",
    "no": "non certifié HDS",
    "unknown": "certification HDS à vérifier",
    "not_concerned": "n’héberge pas de données de santé",
}


@dataclass(frozen=True)
class Controller:
    """Who answers for activities (art. 4(7) and 30.1.a). `detail` is what it is; `roles`, how often and as what."""

    name: str
    detail: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Dpo:
    """The data protection officer in words: `name` says that there is none when there is none."""

    name: str
    lines: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True)
class DataGroup:
    """The categories of data of a sheet that are kept by the same rule (art. 30.1.f), in their order."""

    rule: RetentionRecord | None
    justification: str
    categories: tuple[DataRecord, ...]


@dataclass(frozen=True)
class Sheet:
    """One activity, ready to print. `anchor` is its address in the document, `place` where it starts."""

    record: ActivityRecord
    anchor: str
    data_groups: tuple[DataGroup, ...]
    findings: tuple[rules.Finding, ...]
    modified_on: dt.date | None
    opinions: tuple = ()
    #: Who wrote it by delegation and who validated it (registry.opinions.delegation.Authorship), or None.
    authorship: object | None = None
    place: str = OPENS
    hds_in_words = HDS_IN_WORDS

    @property
    def title(self) -> str:
        return f"{self.record.reference} {self.record.name}"

    @property
    def version(self) -> str:
        """« version 3 du 12 novembre 2026 »; a draft has none."""
        if not self.record.version:
            return "brouillon"
        words = f"version{NBSP}{self.record.version}"
        return f"{words} du {date_in_words(self.modified_on)}" if self.modified_on else words

    @property
    def purposes_in_short(self) -> tuple[str, ...]:
        names = [each.name for each in self.record.purposes]
        if len(names) <= PURPOSES_SHOWN:
            return tuple(names)
        return (*names[: PURPOSES_SHOWN - 1], f"et {len(names) - PURPOSES_SHOWN + 1}{NBSP}autres")

    @property
    def controllers(self) -> str:
        return enumerate_fr(each.name for each in self.record.responsibles if each.role != Role.PROCESSOR)

    @property
    def to_validate(self) -> bool:
        """Whether something on the sheet waits for somebody to confirm it."""
        purposes = any(each.to_validate for each in self.record.purposes)
        return purposes or any(group.rule and group.rule.to_validate for group in self.data_groups)


@dataclass(frozen=True)
class RetentionLine:
    """A rule of the last table, with the sheets that use it."""

    rule: RetentionRecord
    references: tuple[str, ...]

    @property
    def has_phases(self) -> bool:
        return any((self.rule.trigger, self.rule.active_use, self.rule.archive, self.rule.fate))


@dataclass(frozen=True, kw_only=True)
class ActivityDocument:
    """One sheet alone. `receipt` is None for a draft, of which the history knows nothing."""

    structure: object
    sheet: Sheet
    controllers: tuple[Controller, ...]
    dpo: Dpo
    on: dt.date
    receipt: object | None
    #: The general description of the measures (art. 30.1.g): `(theme, sentences)`.
    measures: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def title(self) -> str:
        return f"{self.sheet.title} — fiche du registre"

    @property
    def owner(self) -> str:
        return self.structure.name


@dataclass(frozen=True, kw_only=True)
class RegisterDocument:
    """The whole register, or with `party` the part of it that one party answers for."""

    structure: object
    sheets: tuple[Sheet, ...]
    controllers: tuple[Controller, ...]
    dpo: Dpo
    retention: tuple[RetentionLine, ...]
    retention_place: str
    on: dt.date
    receipt: object
    party: object | None = None
    #: The general description of the measures (art. 30.1.g): `(theme, sentences)`.
    measures: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def title(self) -> str:
        return f"{TITLE} — {self.party.name}" if self.party else TITLE

    @property
    def owner(self) -> str:
        return self.party.name if self.party else self.structure.name

    @property
    def cover_controllers(self) -> tuple[str, ...]:
        names = [each.name for each in self.controllers]
        if len(names) <= CONTROLLERS_ON_COVER:
            return tuple(names)
        return (*names[:CONTROLLERS_ON_COVER], f"et {len(names) - CONTROLLERS_ON_COVER}{NBSP}autres, nommés plus loin")

    @property
    def to_validate(self) -> bool:
        return any(sheet.to_validate for sheet in self.sheets)

    @property
    def incomplete(self) -> int:
        """How many sheets lack something."""
        return sum(bool(sheet.findings) for sheet in self.sheets)


def register_document(
    *,
    structure,
    activities: Iterable[ActivityRecord],
    parties,
    dpo_contact,
    dpo_decision,
    receipt,
    on,
    party=None,
    measures=(),
    opinions=None,
    authorships=None,
) -> RegisterDocument:
    """The register as it stands on the day `on`, in the structure's own time zone.

    `structure` and `parties` give names and coordinates; `activities` are printed in the order given, all of them: the
    caller leaves drafts and archives out, and with `party` keeps the sheets that name it. `dpo_contact` and
    `dpo_decision` may be None; `opinions` are those given on each sheet, by its id, and `authorships` who wrote
    by delegation, by its `obj`. `receipt` is the end of the chain read
    before anything else. `measures` is the general description of the security measures of the structure, by theme
    (registry.security.rules.general_description).
    """
    sheets = [
        _sheet(
            record,
            f"fiche-{n}",
            structure.tz,
            (opinions or {}).get(record.id, ()),
            (authorships or {}).get(f"activity:{record.id}"),
        )  # fmt: skip
        for n, record in enumerate(activities, start=1)
    ]
    sheets, retention_place = _placed(sheets)
    return RegisterDocument(
        structure=structure,
        sheets=sheets,
        controllers=_controllers([sheet.record for sheet in sheets], parties),
        dpo=_dpo(dpo_contact, dpo_decision),
        retention=_retention(sheets),
        retention_place=retention_place,
        on=on,
        receipt=receipt,
        party=party,
        measures=measures,
    )


def activity_document(
    *,
    structure,
    activity: ActivityRecord,
    parties,
    dpo_contact,
    dpo_decision,
    receipt,
    on,
    measures=(),
    opinions=(),
    authorship=None,
) -> ActivityDocument:
    """One sheet alone, with who answers for it and how to reach them."""
    return ActivityDocument(
        structure=structure,
        sheet=_sheet(activity, "fiche", structure.tz, opinions, authorship),
        controllers=_controllers([activity], parties),
        dpo=_dpo(dpo_contact, dpo_decision),
        on=on,
        receipt=receipt if activity.version else None,
        measures=measures,
    )


def _sheet(record, anchor, tz, opinions, authorship):
    findings = sorted(rules.findings(record), key=lambda finding: not finding.required)
    modified_on = record.updated_at.astimezone(tz).date() if record.updated_at else None
    groups = _data_groups(record.data_categories)
    return Sheet(record, anchor, groups, tuple(findings), modified_on, tuple(opinions), authorship)


def _data_groups(categories):
    groups: dict[tuple[uuid.UUID | None, str], list[DataRecord]] = {}
    for each in categories:
        groups.setdefault((each.rule.id if each.rule else None, each.justification), []).append(each)
    return tuple(DataGroup(found[0].rule, found[0].justification, tuple(found)) for found in groups.values())


def _placed(sheets):
    """The sheets with their places, and the place of what follows: chapters, but no page left nearly empty."""
    placed, used = [], (SUMMARY_LINES + sum(_row_weight(sheet) for sheet in sheets)) % LINES_A_PAGE
    for sheet in sheets:
        weight, place = _weight(sheet), _after(used)
        if used + GAP_LINES + weight <= SURELY_NOT_OVER * LINES_A_PAGE:
            place, used = KEPT, used + GAP_LINES + weight
        elif place == OPENS or used > FULL_ENOUGH * LINES_A_PAGE:
            used = weight % LINES_A_PAGE
        else:
            used = (used + GAP_LINES + weight) % LINES_A_PAGE
        placed.append(replace(sheet, place=place))
    return tuple(placed), _after(used)


def _after(used):
    return OPENS if FULL_ENOUGH <= used / LINES_A_PAGE <= SURELY_NOT_OVER else FLOWS


def _weight(sheet):
    """The height of the sheet, more or less, in lines of the content column."""
    record = sheet.record
    purposes = [text for each in record.purposes for text in (each.name, _basis(each), each.interest)]
    margin = _lines([source["title"] for source in record.sources], MARGIN_CHARACTERS) + 4
    texts = [record.description, record.data_source, record.software, record.information_note, record.dpia_note]
    texts += [", ".join(record.person_labels), *record.measures]
    texts += [f"{each.description} {each.kind_label}" for each in record.data_categories]
    texts += [group.rule.text + group.justification for group in sheet.data_groups if group.rule]
    texts += [f"{each.kind_label} {each.name}" for each in record.recipients]
    texts += [*(each.kind_label for each in record.processors), *(each.name for each in record.responsibles)]
    texts += [each.recipient for each in record.transfers]
    texts += [finding.words.text + finding.about for finding in sheet.findings]
    return FRAME_LINES + max(_lines(purposes), margin) + _lines(texts) + (2 if sheet.findings else 0)


def _row_weight(sheet):
    """The height of its row in the summary."""
    name, controllers = _lines([sheet.record.name], 26) + 1, _lines([sheet.controllers], 18)
    return max(name, controllers, _lines(sheet.purposes_in_short, 38)) + 1.2


def _basis(purpose):
    return f"{purpose.basis_label} {purpose.basis_text} {purpose.article_9_label}"


def _lines(texts, characters=LINE_CHARACTERS):
    return sum(-(-len(text) // characters) for text in texts if text)


def _controllers(records, parties):
    found: dict[uuid.UUID, dict[str, int]] = {}
    names = {}
    for record in records:
        for each in record.responsibles:
            names[each.party_id] = each.name
            roles = found.setdefault(each.party_id, {})
            roles[each.role_label] = roles.get(each.role_label, 0) + 1
    known = {party.pk: party for party in parties}
    ordered = sorted(found, key=lambda pk: (-sum(found[pk].values()), names[pk]))
    return tuple(
        Controller(
            name=names[pk],
            detail=_detail(known.get(pk)),
            roles=tuple(f"{label}, {counted(count, 'fiche')}" for label, count in found[pk].items()),
        )
        for pk in ordered
    )


def _detail(party):
    if party is None:
        return ""
    what = Profession.label_of(party.profession) if party.profession else PartyKind.label_of(party.kind)
    return f"{what}, RPPS{NBSP}{party.rpps}" if party.rpps else what


def _dpo(contact, decision):
    if contact is not None:
        since = f"Depuis le {_claimed(contact.since)}" if contact.since else ""
        lines = (contact.organisation, contact.phone, since)
        return Dpo(contact.name, tuple(line for line in lines if line), contact.email)
    if decision is None:
        return Dpo("Aucun délégué désigné", ("La décision reste à prendre et à dater",))
    day = _claimed(decision.decided_on)
    if decision.designates:
        return Dpo("Aucun délégué désigné à ce jour", (f"Désignation décidée le {day}, la personne reste à nommer",))
    return Dpo("Aucun délégué désigné", (f"Décision du {day}",))


def _claimed(day):
    return date_in_words(day) + claims.when_written(day)


def _retention(sheets):
    found: dict[uuid.UUID, tuple[RetentionRecord, dict[str, None]]] = {}
    for sheet in sheets:
        for group in sheet.data_groups:
            if group.rule:
                found.setdefault(group.rule.id, (group.rule, {}))[1][sheet.record.reference] = None
    ordered = sorted(found.values(), key=lambda pair: pair[0].name.casefold())
    return tuple(RetentionLine(rule, tuple(references)) for rule, references in ordered)
