from django.urls import path

from registry.suppliers import file_views, views

urlpatterns = [
    path("prestataires/", views.suppliers, name="suppliers"),
    path("prestataires/nouveau/", views.supplier_new, name="supplier_new"),
    path("prestataires/<uuid:supplier_id>/", views.supplier_edit, name="supplier_edit"),
    path("prestataires/<uuid:supplier_id>/fiche/", file_views.supplier, name="supplier"),
    path("prestataires/<uuid:supplier_id>/relu/", file_views.supplier_reviewed, name="supplier_reviewed"),
    path("prestataires/<uuid:supplier_id>/contrat/", file_views.supplier_contract, name="supplier_contract"),
    path("prestataires/<uuid:supplier_id>/hebergement/", file_views.supplier_hosting, name="supplier_hosting"),
    path(
        "prestataires/<uuid:supplier_id>/sous-traitants/",
        file_views.supplier_sub_processors,
        name="supplier_sub_processors",
    ),
    path(
        "prestataires/<uuid:supplier_id>/interventions/", file_views.supplier_intervention, name="supplier_intervention"
    ),
    path("prestataires/<uuid:supplier_id>/lettre.pdf", file_views.supplier_letter_pdf, name="supplier_letter_pdf"),
    path(
        "prestataires/<uuid:supplier_id>/article-28.pdf",
        file_views.supplier_checklist_pdf,
        name="supplier_checklist_pdf",
    ),
    path("prestataires/<uuid:supplier_id>/archivage/", views.supplier_archive, name="supplier_archive"),
]
