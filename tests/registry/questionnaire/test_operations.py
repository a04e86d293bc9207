"""Accepting a proposal writes the register once, in one write, and never over what people wrote."""

import uuid
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ValidationError

from cabinet_rgpd.history.ledger import AlreadySubmitted
from cabinet_rgpd.history.models import Entry
from registry.activities import operations as register
from registry.activities import queries as activities
from registry.activities.models import ProcessingActivity
from registry.law import typical
from registry.questionnaire import operations, queries
from registry.questionnaire.models import Questionnaire, QuestionnaireDraft
from registry.retention.models import RetentionRule
from tests import cast

PROFILES = Path(__file__).parent / "profiles"


def answers_of(name):
    return yaml.safe_load((PROFILES / f"{name}.yaml").read_text(encoding="utf-8"))["answers"]


def answer_all(practice, answers):
    for question in typical.questions():
        keys = {field.key for field in (question, *question.extra)} & set(answers)
        if keys:
            values = {key: answers[key] for key in keys}
            operations.answer(structure_id=practice.structure.pk, key=question.key, values=values)


def accept(practice, *, but=(), key=None):
    """Accept what is proposed, but these sheets."""
    proposed = {sheet.key for sheet in queries.proposal(practice.structure)}
    return operations.accept(
        structure=practice.structure,
        accepted=proposed - set(but),
        declined=proposed & set(but),
        by=practice.sign(key=key),
        on=cast.TODAY,
    )


@pytest.fixture
def group(db):
    """A group of GPs without a legal person, with a second practitioner, in scope."""
    practice = cast.practice(manager=cast.account("Anne Arnaud"), name="Cabinet des Tilleuls")
    with practice.scope():
        yield practice


def test_an_answer_is_kept_as_a_working_paper_outside_history(group):
    before = Entry.objects.count()
    operations.answer(structure_id=group.structure.pk, key="staff", values={"staff": ["secretary"]})
    operations.answer(structure_id=group.structure.pk, key="setting", values={"setting": "group"})
    assert queries.draft_answers() == {"staff": ["secretary"], "setting": "group"}
    assert queries.accepted_answers() == {}
    assert Entry.objects.count() == before


def test_an_answer_that_is_not_offered_is_refused(group):
    with pytest.raises(ValidationError) as refusal:
        operations.answer(structure_id=group.structure.pk, key="staff", values={"staff": ["butler"]})
    assert "staff" in refusal.value.message_dict
    with pytest.raises(ValidationError, match="n’existe pas"):
        operations.answer(structure_id=group.structure.pk, key="weather", values={})
    assert queries.draft_answers() == {}


def test_accepting_writes_one_sheet_in_force_for_each_proposal(group):
    answer_all(group, answers_of("group_shared_software"))
    proposed = queries.proposal(group.structure)
    written = accept(group)
    sheets = activities.register()
    assert [sheet.name for sheet in sheets] == [sheet.name for sheet in proposed]
    assert [sheet.reference for sheet in sheets] == [f"A-{rank:02d}" for rank in range(1, len(proposed) + 1)]
    assert {sheet.version for sheet in sheets} == {1}
    assert len(written.created) == len(proposed) and not written.completed
    assert queries.proposal(group.structure) == ()


def test_accepting_leaves_one_entry_for_each_record_under_one_reason(group):
    answer_all(group, answers_of("group_shared_software"))
    before = Entry.objects.count()
    accept(group)
    entries = Entry.objects.order_by("seq")[before:]
    written = ProcessingActivity.objects.count() + RetentionRule.objects.count() + 1
    assert len(entries) == written and {entry.ver for entry in entries} == {1}
    assert {entry.act for entry in entries} == {"activity.created", "retention_rule.created", "questionnaire.created"}
    assert {row.history_change_reason for row in ProcessingActivity.history.all()} == {
        "Questionnaire du 23 novembre 2026"
    }


def test_a_sheet_says_what_the_catalogue_says(group):
    answer_all(group, answers_of("group_shared_software"))
    (file, *_) = queries.proposal(group.structure)
    accept(group)
    (sheet, *_) = activities.register()
    assert [row.name for row in sheet.purposes] == [purpose.name for purpose in file.purposes]
    assert [(row.legal_basis, row.article_9) for row in sheet.purposes] == [
        (purpose.basis, purpose.condition) for purpose in file.purposes
    ]
    assert [row.to_validate for row in sheet.purposes] == [purpose.to_validate for purpose in file.purposes]
    assert [row.rule.parameter for row in sheet.data_categories] == [f"retention.{row.retention}" for row in file.data]
    assert [row.kind for row in sheet.processors] == list(file.processors)
    assert {row.supplier for row in sheet.processors} == {None}
    assert sheet.persons == file.persons and sheet.origins == file.origins
    assert sheet.measures == list(file.measures)
    assert sheet.transfer_stance == "none"
    assert sheet.sources[0] == {"title": file.sources[0].title, "href": file.sources[0].href}
    assert (sheet.dpia_state, sheet.started_on) == ("to_examine", cast.TODAY)
    assert [row.name for row in sheet.responsibles] == ["Anne Arnaud"]


def test_a_supplier_that_may_be_abroad_leaves_the_transfers_to_be_checked(group):
    answer_all(group, answers_of("group_shared_software"))
    accept(group)
    stances = {sheet.origins[0]: sheet.transfer_stance for sheet in activities.register()}
    assert stances["telephony"] == "unknown"


def test_the_sisa_answers_for_the_staff_and_the_practitioner_for_the_files(clinic):
    with clinic.scope():
        answer_all(clinic, answers_of("msp_with_sisa"))
        accept(clinic)
        names = {sheet.origins[0]: [row.name for row in sheet.responsibles] for sheet in activities.register()}
    assert names["patient_file"] == ["Denis Delorme"]
    assert names["human_resources"] == [clinic.structure.name]


@pytest.mark.parametrize("name", sorted(path.stem for path in PROFILES.glob("*.yaml")))
def test_the_register_of_each_profile_can_be_written(group, name):
    answer_all(group, answers_of(name))
    expected = len(queries.proposal(group.structure))
    assert len(accept(group).created) == expected


def test_the_answers_become_a_record_and_the_working_paper_is_gone(group):
    answers = answers_of("group_shared_software")
    answer_all(group, answers)
    accept(group)
    record = Questionnaire.objects.get()
    assert record.answers == answers and record.answered_on == cast.TODAY and record.version == 1
    assert queries.accepted_answers() == answers
    assert not QuestionnaireDraft.objects.filter(structure_id=group.structure.pk).exists()


def test_a_retention_rule_is_copied_once_and_never_overwritten(group):
    mine = cast.retention_rule(group, parameter="retention.patient_file", text="Trente ans chez nous.")
    answer_all(group, answers_of("group_shared_software"))
    accept(group)
    rule = RetentionRule.objects.get(parameter="retention.patient_file")
    assert (rule.pk, rule.text, rule.version) == (mine.pk, "Trente ans chez nous.", 1)
    parameters = list(RetentionRule.objects.values_list("parameter", flat=True))
    assert len(parameters) == len(set(parameters))


def test_the_same_form_sent_twice_writes_one_register(group):
    answer_all(group, answers_of("gp_alone_no_staff"))
    proposed, key = {sheet.key for sheet in queries.proposal(group.structure)}, uuid.uuid4()
    accept(group, key=key)
    with pytest.raises(AlreadySubmitted):
        operations.accept(
            structure=group.structure, accepted=proposed, declined=set(), by=group.sign(key=key), on=cast.TODAY
        )
    assert ProcessingActivity.objects.count() == len(proposed)


def test_a_proposal_that_changed_meanwhile_is_shown_again_and_nothing_is_written(group):
    answer_all(group, answers_of("gp_alone_no_staff"))
    proposed = {sheet.key for sheet in queries.proposal(group.structure)}
    accept(group)
    for accepted, declined in [(proposed, set()), (set(), proposed), ({"forged"}, set())]:
        with pytest.raises(ValidationError, match="ont changé"):
            operations.accept(
                structure=group.structure, accepted=accepted, declined=declined, by=group.sign(), on=cast.TODAY
            )
    assert ProcessingActivity.objects.count() == len(proposed)


def test_a_sheet_cannot_be_both_ticked_and_unticked(group):
    answer_all(group, answers_of("gp_alone_no_staff"))
    proposed = {sheet.key for sheet in queries.proposal(group.structure)}
    with pytest.raises(ValidationError, match="ont changé"):
        operations.accept(
            structure=group.structure, accepted=proposed, declined=proposed, by=group.sign(), on=cast.TODAY
        )


def test_what_was_unticked_is_remembered_and_can_be_taken_later(group):
    answer_all(group, answers_of("group_shared_software"))
    accept(group, but={"cctv"})
    assert "cctv" in queries.declined()
    (again,) = queries.proposal(group.structure)
    assert (again.key, again.declined_before) == ("cctv", True)
    accept(group)
    assert queries.declined() == frozenset()
    assert activities.register()[-1].origins == ("cctv",)


def test_answering_again_starts_from_what_was_accepted_and_proposes_only_what_is_new(group):
    answers = answers_of("group_shared_software")
    answer_all(group, answers)
    accept(group)
    operations.answer(
        structure_id=group.structure.pk, key="communication", values={"communication": ["website", "newsletter"]}
    )
    assert queries.draft_answers() == answers | {"communication": ["website", "newsletter"]}
    (added,) = queries.proposal(group.structure)
    assert added.origins == ("newsletter",)
    accept(group)
    assert Questionnaire.objects.get().version == 2


def test_a_completed_sheet_keeps_what_people_wrote_in_it(group):
    answer_all(group, answers_of("group_shared_software"))
    accept(group)
    sheet = next(sheet for sheet in activities.register() if "telephony" in sheet.origins)
    row = activities.row(sheet.id)
    purposes = [{"id": each.pk} for each in activities.children(row, "purposes")]
    purposes[0]["name"] = "Répondre au téléphone du lundi au vendredi"
    mine = {
        "name": "Notre accueil", "security_measures": "Casque pour la secrétaire", "transfer_stance": "none",
        "dpia_state": "done", "purposes": purposes,
    }  # fmt: skip
    register.update_activity(activity=row, lock=None, content=mine, by=group.sign("notre façon"))
    operations.answer(structure_id=group.structure.pk, key="premises", values={"premises": ["cctv", "call_recording"]})
    written = accept(group)
    assert [each.pk for each in written.completed] == [sheet.id] and not written.created
    after = activities.sheet(sheet.id)
    assert after.version == 3
    assert after.name == "Notre accueil"
    assert after.measures[0] == "Casque pour la secrétaire" and len(after.measures) == 3
    assert after.purposes[0].name == "Répondre au téléphone du lundi au vendredi"
    assert after.purposes[-1].name.startswith("Enregistrer des appels")
    assert len(after.purposes) == len(sheet.purposes) + 1
    assert [each.kind for each in after.processors] == [each.kind for each in sheet.processors]
    assert (after.transfer_stance, after.dpia_state) == ("none", "done")
    assert "call_recording" in after.origins and "écoute de salariés" in after.dpia_note


def test_answers_on_a_sheet_nobody_touched_are_reopened_by_what_completes_it(group):
    answer_all(group, answers_of("gp_alone_no_staff"))
    accept(group)
    operations.answer(structure_id=group.structure.pk, key="premises", values={"premises": ["cctv"]})
    (written,) = accept(group).completed
    after = activities.sheet(written.pk)
    assert "cctv" in after.origins and after.dpia_state == "to_examine" and after.version == 2


def answer_again(practice, key, value):
    operations.answer(structure_id=practice.structure.pk, key=key, values={key: value})


def test_two_things_that_complete_one_sheet_make_one_version_of_it(group):
    answer_all(group, answers_of("gp_alone_no_staff"))
    accept(group)
    answer_again(group, "premises", ["cctv"])
    accept(group, but={sheet.key for sheet in queries.proposal(group.structure)})
    answer_again(group, "premises", ["cctv", "guest_wifi"])
    assert [sheet.declined_before for sheet in queries.proposal(group.structure)] == [False, True]
    (written,) = accept(group).completed
    sheet = activities.sheet(written.pk)
    assert {"it_security", "cctv", "guest_wifi"} <= set(sheet.origins) and sheet.version == 2
    assert "Images, date, heure et lieu" in {row.description for row in sheet.data_categories}
    assert queries.declined() == frozenset()


def test_something_refused_before_joins_the_sheet_made_at_the_same_time(group):
    answer_all(group, answers_of("gp_alone_no_staff"))
    accept(group, but={"staff"})
    assert queries.declined() == {"associates_directory"}
    answer_again(group, "staff", ["secretary"])
    employer, refused = queries.proposal(group.structure)
    assert refused.origins == ("associates_directory",)
    (made,) = accept(group).created
    sheet = activities.sheet(made.pk)
    assert sheet.origins == (*employer.origins, *refused.origins) and sheet.version == 1
    assert sheet.name == employer.name


def test_an_archived_sheet_stays_in_its_archive_and_the_new_use_gets_its_own(group):
    answer_all(group, answers_of("gp_alone_no_staff"))
    accept(group)
    sheet = next(sheet for sheet in activities.register() if "it_security" in sheet.origins)
    register.archive_activity(activity=activities.row(sheet.id), lock=None, by=group.sign())
    operations.answer(structure_id=group.structure.pk, key="premises", values={"premises": ["cctv"]})
    (made,) = accept(group).created
    assert made.origins == ["cctv"]
    assert activities.sheet(sheet.id).origins == sheet.origins


def test_accepting_in_one_practice_reads_and_writes_nothing_next_door(group, neighbour):
    answer_all(group, answers_of("gp_alone_no_staff"))
    accept(group)
    assert not Questionnaire._base_manager.filter(structure_id=neighbour.structure.pk).exists()
    assert not ProcessingActivity._base_manager.filter(structure_id=neighbour.structure.pk).exists()
