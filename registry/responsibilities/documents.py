"""What the papers of who answers for what say (GDPR art. 26, 28.3, 30.2; CSP L1110-4). Pure: frozen facts for a template."""

import datetime as dt
from dataclasses import dataclass

from registry.responsibilities.records import AgreementRecord, MatrixRecord, ServiceRecord
from registry.responsibilities.rules import Reason


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper of this room carries. `receipt` is the end of the chain read before anything else."""

    structure: object
    on: dt.date
    receipt: object
    reasons: tuple[Reason, ...] = ()

    @property
    def owner(self) -> str:
        return self.structure.name


@dataclass(frozen=True, kw_only=True)
class AgreementPaper(Paper):
    agreement: AgreementRecord

    @property
    def title(self) -> str:
        return f"Accord entre responsables conjoints — {self.agreement.name}"

    @property
    def rows(self):
        """`(who does what, who, article)`."""
        return (
            ("Informer les personnes", self.agreement.informs, "RGPD, art. 13, 14 et 26.1"),
            ("Répondre aux demandes d’exercice des droits", self.agreement.answers, "RGPD, art. 12, 15 à 22 et 26.1"),
            ("Notifier à la CNIL une violation de la part commune", self.agreement.notifies, "RGPD, art. 33"),
        )


@dataclass(frozen=True, kw_only=True)
class ContractPaper(Paper):
    service: ServiceRecord

    @property
    def title(self) -> str:
        return f"Contrat de sous-traitance — {self.service.name}"


@dataclass(frozen=True, kw_only=True)
class ProcessorRegister(Paper):
    """The register that one party keeps as a processor (art. 30.2)."""

    processor: str
    services: tuple[ServiceRecord, ...]
    dpo: object = None

    @property
    def title(self) -> str:
        return f"Registre de sous-traitant — {self.processor}"

    @property
    def owner(self) -> str:
        return self.processor


@dataclass(frozen=True, kw_only=True)
class MatrixPaper(Paper):
    matrix: MatrixRecord
    levels: dict[str, str]
    title: str = "Qui peut ouvrir quoi"
