"""The register, the notice and the retention table say the same durations, before and after a rule changes."""

from pathlib import Path

import pytest
import yaml

from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures import queries as structures
from patients_info import queries as notices
from registry.activities import queries as activities
from registry.activities.documents import register_document
from registry.law import typical
from registry.questionnaire import operations as questionnaire
from registry.questionnaire import queries as proposals
from registry.retention import operations, queries
from tests import cast

PROFILES = Path(__file__).parent.parent / "questionnaire" / "profiles"


def accept(clinic, profile):
    """The register of a profile, accepted as it is proposed."""
    answers = yaml.safe_load((PROFILES / f"{profile}.yaml").read_text(encoding="utf-8"))["answers"]
    for question in typical.questions():
        keys = [question.key, *(each.key for each in question.extra)]
        given = {key: answers[key] for key in keys if key in answers}
        if given:
            questionnaire.answer(structure_id=clinic.structure.pk, key=question.key, values=given)
    proposed = {sheet.key for sheet in proposals.proposal(clinic.structure)}
    questionnaire.accept(structure=clinic.structure, accepted=proposed, declined=set(), by=clinic.sign(), on=cast.TODAY)


def said(clinic, page):
    """What each place says: `{(data, text)}` of the register and of the notice, `{rule: text}` of the two tables."""
    document = register_document(
        structure=clinic.structure, activities=activities.register(), parties=structures.parties(clinic.structure.pk),
        dpo_contact=None, dpo_decision=None, receipt=history.receipt(), on=cast.TODAY,
    )  # fmt: skip
    register = {
        (line.description, group.rule.text)
        for sheet in document.sheets
        for group in sheet.data_groups
        for line in group.categories
    }
    content = notices.content_today(clinic.structure, None, cast.TODAY)
    notice = {(line.description, line.retention) for section in content.sections for line in section.data}
    table = {row.rule.name: row.rule.text for row in page.context["rows"] if row.uses}
    last_table = {line.rule.name: line.rule.text for line in document.retention}
    return register, notice, table, last_table


@pytest.mark.parametrize("profile", ["gp_alone_with_staff", "dentist", "msp_with_sisa"])
def test_the_register_the_notice_and_the_table_agree_before_and_after_a_rule_changes(in_scope, client_of, profile):
    accept(in_scope, profile)
    alice, url = client_of(in_scope.alice), in_scope.url("retention")
    for text in (None, "Neuf ans après la dernière venue, puis suppression."):
        if text:
            rule = next(each for each in queries.rules() if each.parameter == "retention.patient_file")
            operations.update_rule(
                rule=queries.rule(rule.id), lock="1", content={"text": text, "justification": "Choix d’essai."},
                by=in_scope.sign(),
            )  # fmt: skip
        register, notice, table, last_table = said(in_scope, alice.get(url))
        assert notice and notice <= register
        assert table == last_table
        assert {each[-1] for each in register} == set(table.values())
        assert text is None or text in {each[-1] for each in notice}


def test_every_category_of_data_of_the_catalogue_is_bound_to_a_rule():
    for activity in typical.catalogue().values():
        assert all(data.retention in typical.retention_keys() for data in activity.data)
