from django.urls import path

from cabinet_rgpd.timeline import views

urlpatterns = [
    path("historique/", views.timeline, name="timeline"),
    path("historique/preuve/", views.proof, name="proof"),
    path("historique/preuve/verifier/", views.proof_verify, name="proof_verify"),
    path("historique/preuve/telecharger/", views.proof_export, name="proof_export"),
    path("historique/<slug:aggregate>/<uuid:object_id>/", views.record_timeline, name="record_timeline"),
    path("historique/<slug:aggregate>/<uuid:object_id>/<int:number>/", views.record_version, name="record_version"),
    path(
        "historique/<slug:aggregate>/<uuid:object_id>/<int:number>/retablir/",
        views.version_restore,
        name="version_restore",
    ),
]
