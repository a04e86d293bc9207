"""A notice written from the register: frozen facts in, what it says to an audience out. Pure (GDPR art. 12 to 14)."""

import datetime as dt
import re

from patients_info import texts
from patients_info.audience import concerns, only_for
from patients_info.audiences import PATIENTS, Audience
from patients_info.records import (
    AgreementLine,
    Contact,
    Controller,
    DataLine,
    DpoContact,
    LanguageLine,
    NoticeContent,
    ProcessorLine,
    PurposeLine,
    RecipientLine,
    RightLine,
    Section,
    Settings,
    TransferLine,
)
from registry.activities.records import ActivityRecord
from registry.law.vocabulary import (
    HEALTH_DATA_HOSTS,
    DataKind,
    HdsStatus,
    LegalBasis,
    ProcessorKind,
    RecipientKind,
    Role,
)
from registry.responsibilities.records import Essence

#: Subjects on which the notice speaks when the register holds a typical activity of this key.
TOPIC_BY_ORIGIN = {
    "patient_file": "patient_file",
    "shared_record": "patient_file",
    "ins_identity": "ins",
    "national_health_record": "national_health_record",
    "ai_scribe": "ai_scribe",
    "ai_decision_support": "ai_decision_support",
    "billing": "billing",
    "students_supervision": "students",
}
TOPICS = (
    "patient_file", "file_access", "ins", "care_team", "national_health_record", "hosting", "ai_scribe",
    "ai_decision_support", "billing", "students", "no_transfer", "transfers",
)  # fmt: skip
PATIENT_FILE = frozenset({"patient_file", "shared_record"})
#: Words that tell a person of the practice to look again; a patient is not shown them.
_UNSETTLED = re.compile(r"à (justifier|préciser|valider)|n’impose|[Tt]exte non trouvé")
_SAYS_ITS_END = re.compile(r"suppression|supprim|écrase|effac|détrui|destruction", re.IGNORECASE)
_INS = re.compile(r"\bINS\b")
_CITES = re.compile(r"\b(art\.|délibération|loi n°|décret|Décrets?|Loi n°)")


def content(
    *,
    structure: Contact,
    activities: tuple[ActivityRecord, ...],
    dpo: DpoContact | None,
    settings: Settings,
    on: dt.date,
    audience: Audience = PATIENTS,
    essences: tuple[Essence, ...] = (),
    protections: tuple[str, ...] = (),
) -> NoticeContent:
    """What the notice says on a day: activities in force about people of this audience, nothing invented.

    `settings.languages` are codes of languages offered to this audience, French aside. `essences` are those of the
    agreements between joint controllers, `protections` what may be said to patients of the security measures.
    """
    ours = [only_for(each, audience) for each in activities if each.state == "in_force" and concerns(each, audience)]
    sections = tuple(_section(each, audience) for each in ours)
    return NoticeContent(
        audience=audience.code,
        text=texts.in_force(on, audience.code).name,
        structure=structure,
        dpo=dpo,
        rights=_rights_contact(structure, settings),
        introduction=settings.introduction,
        controllers=_everyone(sections),
        sections=sections,
        topics=_topics(ours, sections, audience),
        file_retention=_file_retention(ours) if audience.care else "",
        agreements=_agreements(essences, sections),
        protections=protections if audience == PATIENTS else (),
        languages=tuple(
            LanguageLine(code, texts.in_force(on, audience.code, code).name) for code in settings.languages
        ),
    )


def _agreements(essences, sections):
    """Those about a use that this notice describes; one that names no use is about all of them."""
    told = {section.id for section in sections}
    return tuple(
        AgreementLine(each.names, each.essence.strip().rstrip("."), each.contact_point.strip().rstrip("."))
        for each in essences
        if each.essence.strip() and (not each.activities or not told.isdisjoint(each.activities))
    )


def _everyone(sections):
    """Each controller once, whatever its roles from one use to another."""
    found = {}
    for section in sections:
        for each in section.controllers:
            found.setdefault(each.name, each)
    return tuple(found.values())


def _rights_contact(structure, settings):
    """Who answers: what the structure says, else its own means."""
    own = settings.rights_email or settings.rights_phone
    return Contact(
        name=settings.rights_contact or structure.name,
        address=structure.address,
        phone=settings.rights_phone or ("" if own else structure.phone),
        email=settings.rights_email or ("" if own else structure.email),
    )


def _section(activity, audience):
    purposes = tuple(
        PurposeLine(each.name, each.legal_basis, _reference(each), each.interest.strip(), each.article_9)
        for each in activity.purposes
    )
    return Section(
        id=str(activity.id),
        name=activity.name,
        description=activity.description.strip(),
        controllers=tuple(
            Controller(each.name, each.role) for each in activity.responsibles if each.role != Role.PROCESSOR
        ),
        purposes=purposes,
        data=tuple(
            DataLine(each.description, each.kind, each.rule.text if each.rule else "", _end(each.rule))
            for each in activity.data_categories
        ),
        source=activity.data_source.strip(),
        recipients=tuple(RecipientLine(each.name, each.kind) for each in activity.recipients),
        processors=tuple(dict.fromkeys(_processor(each) for each in activity.processors)),
        stance=activity.transfer_stance,
        transfers=tuple(
            TransferLine(each.recipient, each.country, each.safeguard, each.link) for each in activity.transfers
        ),
        rights=_rights(purposes, file=audience.care and _is_patient_file(activity)),
        sensitive=any(each.needs_article_9 for each in activity.data_categories),
    )


def _end(rule):
    """What happens at the end of a duration; blank when its sentence says it, or when nothing was written."""
    if rule is None or not rule.fate.strip() or _SAYS_ITS_END.search(rule.text):
        return ""
    return rule.fate.strip()


def _reference(purpose):
    """The text cited for a basis, without what is still to be settled; blank when no text of law is named."""
    parts = [part.strip() for part in purpose.basis_text.replace("\u00a0;", ";").split(";")]
    kept = [part for part in parts if part and not _UNSETTLED.search(part)]
    text = "\u00a0; ".join(kept)
    return text if _CITES.search(text) else ""


def _processor(each):
    if each.supplier is None:
        return ProcessorLine(each.kind, "", "", "unknown", each.kind in HEALTH_DATA_HOSTS)
    hosts = each.supplier.hosts_health_data and each.supplier.hds != HdsStatus.NOT_CONCERNED
    return ProcessorLine(each.kind, each.supplier.name, each.supplier.country, each.supplier.hds, hosts)


def _holds_health_data(activity):
    return any(each.kind == DataKind.HEALTH for each in activity.data_categories)


def _rights(purposes, *, file):
    """The rights that apply, by legal basis (GDPR art. 15 to 21). Erasure is never bare beside a legal obligation."""
    by_basis = {}
    for purpose in purposes:
        if purpose.basis:
            by_basis.setdefault(purpose.basis, []).append(purpose.name)
    lines = [RightLine("access"), RightLine("rectification"), RightLine("restriction")]
    for code, bases in _rights_table(file):
        found = [basis for basis in bases if basis in by_basis]
        if found:
            names = [name for basis in by_basis if basis in found for name in by_basis[basis]]
            lines.append(RightLine(code, () if len(names) == len(purposes) else tuple(names)))
    return tuple(lines)


def _rights_table(file):
    basis = LegalBasis
    yield "withdrawal", (basis.CONSENT,)
    yield "objection", (basis.LEGITIMATE_INTERESTS, basis.PUBLIC_TASK)
    yield ("erasure_of_file" if file else "erasure_kept"), (basis.LEGAL_OBLIGATION, basis.PUBLIC_TASK)
    yield "erasure_after_objection", (basis.LEGITIMATE_INTERESTS,)
    yield "erasure", (basis.CONSENT, basis.CONTRACT, basis.VITAL_INTERESTS)
    yield "portability", (basis.CONSENT, basis.CONTRACT)


def _topics(activities, sections, audience):
    found = set(_of_care(activities)) if audience.care else set()
    if any(line.hosts for section in sections for line in section.processors):
        found.add("hosting")
    stances = {section.stance for section in sections}
    if "some" in stances:
        found.add("transfers")
    elif stances == {"none"}:
        found.add("no_transfer")
    return tuple(topic for topic in TOPICS if topic in found)


def _of_care(activities):
    """The subjects that concern whoever is cared for here."""
    found = {TOPIC_BY_ORIGIN[key] for each in activities for key in each.origins if key in TOPIC_BY_ORIGIN}
    for each in activities:
        kinds = {line.kind for line in each.recipients}
        if RecipientKind.CARE_TEAM in kinds:
            found.add("care_team")
        if _is_patient_file(each):
            found.add("patient_file")
            if kinds & {RecipientKind.CARE_TEAM, RecipientKind.INTERNAL}:
                found.add("file_access")
        if any(_INS.search(line.description) for line in each.data_categories):
            found.add("ins")
        if any(line.kind == ProcessorKind.AI_SCRIBE for line in each.processors):
            found.add("ai_scribe")
    return found


def _is_patient_file(activity):
    """The sheet of the file: from the catalogue, or one of the practice's own that says care, team and health data."""
    if activity.origins:
        return not PATIENT_FILE.isdisjoint(activity.origins)
    team = any(line.kind == RecipientKind.CARE_TEAM for line in activity.recipients)
    return team and _holds_health_data(activity)


def _file_retention(activities):
    """How long the patient file is kept: the first rule about health data on its sheet; blank without one."""
    rules = (
        line.rule.text
        for each in activities
        if _is_patient_file(each)
        for line in each.data_categories
        if line.kind == DataKind.HEALTH and line.rule
    )
    return next(rules, "")
