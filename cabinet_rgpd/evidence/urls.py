from django.urls import path

from cabinet_rgpd.evidence import views

urlpatterns = [
    path("pieces/<uuid:evidence_id>/", views.evidence_file, name="evidence_file"),
    path("pieces/<uuid:evidence_id>/retirer/", views.evidence_withdraw, name="evidence_withdraw"),
    path("pieces/<slug:aggregate>/<uuid:object_id>/", views.evidence, name="evidence"),
]
