from django.urls import path

from registry.retention import views

urlpatterns = [
    path("durees/", views.retention, name="retention"),
    path("durees/nouvelle/", views.retention_new, name="retention_new"),
    path("durees/catalogue/", views.retention_adopt, name="retention_adopt"),
    path("durees/<uuid:rule_id>/", views.retention_edit, name="retention_edit"),
    path("durees/<uuid:rule_id>/archivage/", views.retention_archive, name="retention_archive"),
]
