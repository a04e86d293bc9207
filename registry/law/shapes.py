"""What a typical activity, a question and a grouped sheet are made of. Values are those of `vocabulary`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """A test on one answer. Exactly one of `any_of`, `equals`, `at_least` is given."""

    key: str
    any_of: frozenset[str] | None = None
    equals: bool | None = None
    at_least: int | None = None


@dataclass(frozen=True)
class ProposalRule:
    """When every condition holds, the activity is proposed, and `because` says so. No condition: always."""

    conditions: tuple[Condition, ...]
    because: str


@dataclass(frozen=True)
class Founding:
    """A legal basis of GDPR art. 6, the text that founds it and how certain that text is."""

    basis: str
    basis_text: str
    mark: str


@dataclass(frozen=True)
class TypicalPurpose:
    name: str
    founding: Founding
    founding_by_profession: tuple[tuple[str, Founding], ...] = ()
    condition: str = ""
    interest: str = ""


@dataclass(frozen=True)
class TypicalData:
    description: str
    kind: str
    retention: str


@dataclass(frozen=True)
class TypicalRecipient:
    kind: str
    name: str


@dataclass(frozen=True)
class Source:
    """A text of law or of doctrine. `href` is blank when no address is certain."""

    title: str
    href: str = ""


@dataclass(frozen=True)
class ConditionalText:
    """A sentence shown when every condition holds."""

    conditions: tuple[Condition, ...]
    text: str


@dataclass(frozen=True)
class TypicalActivity:
    """`dpia_to_examine_if`: any of these makes the DPIA a question, whatever `dpia` says for a practice alone.

    `dpia_note`: the first whose conditions hold is shown.
    """

    key: str
    family: str
    name: str
    description: str
    proposed_when: tuple[ProposalRule, ...]
    purposes: tuple[TypicalPurpose, ...]
    persons: tuple[str, ...]
    data: tuple[TypicalData, ...]
    source_of_data: str
    recipients: tuple[TypicalRecipient, ...]
    processors: tuple[str, ...]
    transfers: str
    measures: tuple[str, ...]
    information: str
    dpia: str
    mark: str
    source: tuple[Source, ...]
    dpia_note: tuple[ConditionalText, ...] = ()
    dpia_to_examine_if: tuple[tuple[Condition, ...], ...] = ()
    warning: str = ""
    part_of: str = ""
    solo_sheet: str = ""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class ExtraField:
    """A further answer asked on the same screen."""

    key: str
    kind: str
    label: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Question:
    """One screen. Asked when `asked_if` holds (if given) and `asked_unless` does not (if given).

    `required`: an empty list is no answer. `unsure`: leaving it open (None) is an answer.
    """

    key: str
    kind: str
    title: str
    help: str
    why: str
    options: tuple[Option, ...] = ()
    asked_if: tuple[Condition, ...] = ()
    asked_unless: tuple[Condition, ...] = ()
    extra: tuple[ExtraField, ...] = ()
    required: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class SoloSheet:
    """A sheet on which a practitioner alone finds several typical activities together."""

    key: str
    name: str
    description: str
