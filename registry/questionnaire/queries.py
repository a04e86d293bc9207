"""Reads of the questionnaire of the structure in scope, and what it proposes to its register."""

from cabinet_rgpd.isolation.scope import structure_in_scope
from registry.activities import queries as activities
from registry.questionnaire import rules
from registry.questionnaire.models import Questionnaire, QuestionnaireDraft


def record():
    """The row of the questionnaire as last accepted, or None."""
    return Questionnaire.objects.first()


def accepted_answers():
    """The answers that the register was last written from; empty when nothing was accepted yet."""
    row = record()
    return dict(row.answers) if row else {}


def draft_answers():
    """The answers under way; empty when nobody is answering."""
    draft = QuestionnaireDraft.objects.filter(structure_id=structure_in_scope()).first()
    return dict(draft.answers) if draft else {}


def answers():
    """The answers to show: those under way, else those accepted."""
    return draft_answers() or accepted_answers()


def declined():
    """The keys of the typical activities that were proposed and unticked."""
    row = record()
    return frozenset(row.declined) if row else frozenset()


def proposal(structure, given=None):
    """What the answers (those to show, unless `given`) bring that the register does not hold: tuple[ProposedSheet]."""
    return rules.propose(
        answers=answers() if given is None else given,
        legal_form=structure.legal_form,
        already=activities.origins(),
        declined=declined(),
    )
