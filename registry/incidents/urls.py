from django.urls import path

from registry.incidents import document_views, views

_ONE = "violations/<uuid:incident_id>/"

urlpatterns = [
    path("violations/", views.incidents, name="incidents"),
    path("violations/registre.pdf", document_views.incidents_pdf, name="incidents_pdf"),
    path("violations/premiers-reflexes/", views.incident_reflexes, name="incident_reflexes"),
    path("violations/premiers-reflexes.pdf", document_views.incident_reflexes_pdf, name="incident_reflexes_pdf"),
    path("violations/nouvelle/", views.incident_new, name="incident_new"),
    path(_ONE, views.incident, name="incident"),
    path(f"{_ONE}partie/<slug:breach_part>/", views.incident_part, name="incident_part"),
    path(f"{_ONE}inscrire/", views.incident_enter, name="incident_enter"),
    path(f"{_ONE}supprimer/", views.incident_discard, name="incident_discard"),
    path(f"{_ONE}rouvrir/", views.incident_reopen, name="incident_reopen"),
    path(f"{_ONE}decision/", views.incident_decide, name="incident_decide"),
    path(f"{_ONE}demarche/", views.incident_step, name="incident_step"),
    path(f"{_ONE}demarche/<uuid:step_id>/", views.incident_step_edit, name="incident_step_edit"),
    path(f"{_ONE}cloture/", views.incident_close, name="incident_close"),
    path(f"{_ONE}cnil/", views.incident_cnil, name="incident_cnil"),
    path(f"{_ONE}message/", views.incident_message, name="incident_message"),
    path(f"{_ONE}violation.pdf", document_views.incident_pdf, name="incident_pdf"),
]
