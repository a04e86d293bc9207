from django.urls import path

from cabinet_rgpd.documents import views

urlpatterns = [
    path("verifier/", views.verifier, name="verifier"),
]

structure_urlpatterns = [
    path("historique/documents/", views.issued, name="issued"),
    path("historique/documents/<uuid:document_id>/document.pdf", views.issued_pdf, name="issued_pdf"),
]
