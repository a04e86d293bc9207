"""Impact assessments, contracts, the journal, changes of law, notices on a wall."""

import datetime as dt

from cabinet_rgpd.history import ledger
from patients_info import operations as notices
from registry.changes import operations as changes
from registry.dpia import operations as dpia
from registry.journal import operations as journal
from registry.questionnaire.models import Questionnaire
from registry.retention import operations as retention
from registry.suppliers import operations as suppliers
from registry.suppliers.models import SupplierClause
from tests import cast
from tests.operations.registry_of_cases import case
from tests.patients_info.notices import prepare, publish
from tests.patients_info.test_displays import display
from tests.registry.changes.law import changed, soon
from tests.registry.dpia.test_operations import CARRY_OUT
from tests.registry.dpia.test_operations import decide as decided
from tests.registry.dpo.test_operations import LARGE

JOURNAL = "registry.journal.operations"
SUPPLIERS = "registry.suppliers.operations"
PATIENT_FILE = "retention.patient_file"
SINCE = dt.date(2020, 7, 28)


def answered(clinic):
    """A sheet of a practice that has answered what an impact assessment asks."""
    with ledger.write(clinic.sign()) as write:
        write.create(Questionnaire, answers=LARGE, answered_on=cast.TODAY)
    return cast.activity(clinic)


@case("registry.dpia.operations.decide")
def _(clinic):
    sheet = answered(clinic)
    return lambda: decided(clinic, sheet, CARRY_OUT)


@case("registry.dpia.operations.write_assessment")
def _(clinic):
    row = decided(clinic, answered(clinic), CARRY_OUT)
    content = {"description": "Un dossier."}
    return lambda: dpia.write_assessment(assessment=row, content=content, lock=None, by=clinic.sign(), on=cast.TODAY)


@case("registry.dpia.operations.cover")
def _(clinic):
    row, other = decided(clinic, answered(clinic), CARRY_OUT), cast.activity(clinic, name="Messagerie")
    return lambda: dpia.cover(
        assessment=row, activity_ids=[other.pk], similarity="Le même logiciel.", lock=None, by=clinic.sign()
    )


@case(f"{JOURNAL}.note")
def _(clinic):
    content = {"kind": "note", "happened_on": cast.TODAY, "title": "Une note", "content": "Ce qui fut décidé"}
    return lambda: journal.note(row=None, lock="", content=content, on=cast.TODAY, by=clinic.sign())


@case(f"{JOURNAL}.archive_entry")
def _(clinic):
    row = cast.journal_entry(clinic)
    return lambda: journal.archive_entry(row=row, lock="1", on=cast.TODAY, by=clinic.sign())


@case(f"{JOURNAL}.restore_entry")
def _(clinic):
    row = journal.archive_entry(row=cast.journal_entry(clinic), lock="1", on=cast.TODAY, by=clinic.sign())
    return lambda: journal.restore_entry(row=row, lock="2", by=clinic.sign())


@case(f"{JOURNAL}.keep_insurance")
def _(clinic):
    return lambda: journal.keep_insurance(lock="", content={"insurer": "Assureur fictif"}, by=clinic.sign())


@case(f"{SUPPLIERS}.keep_contract")
def _(clinic):
    supplier = cast.supplier(clinic)
    clause = SupplierClause._meta.get_field("clause").choices[0][0]
    return lambda: suppliers.keep_contract(
        supplier=supplier, lock=supplier.lock_token, content={}, found={clause: "yes"}, by=clinic.sign()
    )


@case(f"{SUPPLIERS}.keep_sub_processors")
def _(clinic):
    supplier, lines = (
        cast.supplier(clinic),
        [{"name": "Hébergeur fictif", "service": "Hébergement", "country": "France"}],
    )
    return lambda: suppliers.keep_sub_processors(supplier=supplier, lock="1", lines=lines, by=clinic.sign())


@case(f"{SUPPLIERS}.note_intervention")
def _(clinic):
    supplier = cast.supplier(clinic)
    content = {
        "done_on": cast.TODAY,
        "place": "remote",
        "what": "Mise à jour",
        "by": "",
        "watched_by": "",
        "closed": True,
    }
    return lambda: suppliers.note_intervention(supplier=supplier, content=content, on=cast.TODAY, by=clinic.sign())


@case("registry.retention.operations.decide_change")
def _(clinic):
    rule = retention.adopt_parameter(key=PATIENT_FILE, by=clinic.sign(), on=cast.TODAY)
    with ledger.write(clinic.sign()) as write:
        rule = write.take(rule)
        write.apply(rule, {"parameter_date": dt.date(2015, 1, 1)})
    return lambda: retention.decide_change(
        rule=rule,
        lock=rule.lock_token,
        since=SINCE,
        adopted=True,
        reason="Lu en réunion.",
        on=cast.TODAY,
        by=clinic.sign(),
    )


@case("registry.retention.operations.replace_rule")
def _(clinic):
    sheet = cast.activity(clinic)
    rule = sheet.data_categories.first().retention_rule
    return lambda: retention.replace_rule(rule=rule, key=PATIENT_FILE, on=cast.TODAY, by=clinic.sign())


@case("patients_info.operations.record_display")
def _(clinic):
    notice = publish(clinic, prepare(clinic))
    return lambda: display(clinic, notice)


@case("patients_info.operations.end_display")
def _(clinic):
    notice = display(clinic, publish(clinic, prepare(clinic)))
    place, lock = notice.displays.get(), notice.lock_token
    return lambda: notices.end_display(notice=notice, lock=lock, display_id=place.pk, on=cast.TODAY, by=clinic.sign())


@case("registry.changes.operations.handle")
def _(clinic):
    decided(clinic, answered(clinic), CARRY_OUT)
    since, on = soon()

    def handle():
        with changed("dpia.criteria_threshold", since=since):
            return changes.handle(
                parameter="dpia.criteria_threshold",
                since=since,
                outcome="nothing",
                reason="Lu.",
                on=on,
                by=clinic.sign(),
            )

    return handle
