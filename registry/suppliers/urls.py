from django.urls import path

from registry.suppliers import views

urlpatterns = [
    path("prestataires/", views.suppliers, name="suppliers"),
    path("prestataires/nouveau/", views.supplier_new, name="supplier_new"),
    path("prestataires/<uuid:supplier_id>/", views.supplier_edit, name="supplier_edit"),
    path("prestataires/<uuid:supplier_id>/archivage/", views.supplier_archive, name="supplier_archive"),
]
