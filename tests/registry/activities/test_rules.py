"""What a sheet lacks: each item of art. 30.1 is named where it is missing, and nothing is invented."""

import dataclasses
import datetime as dt
import uuid

import pytest

from registry.activities import rules
from registry.activities.parts import BY_KEY
from registry.activities.records import (
    ActivityRecord,
    DataRecord,
    ProcessorRecord,
    PurposeRecord,
    RecipientRecord,
    ResponsibleRecord,
    TransferRecord,
)
from registry.retention.records import RetentionRecord
from registry.suppliers.records import SupplierRecord

RULE = RetentionRecord(uuid.uuid4(), 1, "Dossier", "20 ans après la dernière prise en charge.")
HOST = SupplierRecord(uuid.uuid4(), 1, "Hébergeur Fictif", "hosting", "France", "yes")
COMPLETE = ActivityRecord(
    id=uuid.uuid4(), version=1, lock_token="1", reference="A-01", name="Suivi des patients", persons=("patients",),
    data_source="La personne elle-même", transfer_stance="none", security_measures="Comptes nominatifs",
    information_means="notice", dpia_state="not_required", next_review_on=dt.date(2027, 11, 23),
    responsibles=(ResponsibleRecord(uuid.uuid4(), "Dr Fictif", "controller"),),
    purposes=(PurposeRecord("Soigner", "6.1.c", "CSP, art. R4127-45", "", "9.2.h", False),),
    data_categories=(DataRecord("Antécédents", "health", RULE, ""),),
    recipients=(RecipientRecord("care_team", "Ceux qui soignent le même patient"),),
    processors=(ProcessorRecord("hosting", HOST),),
)  # fmt: skip


def codes(**changes):
    return [finding.code for finding in rules.findings(dataclasses.replace(COMPLETE, **changes))]


def test_a_complete_sheet_lacks_nothing():
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"responsibles": ()}, "no_controller"),
        ({"responsibles": (ResponsibleRecord(uuid.uuid4(), "SCM", "processor"),)}, "no_controller"),
        ({"responsibles": (ResponsibleRecord(uuid.uuid4(), "A", "joint_controller"),)}, "joint_controller_alone"),
        ({"purposes": ()}, "no_purpose"),
        ({"purposes": (PurposeRecord("Soigner", "", "", "", "9.2.h", False),)}, "no_legal_basis"),
        ({"purposes": (PurposeRecord("Agenda", "6.1.f", "", "", "9.2.h", False),)}, "interest_not_described"),
        ({"purposes": (PurposeRecord("Soigner", "6.1.c", "", "", "9.2.h", False),)}, "obligation_without_text"),
        ({"purposes": (PurposeRecord("Soigner", "6.1.c", "CSP", "", "", False),)}, "no_article_9"),
        ({"persons": ()}, "no_persons"),
        ({"data_categories": ()}, "no_data"),
        ({"data_categories": (DataRecord("Nom", "identity", None, ""),)}, "no_retention"),
        ({"data_categories": (DataRecord("Nom", "", RULE, ""),)}, "no_data_kind"),
        ({"recipients": ()}, "no_recipients"),
        ({"processors": (ProcessorRecord("hosting", None),)}, "processor_unnamed"),
        (
            {"processors": (ProcessorRecord("hosting", dataclasses.replace(HOST, hds="unknown")),)},
            "host_without_hds",
        ),
        ({"transfer_stance": "unknown"}, "transfers_unknown"),
        ({"transfer_stance": "some"}, "transfers_not_listed"),
        (
            {"transfer_stance": "some", "transfers": (TransferRecord("Éditeur", "", "adequacy", ""),)},
            "transfer_without_country",
        ),
        (
            {"transfer_stance": "some", "transfers": (TransferRecord("Éditeur", "Pays Fictif", "", ""),)},
            "transfer_without_safeguard",
        ),
        ({"security_measures": " \n "}, "no_measures"),
        ({"information_means": "none"}, "not_informed"),
        ({"dpia_state": "to_examine"}, "dpia_to_examine"),
        ({"dpia_state": "required"}, "dpia_to_do"),
        ({"data_source": ""}, "no_source"),
    ],
)
def test_what_is_missing_is_named_once_and_alone(changes, code):
    assert codes(**changes) == [code]


def test_every_finding_has_its_words_its_article_and_a_part_that_fills_it():
    blank = ActivityRecord(id=uuid.uuid4(), version=0, lock_token="", reference="A-01", name="Vide")
    for finding in rules.findings(blank):
        assert finding.part in BY_KEY
        assert finding.words.text.endswith(".")
        assert "art." in finding.words.article


def test_a_supplier_that_hosts_no_health_data_needs_no_certificate():
    accountant = SupplierRecord(uuid.uuid4(), 1, "Comptable Fictif", "accountant", "France", "not_concerned")
    assert codes(processors=(ProcessorRecord("accountant", accountant),)) == []


def test_a_review_is_due_on_its_day_and_when_it_has_no_date():
    day = dt.date(2027, 11, 23)
    assert rules.review_is_due(COMPLETE, day)
    assert not rules.review_is_due(COMPLETE, day - dt.timedelta(days=1))
    assert rules.review_is_due(dataclasses.replace(COMPLETE, next_review_on=None), day)
    assert not rules.review_is_due(dataclasses.replace(COMPLETE, state="archived"), day)


def test_the_warnings_of_the_typical_activities_are_shown_once_each():
    sheet = dataclasses.replace(COMPLETE, origins=("shared_record", "shared_record", "gone"))
    assert len(rules.warnings(sheet)) == 1
