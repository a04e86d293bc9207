"""Files attached to records, the mission of the DPO, the choices about durations."""

from cabinet_rgpd.evidence import files
from cabinet_rgpd.evidence import operations as evidence
from registry.dpo import operations as dpo
from registry.retention import operations as retention
from tests import cast
from tests.operations.registry_of_cases import case


@case("cabinet_rgpd.evidence.operations.attach")
def _(clinic):
    supplier, file = cast.supplier(clinic), files.examine("contrat.pdf", b"%PDF-1.7 le contrat")
    return lambda: evidence.attach(root=supplier, file=file, note="signé", on=cast.TODAY, by=clinic.sign())


@case("cabinet_rgpd.evidence.operations.withdraw")
def _(clinic):
    supplier = cast.supplier(clinic)
    row = cast.evidence(clinic, supplier)
    return lambda: evidence.withdraw(evidence=row, lock="1", on=cast.TODAY, by=clinic.sign())


@case("registry.dpo.operations.set_mission")
def _(clinic):
    row = cast.delegate(clinic)
    return lambda: dpo.set_mission(
        designation=row, content={"means": "Un jour par mois"}, lock=row.lock_token, by=clinic.sign()
    )


@case("registry.dpo.operations.check_interests")
def _(clinic):
    row = cast.delegate(clinic)
    return lambda: dpo.check_interests(
        designation=row, answers={"it": "yes"}, note="", lock=row.lock_token, by=clinic.sign(), on=cast.TODAY
    )


@case("registry.retention.operations.choose")
def _(clinic):
    content = {"never_shorten": False, "justification": "Place disponible limitée."}
    return lambda: retention.choose(content=content, lock="", by=clinic.sign())
