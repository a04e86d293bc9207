from django.urls import path

from cabinet_rgpd.documents import views

urlpatterns = [
    path("verifier/", views.verifier, name="verifier"),
]

structure_urlpatterns = [
    path("documents-remis/", views.issued, name="issued"),
    path("documents-remis/<uuid:document_id>/document.pdf", views.issued_pdf, name="issued_pdf"),
]
