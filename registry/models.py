"""Gathers the models of the subjects, so that Django finds them."""

from registry.activities.models import (
    ActivityProcessor,
    DataCategory,
    ProcessingActivity,
    Purpose,
    Recipient,
    Responsible,
    Transfer,
)
from registry.changes.models import TextReview
from registry.closing.models import Closing, ClosingStep, Holding
from registry.dpia.models import AssessedRisk, CoveredActivity, ImpactAssessment
from registry.dpo.models import DpoDecision, DpoDesignation, InterestCheck
from registry.incidents.models import Incident, IncidentController, IncidentStep
from registry.journal.models import Attendee, Insurance, JournalEntry
from registry.opinions.models import Opinion
from registry.people.models import AccessReview, Call, CallRecipient, Passage, PassageStep, ReviewedAccess
from registry.proposals.models import Follower, Proposal, Sent, SharedText
from registry.questionnaire.models import Questionnaire, QuestionnaireDraft
from registry.reminders.models import CalendarFeed, ReminderChoice
from registry.requests.models import PersonRequest
from registry.responsibilities.models import (
    AccessMatrix,
    AccessRight,
    AgreementActivity,
    AgreementParty,
    JointAgreement,
    ProcessingForOthers,
    ResponsibilityDecision,
    ServedController,
)
from registry.retention.models import LawDecision, PurgeCampaign, RetentionChoices, RetentionRule
from registry.security.models import Measure, RestoreTest
from registry.suppliers.models import Intervention, SubProcessor, Supplier, SupplierClause
from registry.witness.models import Witness

__all__ = [
    "Closing",
    "ClosingStep",
    "Holding",
    "InterestCheck",
    "ImpactAssessment",
    "AssessedRisk",
    "CoveredActivity",
    "Opinion",
    "AccessMatrix",
    "AccessRight",
    "AgreementActivity",
    "AgreementParty",
    "JointAgreement",
    "ProcessingForOthers",
    "ResponsibilityDecision",
    "ServedController",
    "ActivityProcessor",
    "CalendarFeed",
    "DataCategory",
    "DpoDecision",
    "DpoDesignation",
    "Incident",
    "IncidentController",
    "IncidentStep",
    "PersonRequest",
    "Insurance",
    "Intervention",
    "JournalEntry",
    "Measure",
    "Follower",
    "ProcessingActivity",
    "Proposal",
    "Sent",
    "SharedText",
    "Purpose",
    "Questionnaire",
    "QuestionnaireDraft",
    "Recipient",
    "Responsible",
    "LawDecision",
    "PurgeCampaign",
    "RetentionChoices",
    "RestoreTest",
    "ReminderChoice",
    "RetentionRule",
    "SubProcessor",
    "TextReview",
    "Supplier",
    "SupplierClause",
    "Transfer",
    "Witness",
    "Attendee",
    "AccessReview",
    "Call",
    "CallRecipient",
    "Passage",
    "PassageStep",
    "ReviewedAccess",
]
