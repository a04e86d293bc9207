"""A grouped sheet speaks of several audiences: only what is about patients reaches them."""

from patients_info.audience import only_for
from registry.activities.records import DataRecord, RecipientRecord
from registry.law import typical
from tests.patients_info import registers as r


def grouped(**content):
    """« Comptabilité, fournisseurs et litiges », where suppliers stand beside patients' claims."""
    catalogue = typical.catalogue()
    members = [catalogue["suppliers_management"], catalogue["claims_and_litigation"]]
    sheet = typical.solo_sheets()["accounts"]
    return r.sheet(
        content.pop("name", sheet.name),
        description=sheet.description,
        persons=("suppliers", "patients"),
        origins=tuple(each.key for each in members),
        purposes=tuple(r.purpose(line.name) for each in members for line in each.purposes),
        data_categories=tuple(
            DataRecord(line.description, line.kind, r.rule(), "") for each in members for line in each.data
        ),
        recipients=tuple(RecipientRecord(line.kind, line.name) for each in members for line in each.recipients),
        data_source="\u00a0; ".join(each.source_of_data for each in members),
        **content,
    )


def test_lines_about_suppliers_alone_are_left_out():
    kept = only_for(grouped())
    suppliers, claims = (typical.catalogue()[key] for key in ("suppliers_management", "claims_and_litigation"))
    names = {line.name for line in kept.purposes}
    assert names == {line.name for line in claims.purposes}
    assert {line.description for line in kept.data_categories} == {line.description for line in claims.data}
    assert suppliers.source_of_data.lower() not in kept.data_source.lower()


def test_a_grouped_sheet_takes_the_name_of_what_is_left_of_it():
    claims = typical.catalogue()["claims_and_litigation"]
    assert (only_for(grouped()).name, only_for(grouped()).description) == (claims.name, claims.description)


def test_a_name_given_by_the_practice_stays():
    assert only_for(grouped(name="Nos litiges")).name == "Nos litiges"


def test_a_line_written_by_the_practice_stays():
    sheet = grouped()
    own = r.purpose("Ce que le cabinet a écrit lui-même")
    assert own in only_for(r.sheet(origins=sheet.origins, purposes=(*sheet.purposes, own))).purposes


def test_a_purpose_named_with_its_professions_is_recognised():
    name = typical.catalogue()["suppliers_management"].purposes[0].name
    sheet = r.sheet(origins=grouped().origins, purposes=(r.purpose(f"{name} (infirmier)"), r.purpose()))
    assert [line.name for line in only_for(sheet).purposes] == ["Soigner et suivre"]


def test_a_sheet_about_patients_alone_is_left_as_it_is():
    sheet = r.sheet(origins=("patient_file", "ins_identity"))
    assert only_for(sheet) is sheet
