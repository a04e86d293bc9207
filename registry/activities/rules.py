"""What a sheet lacks: each item of art. 30.1, and what is expected beyond it. Pure; a blank stays a blank, and is named."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from registry.activities.records import ActivityRecord
from registry.law import typical

WORDS = Path(__file__).with_name("findings.yaml")


@dataclass(frozen=True)
class Words:
    """A finding in French: what is missing, the text that asks for it, and where to read it."""

    text: str
    article: str
    href: str
    required: bool


@dataclass(frozen=True)
class Finding:
    """`part` is the part of the form that would fill it; `about` names the line concerned, when there are several."""

    code: str
    part: str
    about: str = ""

    @property
    def words(self):
        return words(self.code)

    @property
    def required(self):
        """Whether art. 30.1 asks for it; the others are expected beyond it."""
        return self.words.required


@cache
def _all_words():
    table = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {
        code: Words(each["text"], each["article"], each.get("href", ""), each["required"])
        for code, each in table.items()
    }


def words(code):
    return _all_words()[code]


def findings(sheet: ActivityRecord, *, purged_late: Collection = ()) -> tuple[Finding, ...]:
    """Everything the sheet lacks, in the order of its parts.

    `purged_late` holds the keys of the retention rules whose purge was prepared and never happened.
    """
    looks = (_who, _why, _what, _to_whom, _abroad, _security, _beyond)
    lacking = tuple(finding for look in looks for finding in look(sheet))
    return (*lacking, *_not_purged(sheet, purged_late))


def _not_purged(sheet, purged_late):
    late = {data.rule.name: None for data in sheet.data_categories if data.rule and data.rule.id in purged_late}
    for name in late:
        yield Finding("not_purged", "data", name)


def _who(sheet):
    if not any(each.role != "processor" for each in sheet.responsibles):
        yield Finding("no_controller", "responsibles")
    if sum(each.role == "joint_controller" for each in sheet.responsibles) == 1:
        yield Finding("joint_controller_alone", "responsibles")


def _why(sheet):
    if not sheet.purposes:
        yield Finding("no_purpose", "purposes")
    for purpose in sheet.purposes:
        if not purpose.legal_basis:
            yield Finding("no_legal_basis", "purposes", purpose.name)
        if purpose.legal_basis == "6.1.f" and not purpose.interest:
            yield Finding("interest_not_described", "purposes", purpose.name)
        if purpose.legal_basis == "6.1.c" and not purpose.basis_text:
            yield Finding("obligation_without_text", "purposes", purpose.name)
    if sheet.needs_article_9 and sheet.purposes and not any(each.article_9 for each in sheet.purposes):
        yield Finding("no_article_9", "purposes")


def _what(sheet):
    if not sheet.persons:
        yield Finding("no_persons", "people")
    if not sheet.data_categories:
        yield Finding("no_data", "data")
    for data in sheet.data_categories:
        if not data.rule:
            yield Finding("no_retention", "data", data.description)
        if not data.kind:
            yield Finding("no_data_kind", "data", data.description)


def _to_whom(sheet):
    if not sheet.recipients:
        yield Finding("no_recipients", "recipients")
    for processor in sheet.processors:
        if processor.supplier is None:
            yield Finding("processor_unnamed", "processors", processor.kind_label)
        elif (
            processor.supplier.hosts_health_data
            and sheet.needs_article_9
            and processor.supplier.hds in ("unknown", "no")
        ):
            yield Finding("host_without_hds", "processors", processor.supplier.name)


def _abroad(sheet):
    if sheet.transfer_stance == "unknown":
        yield Finding("transfers_unknown", "transfers")
    if sheet.transfer_stance == "some" and not sheet.transfers:
        yield Finding("transfers_not_listed", "transfers")
    for transfer in sheet.transfers:
        if not transfer.country:
            yield Finding("transfer_without_country", "transfers", transfer.recipient)
        if not transfer.safeguard:
            yield Finding("transfer_without_safeguard", "transfers", transfer.recipient)


def _security(sheet):
    if not sheet.security_measures.strip():
        yield Finding("no_measures", "security")


def _beyond(sheet):
    if not sheet.information_means or sheet.information_means == "none":
        yield Finding("not_informed", "information")
    if not sheet.dpia_state or sheet.dpia_state == "to_examine":
        yield Finding("dpia_to_examine", "information")
    if sheet.dpia_state == "required":
        yield Finding("dpia_to_do", "information")
    if not sheet.data_source:
        yield Finding("no_source", "people")


def review_is_due(sheet, today):
    """Whether the next review is due on `today` or has no date."""
    return sheet.state == "in_force" and (sheet.next_review_on is None or sheet.next_review_on <= today)


def warnings(sheet):
    """What the typical activities that the sheet came from ask to watch, each sentence once."""
    known = typical.catalogue()
    found = [known[key].warning for key in sheet.origins if key in known and known[key].warning]
    return tuple(dict.fromkeys(found))
