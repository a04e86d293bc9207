from django.urls import path

from registry.requests import document_views, views

_ONE = "demandes/<uuid:request_id>/"

urlpatterns = [
    path("demandes/", views.requests, name="requests"),
    path("demandes/registre.pdf", document_views.requests_pdf, name="requests_pdf"),
    path("demandes/dossier/", views.request_by_phone, name="request_by_phone"),
    path("demandes/nouvelle/", views.request_new, name="request_new"),
    path("demandes/droits/", views.request_rights, name="request_rights"),
    path(_ONE, views.request_page, name="request"),
    path(f"{_ONE}modifier/", views.request_edit, name="request_edit"),
    path(f"{_ONE}prolonger/", views.request_extend, name="request_extend"),
    path(f"{_ONE}repondre/", views.request_answer, name="request_answer"),
    path(f"{_ONE}rouvrir/", views.request_reopen, name="request_reopen"),
    path(f"{_ONE}liste.pdf", document_views.request_checklist, name="request_checklist"),
    path(f"{_ONE}lettre/<slug:letter>.pdf", document_views.request_letter, name="request_letter"),
]
