"""What a supplier's record leaves open. Pure: a frozen record comes in, findings come out."""

from dataclasses import dataclass

from registry.law.dated import Reference
from registry.law.vocabulary import HdsStatus
from registry.suppliers.records import SupplierRecord

HDS_UNKNOWN = "hds_unknown"
HDS_NO = "hds_no"

HDS_CODE = Reference("CSP, art. L1111-8")

_TEXTS = {
    HDS_UNKNOWN: (
        "Ce prestataire peut héberger des données de santé : demandez-lui son certificat d’hébergeur (HDS), ou notez "
        "qu’il n’en héberge pas."
    ),
    HDS_NO: (
        "Un prestataire qui héberge des données de santé pour votre compte doit être certifié (HDS). Demandez-lui qui "
        "héberge, ou changez de prestataire."
    ),
}


@dataclass(frozen=True)
class Finding:
    """`severity` is `high` (a duty is not met) or `medium` (something is to be checked)."""

    code: str
    severity: str
    references: tuple[Reference, ...]

    @property
    def text(self):
        """The finding in French."""
        return _TEXTS[self.code]


def findings(supplier: SupplierRecord) -> tuple[Finding, ...]:
    """What stands against a supplier that may host patients' data: no known certification (CSP L1111-8)."""
    if not supplier.hosts_health_data or supplier.archived_on is not None:
        return ()
    if supplier.hds == HdsStatus.UNKNOWN:
        return (Finding(HDS_UNKNOWN, "medium", (HDS_CODE,)),)
    if supplier.hds == HdsStatus.NO:
        return (Finding(HDS_NO, "high", (HDS_CODE,)),)
    return ()
