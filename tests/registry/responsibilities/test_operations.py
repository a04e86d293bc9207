import pytest
from django.core.exceptions import ValidationError

from registry.responsibilities import operations, queries
from tests import cast
from tests.registry.responsibilities.making import agreement, agreement_content, decided, service, service_content


def test_a_decision_freezes_its_facts_its_answer_and_its_reasons(in_scope):
    row = cast.activity(in_scope)
    decided(in_scope, row)
    [decision] = queries.decisions().values()
    assert (decision.outcome, decision.papers, decision.is_joint) == ("joint", ("agreement",), True)
    assert decision.reasons[0]["references"][0]["title"] == "RGPD, art. 4.7"


def test_departing_from_the_answer_asks_for_a_justification(in_scope):
    row = cast.activity(in_scope)
    with pytest.raises(ValidationError) as refusal:
        decided(in_scope, row, outcome="each_own")
    assert "justification" in refusal.value.message_dict
    decided(in_scope, row, outcome="each_own", justification="Chacun tient son propre dossier.")
    assert queries.decisions()[row.pk].departs


def test_the_same_decision_again_writes_nothing(in_scope):
    row = cast.activity(in_scope)
    first = decided(in_scope, row)
    assert decided(in_scope, row).version == first.version


def test_an_agreement_links_two_parties_at_least(in_scope):
    content = agreement_content(in_scope, parties=[{"party": in_scope.party.pk}])
    with pytest.raises(ValidationError):
        operations.save_agreement(agreement=None, lock="", content=content, by=in_scope.sign())


def test_the_notice_hears_of_signed_agreements_alone(in_scope):
    row = agreement(in_scope, cast.activity(in_scope), signed_on=None)
    assert queries.essences() == ()
    content = agreement_content(in_scope)
    content = {name: content[name] for name in ("parties", "signed_on")}
    operations.save_agreement(agreement=row, lock="1", content=content, by=in_scope.sign())
    [found] = queries.essences()
    assert "Denis Delorme" in found.names
    assert "accueil" in found.contact_point
    assert found.essence.startswith("La maison informe")


def test_nobody_is_the_processor_of_oneself(in_scope):
    content = service_content(in_scope, controllers=[{"party": in_scope.party.pk}])
    with pytest.raises(ValidationError):
        operations.save_service(service=None, lock="", content=content, by=in_scope.sign())


def test_patients_data_kept_for_others_without_a_certificate_raise_the_alert(in_scope):
    service(in_scope)
    assert queries.services()[0].hds_alert
    assert queries.services(processor_id=in_scope.denis_party.pk) == ()


def test_an_agreement_is_archived_and_comes_back(in_scope):
    row = agreement(in_scope)
    operations.archive_agreement(row=row, lock="1", on=cast.TODAY, by=in_scope.sign())
    assert queries.agreements() == ()
    operations.restore_agreement(row=row, lock="2", by=in_scope.sign())
    assert len(queries.agreements()) == 1


def test_the_matrix_is_a_proposal_until_it_is_adopted(in_scope):
    assert queries.matrix().adopted_on is None
    levels = {(row.key, subject): level for row in queries.matrix().rows for subject, level in row.levels}
    levels["coordinator", "agenda"] = "full"
    operations.adopt_matrix(lock="", levels=levels, objection="On le note.", by=in_scope.sign(), on=cast.TODAY)
    matrix = queries.matrix()
    assert matrix.adopted_on == cast.TODAY
    assert dict(next(row.levels for row in matrix.rows if row.key == "coordinator"))["agenda"] == "full"
