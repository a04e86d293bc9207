from django.urls import path

from cabinet_rgpd.timeline import deletion_views, removal_views, views

urlpatterns = [
    path("historique/", views.timeline, name="timeline"),
    path("historique/preuve/", views.proof, name="proof"),
    path("historique/preuve/verifier/", views.proof_verify, name="proof_verify"),
    path("historique/retraits/", removal_views.removals, name="removals"),
    path("historique/retraits/nouveau/", removal_views.removal_new, name="removal_new"),
    path("historique/retraits/<uuid:removal_id>/confirmer/", removal_views.removal_confirm, name="removal_confirm"),
    path("historique/retraits/<uuid:removal_id>/abandonner/", removal_views.removal_withdraw, name="removal_withdraw"),
    path("structure/suppression/", deletion_views.structure_deletion, name="structure_deletion"),
    path(
        "structure/suppression/confirmer/",
        deletion_views.structure_deletion_confirm,
        name="structure_deletion_confirm",
    ),
    path(
        "structure/suppression/abandonner/",
        deletion_views.structure_deletion_withdraw,
        name="structure_deletion_withdraw",
    ),
    path("historique/preuve/telecharger/", views.proof_export, name="proof_export"),
    path("historique/<slug:aggregate>/<uuid:object_id>/", views.record_timeline, name="record_timeline"),
    path("historique/<slug:aggregate>/<uuid:object_id>/<int:number>/", views.record_version, name="record_version"),
    path(
        "historique/<slug:aggregate>/<uuid:object_id>/<int:number>/retablir/",
        views.version_restore,
        name="version_restore",
    ),
]
