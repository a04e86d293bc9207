"""Who answers for an activity: controller, joint controllers, processor (GDPR art. 4(7), 4(8), 26, 28, 30(2)).

Pure: what the structure says of one activity comes in, an answer with its reasons comes out. The criterion is who decides
the purposes and the essential means, not who shares a software. The first row of `_TABLE` that recognises the facts answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cabinet_rgpd.lib.terms import Term
from registry.law import dated
from registry.law.dated import Reference
from registry.law.vocabulary import Mark

NBSP = "\u00a0"


class Purposes(Term):
    ONE = "one", "Un seul d’entre vous"
    EACH = "each", "Chacun, pour ses propres patients ou ses propres salariés"
    TOGETHER = "together", "Plusieurs d’entre vous, ensemble"


class File(Term):
    SEPARATE = "separate", "Non, chacun a le sien"
    PARTITIONED = "partitioned", "Un même logiciel, mais chacun n’y voit que ses dossiers"
    SHARED = "shared", "Un dossier commun, dont vous fixez les règles ensemble"


class Instructed(Term):
    NO = "no", "Non"
    YES = "yes", "Oui, par exemple la SISA ou la SCM qui tient le serveur, le secrétariat ou la paie"


class Hosts(Term):
    NO = "no", "Non"
    YES = "yes", "Oui, sur un serveur ou un contrat qui est le sien"


class Outcome(Term):
    SOLE = "sole", "Un seul responsable de traitement"
    EACH_OWN = "each_own", "Chacun responsable de ses propres dossiers"
    JOINT = "joint", "Responsables conjoints"
    SOLE_WITH_PROCESSOR = "sole_with_processor", "Un responsable, et un sous-traitant parmi vous"
    EACH_OWN_WITH_PROCESSOR = "each_own_with_processor", "Chacun responsable des siens, et un sous-traitant parmi vous"
    JOINT_WITH_PROCESSOR = "joint_with_processor", "Responsables conjoints, et un sous-traitant parmi vous"


class Paper(Term):
    """What the answer asks to write."""

    AGREEMENT = "agreement", "Accord entre responsables conjoints (RGPD, art. 26)"
    CONTRACT = "contract", "Contrat de sous-traitance (RGPD, art. 28.3)"
    PROCESSOR_SHEET = "processor_sheet", "Fiche du registre de sous-traitant (RGPD, art. 30.2)"


@dataclass(frozen=True)
class Situation:
    """What is said of one activity. `employment`: it concerns staff alone. Raises ValueError for an unknown word."""

    purposes: str
    file: str
    instructed: str
    hosts: str
    employment: bool = False

    def __post_init__(self):
        for vocabulary, value in (
            (Purposes, self.purposes), (File, self.file), (Instructed, self.instructed), (Hosts, self.hosts),
        ):  # fmt: skip
            vocabulary(value)


@dataclass(frozen=True)
class Reason:
    """One French sentence, its sources, and whether it waits for a lawyer's confirmation."""

    text: str
    references: tuple[Reference, ...]
    to_validate: bool


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    papers: tuple[Paper, ...]
    reasons: tuple[Reason, ...]
    #: One of the parties keeps patients' data for others: the certificate of a host is asked for (CSP L1111-8).
    hds_alert: bool

    @property
    def label(self) -> str:
        return self.outcome.label


def decide(situation: Situation, *, on: date) -> Answer:
    """The answer with the law of the day `on`. Raises NoValueInForce for a day before 25 May 2018."""
    joint = next(joint for recognises, joint in _TABLE if recognises(situation))
    processor = situation.instructed == Instructed.YES
    names = ["controller"]
    if situation.employment:
        names.append("employer")
    if joint is None:
        outcome = Outcome.SOLE_WITH_PROCESSOR if processor else Outcome.SOLE
    elif joint:
        outcome = Outcome.JOINT_WITH_PROCESSOR if processor else Outcome.JOINT
        shared_only = situation.purposes == Purposes.EACH
        names += (["own_patients", "shared_file"] if shared_only else []) + ["joint", "joint_rights"]
    else:
        outcome = Outcome.EACH_OWN_WITH_PROCESSOR if processor else Outcome.EACH_OWN
        names += [] if situation.employment else ["own_patients"]
        names += ["same_software"] if situation.file == File.PARTITIONED else []
    papers = [Paper.AGREEMENT] if joint else []
    if processor:
        papers += [Paper.CONTRACT, Paper.PROCESSOR_SHEET]
        names += ["processor", "processor_register"]
    alert = situation.hosts == Hosts.YES and not situation.employment
    if alert:
        names.append("hosting")
    return Answer(outcome, tuple(papers), tuple(reason(name, on=on) for name in names), alert)


def reason(name: str, *, on: date) -> Reason:
    """The text of `responsibilities.<name>` on a day. Raises UnknownParameter, NoValueInForce."""
    parameter = dated.get(f"responsibilities.{name}")
    value = parameter.on(on)
    return Reason(value.text, value.references, parameter.mark in (Mark.MEMORY, Mark.PROPOSAL))


#: Facts → decided together (True), each his own (False), one alone (None).
_TABLE: tuple[tuple[Callable[[Situation], bool], bool | None], ...] = (
    (lambda it: it.purposes == Purposes.TOGETHER, True),
    (lambda it: it.purposes == Purposes.EACH and it.file == File.SHARED and not it.employment, True),
    (lambda it: it.purposes == Purposes.EACH, False),
    (lambda it: it.purposes == Purposes.ONE, None),
)
