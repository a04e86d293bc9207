"""The demonstration: three fictional structures, whole, on an empty installation only."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cabinet_rgpd.isolation.scope import portfolio_scope, structure_scope
from cabinet_rgpd.structures.models import Account, Structure
from patients_info import queries as notices
from registry.activities import queries as activities
from registry.closing import queries as closing
from registry.demo import making
from registry.dpia import queries as dpia
from registry.dpo import queries as dpo
from registry.management.commands import demo
from registry.opinions import queries as opinions
from registry.proposals import queries as proposals

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _no_rendering(monkeypatch):
    """The documents have tests of their own."""
    monkeypatch.setattr(making.answers, "rendered", lambda html: b"%PDF-1.7 tried elsewhere")
    monkeypatch.setattr(demo, "prepare", lambda: None)


@pytest.mark.django_db
def test_three_structures_have_their_register_their_decision_and_their_notice():
    printed = making.make(at=timezone.now(), on=TODAY)
    assert len({password for *_, password in printed}) == len(printed) == 9
    found = {structure.kind: structure for structure in Structure.objects.all()}
    assert set(found) == {"individual", "group", "msp"}
    sheets = {}
    for kind, structure in found.items():
        with structure_scope(structure.pk):
            sheets[kind] = activities.register()
            assert dpo.decision() is not None
            assert notices.said(notices.notice()) is not None
            assert any(each.supplier for sheet in sheets[kind] for each in sheet.processors)
    with structure_scope(found["msp"].pk):
        [assessment] = dpia.assessments().values()
        assert assessment.completed_on == TODAY and len(assessment.covered) >= 8
        [case] = closing.cases()
        assert (case.who, case.contact_shown, len(case.holdings)) == ("Marcel Mélèze", True, 3)
    with structure_scope(found["msp"].pk):
        [waits] = opinions.to_validate()
        assert waits.authorship.author == "Camille Conseil" and len(waits.changes) == 1
    camille = Account.objects.get(name="Camille Conseil")
    with portfolio_scope([structure.pk for structure in found.values()]):
        assert proposals.sent_states(camille) == {"waiting": 3, "refused": 1}
    assert len(sheets["individual"]) <= 9
    assert len(sheets["group"]) >= 10
    assert len({each.name for sheet in sheets["msp"] for each in sheet.responsibles}) >= 12


@pytest.mark.django_db
def test_the_demonstration_is_refused_beside_a_real_structure(clinic):
    with pytest.raises(CommandError, match="ne s’y ajoute pas"):
        call_command("demo")
    assert Structure.objects.count() == 1
