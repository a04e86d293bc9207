from django.urls import path

from registry.activities import views
from registry.activities.document_urls import urlpatterns as documents

urlpatterns = [
    path("registre/", views.activities, name="activities"),
    path("registre/nouvelle/", views.activity_new, name="activity_new"),
    path("registre/revue/", views.review, name="review"),
    path("registre/<uuid:activity_id>/", views.activity, name="activity"),
    path("registre/<uuid:activity_id>/modifier/<slug:part>/", views.activity_part, name="activity_part"),
    path("registre/<uuid:activity_id>/en-vigueur/", views.activity_put_in_force, name="activity_put_in_force"),
    path("registre/<uuid:activity_id>/archiver/", views.activity_archive, name="activity_archive"),
    path("registre/<uuid:activity_id>/desarchiver/", views.activity_restore, name="activity_restore"),
    path("registre/<uuid:activity_id>/dupliquer/", views.activity_duplicate, name="activity_duplicate"),
    path("registre/<uuid:activity_id>/supprimer/", views.activity_discard, name="activity_discard"),
    path("registre/<uuid:activity_id>/rien-n-a-change/", views.review_confirm, name="review_confirm"),
    path("registre/prestataire/<uuid:supplier_id>/nommer/", views.supplier_named, name="supplier_named"),
    *documents,
]
