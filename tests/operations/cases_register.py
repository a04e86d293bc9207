"""The register: sheets, rules, suppliers, the DPO's decision, the questionnaire, the notice."""

import datetime as dt

from patients_info import operations as notices
from registry.activities import operations as activities
from registry.dpo import decisions, rules
from registry.dpo import operations as dpo
from registry.dpo import queries as dpo_queries
from registry.questionnaire import operations as questionnaire
from registry.questionnaire import queries as proposals
from registry.retention import operations as retention
from registry.suppliers import operations as suppliers
from tests import cast
from tests.operations.registry_of_cases import case
from tests.patients_info.notices import prepare, publish
from tests.registry.questionnaire.test_operations import answer_all, answers_of

ACTIVITIES = "registry.activities.operations"
RETENTION = "registry.retention.operations"
SUPPLIERS = "registry.suppliers.operations"
NEXT_YEAR = dt.date(2027, 11, 23)
OWN_RULE = {"name": "Badges du parking", "text": "3 mois après le passage.", "force": "practice", "sources": []}


# -- Sheets ------------------------------------------------------------------------------------------------------------


@case(f"{ACTIVITIES}.create_activity")
def _(clinic):
    content = {
        "name": "Suivi des patients", "state": "in_force", "family": "care", "persons": ["patients"],
        "responsibles": [{"party": clinic.party, "role": "controller"}], "purposes": [{"name": "Soigner"}],
        "data_categories": [{"description": "Antécédents", "kind": "health"}],
    }  # fmt: skip
    return lambda: activities.create_activity(content=content, by=clinic.sign(), on=cast.TODAY)


@case(f"{ACTIVITIES}.update_activity")
def _(clinic):
    sheet = cast.activity(clinic)
    content = {"persons": ["patients"], "purposes": [{"name": "Orienter"}], "recipients": []}
    return lambda: activities.update_activity(activity=sheet, lock="1", content=content, by=clinic.sign())


@case(f"{ACTIVITIES}.name_supplier")
def _(clinic):
    for name in ("Suivi des patients", "Téléconsultation"):
        cast.activity(clinic, name=name, data_categories=[], processors=[{"kind": "practice_software"}])
    supplier = cast.supplier(clinic)
    return lambda: activities.name_supplier(supplier_id=supplier.pk, kind="practice_software", by=clinic.sign())


@case(f"{ACTIVITIES}.put_in_force")
def _(clinic):
    draft = cast.activity(clinic, state="draft")
    return lambda: activities.put_in_force(activity=draft, lock=draft.lock_token, by=clinic.sign(), on=cast.TODAY)


@case(f"{ACTIVITIES}.archive_activity")
def _(clinic):
    sheet = cast.activity(clinic)
    return lambda: activities.archive_activity(activity=sheet, lock="1", by=clinic.sign("Cessée"))


@case(f"{ACTIVITIES}.take_out_of_archive")
def _(clinic):
    sheet = activities.archive_activity(activity=cast.activity(clinic), lock="1", by=clinic.sign())
    return lambda: activities.take_out_of_archive(activity=sheet, lock="2", by=clinic.sign())


@case(f"{ACTIVITIES}.discard_draft")
def _(clinic):
    draft = cast.activity(clinic, state="draft")
    return lambda: activities.discard_draft(activity=draft, by=clinic.sign())


@case(f"{ACTIVITIES}.duplicate_activity")
def _(clinic):
    sheet = cast.activity(clinic)
    return lambda: activities.duplicate_activity(activity=sheet, by=clinic.sign())


@case(f"{ACTIVITIES}.confirm_unchanged")
def _(clinic):
    sheet = cast.activity(clinic)
    return lambda: activities.confirm_unchanged(activity=sheet, lock="1", by=clinic.sign(), on=cast.TODAY)


# -- Rules and suppliers -----------------------------------------------------------------------------------------------


@case(f"{RETENTION}.adopt_parameter")
def _(clinic):
    return lambda: retention.adopt_parameter(key="retention.patient_file", by=clinic.sign(), on=cast.TODAY)


@case(f"{RETENTION}.create_rule")
def _(clinic):
    return lambda: retention.create_rule(content=OWN_RULE, by=clinic.sign())


@case(f"{RETENTION}.update_rule")
def _(clinic):
    rule = retention.create_rule(content=OWN_RULE, by=clinic.sign())
    return lambda: retention.update_rule(
        rule=rule, lock="1", content={"text": "1 mois après le passage."}, by=clinic.sign()
    )


@case(f"{RETENTION}.archive_rule")
def _(clinic):
    rule = retention.create_rule(content=OWN_RULE, by=clinic.sign())
    return lambda: retention.archive_rule(rule=rule, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{RETENTION}.restore_rule")
def _(clinic):
    rule = retention.create_rule(content=OWN_RULE, by=clinic.sign())
    rule = retention.archive_rule(rule=rule, lock="1", on=cast.TODAY, by=clinic.sign())
    return lambda: retention.restore_rule(rule=rule, lock="2", by=clinic.sign())


@case(f"{SUPPLIERS}.add_supplier")
def _(clinic):
    content = {"name": "Logiciel Fictif SAS", "kind": "practice_software", "country": "France", "hds": "yes"}
    return lambda: suppliers.add_supplier(content=content, by=clinic.sign())


@case(f"{SUPPLIERS}.update_supplier")
def _(clinic):
    supplier = cast.supplier(clinic)
    return lambda: suppliers.update_supplier(supplier=supplier, lock="1", content={"hds": "no"}, by=clinic.sign())


@case(f"{SUPPLIERS}.confirm_supplier")
def _(clinic):
    supplier = cast.supplier(clinic)
    return lambda: suppliers.confirm_supplier(supplier=supplier, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{SUPPLIERS}.archive_supplier")
def _(clinic):
    supplier = cast.supplier(clinic)
    return lambda: suppliers.archive_supplier(supplier=supplier, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{SUPPLIERS}.restore_supplier")
def _(clinic):
    supplier = suppliers.archive_supplier(supplier=cast.supplier(clinic), lock="1", on=cast.TODAY, by=clinic.sign())
    return lambda: suppliers.restore_supplier(supplier=supplier, lock="2", by=clinic.sign())


# -- Decisions, the questionnaire, the notice --------------------------------------------------------------------------


@case("registry.dpo.operations.decide")
def _(clinic):
    answer_all(clinic, answers_of("gp_alone_no_staff"))
    questionnaire.accept(
        structure=clinic.structure, accepted=set(), by=clinic.sign(), on=cast.TODAY,
        declined={sheet.key for sheet in proposals.proposal(clinic.structure)},
    )  # fmt: skip
    situation = dpo_queries.situation(clinic.structure, on=cast.TODAY)
    code = rules.decide(situation.facts, on=cast.TODAY).code
    content = {"outcome": "designate", "justification": "Choix du cabinet.", "review_on": NEXT_YEAR}
    return lambda: dpo.decide(
        structure=clinic.structure, content=content, lock="", by=clinic.sign(), on=cast.TODAY,
        rests_on=decisions.fingerprint(decisions.figures(situation), code),
    )  # fmt: skip


@case("registry.dpo.operations.set_contact")
def _(clinic):
    content = {"name": "Claire Fictive", "email": "dpo@exemple.fr", "since": cast.TODAY}
    return lambda: dpo.set_contact(content=content, lock="", by=clinic.sign())


@case("registry.questionnaire.operations.accept")
def _(clinic):
    answer_all(clinic, answers_of("gp_alone_no_staff"))
    proposed = [sheet.key for sheet in proposals.proposal(clinic.structure)]
    return lambda: questionnaire.accept(
        structure=clinic.structure, accepted={proposed[0]}, declined=set(proposed[1:]), by=clinic.sign(), on=cast.TODAY
    )


@case("patients_info.operations.prepare_notice")
def _(clinic):
    return lambda: notices.prepare_notice(content={"slug": "deux-rives"}, by=clinic.sign())


@case("patients_info.operations.update_notice")
def _(clinic):
    notice = prepare(clinic)
    return lambda: notices.update_notice(
        notice=notice, lock="1", content={"rights_contact": "le secrétariat"}, by=clinic.sign()
    )


@case("patients_info.operations.publish_notice")
def _(clinic):
    notice = prepare(clinic)
    return lambda: publish(clinic, notice)
