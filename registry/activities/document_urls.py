"""The documents of the register, under `/s/<structure>/`."""

from django.urls import path

from registry.activities import document_views as views

urlpatterns = [
    path("registre.pdf", views.register_pdf, name="register_pdf"),
    path("registre.xlsx", views.register_xlsx, name="register_xlsx"),
    path("registre/<uuid:activity_id>/fiche.pdf", views.activity_pdf, name="activity_pdf"),
]
