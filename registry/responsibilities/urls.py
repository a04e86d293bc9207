from django.urls import path

from registry.responsibilities import document_views, views

urlpatterns = [
    path("responsabilites/", views.responsibilities, name="responsibilities"),
    path("responsabilites/activites/<uuid:activity_id>/", views.responsibility, name="responsibility"),
    path(
        "responsabilites/activites/<uuid:activity_id>/decider/",
        views.responsibility_decide,
        name="responsibility_decide",
    ),
    path("responsabilites/accords/nouveau/", views.agreement_edit, name="agreement_new"),
    path("responsabilites/accords/<uuid:agreement_id>/", views.agreement_edit, name="agreement_edit"),
    path("responsabilites/accords/<uuid:agreement_id>/archivage/", views.agreement_archive, name="agreement_archive"),
    path("responsabilites/accords/<uuid:agreement_id>/accord.pdf", document_views.agreement_pdf, name="agreement_pdf"),
    path("responsabilites/services/nouveau/", views.service_edit, name="service_new"),
    path("responsabilites/services/<uuid:service_id>/", views.service_edit, name="service_edit"),
    path("responsabilites/services/<uuid:service_id>/archivage/", views.service_archive, name="service_archive"),
    path("responsabilites/services/<uuid:service_id>/contrat.pdf", document_views.contract_pdf, name="contract_pdf"),
    path(
        "responsabilites/sous-traitant/<uuid:party_id>/registre.pdf",
        document_views.processor_register_pdf,
        name="processor_register_pdf",
    ),
    path("responsabilites/acces/", views.access_matrix, name="access_matrix"),
    path("responsabilites/acces/modifier/", views.access_matrix_edit, name="access_matrix_edit"),
    path("responsabilites/acces/acces.pdf", document_views.access_matrix_pdf, name="access_matrix_pdf"),
]
