"""The subjects of the register, each with its own table of contents."""

from registry.activities.urls import urlpatterns as activities
from registry.changes.urls import urlpatterns as changes
from registry.closing.urls import urlpatterns as closing
from registry.desk.urls import urlpatterns as desk
from registry.dpia.urls import urlpatterns as dpia
from registry.dpo.urls import urlpatterns as dpo
from registry.house.urls import urlpatterns as house
from registry.incidents.urls import urlpatterns as incidents
from registry.inspection.urls import urlpatterns as inspection
from registry.journal.urls import urlpatterns as journal
from registry.opinions.urls import urlpatterns as opinions
from registry.past.urls import urlpatterns as past
from registry.people.urls import urlpatterns as people
from registry.proposals.urls import urlpatterns as proposals
from registry.questionnaire.urls import urlpatterns as questionnaire
from registry.reminders.urls import urlpatterns as reminders
from registry.requests.urls import urlpatterns as requests
from registry.responsibilities.urls import urlpatterns as responsibilities
from registry.retention.urls import urlpatterns as retention
from registry.roadmap.urls import urlpatterns as roadmap
from registry.security.urls import urlpatterns as security
from registry.suppliers.urls import urlpatterns as suppliers
from registry.witness.urls import urlpatterns as witness

urlpatterns = [
    *opinions,
    *roadmap,
    *activities,
    *retention,
    *dpo,
    *dpia,
    *closing,
    *changes,
    *suppliers,
    *security,
    *journal,
    *proposals,
    *questionnaire,
    *past,
    *witness,
    *responsibilities,
    *incidents,
    *requests,
    *inspection,
    *reminders,
    *desk,
    *people,
    *house,
]
