from django.urls import path

from registry.inspection import views

urlpatterns = [
    path("dossier/", views.inspection, name="inspection"),
    path("dossier/apercu.pdf", views.inspection_pdf, name="inspection_pdf"),
    path("dossier/approuver/", views.inspection_approve, name="inspection_approve"),
    path("dossier/<uuid:inspection_id>/", views.inspection_file, name="inspection_file"),
]
