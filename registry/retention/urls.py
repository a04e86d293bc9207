from django.urls import path

from registry.retention import calculator_views, views

urlpatterns = [
    path("durees/", views.retention, name="retention"),
    path("durees/nouvelle/", views.retention_new, name="retention_new"),
    path("durees/catalogue/", views.retention_adopt, name="retention_adopt"),
    path("durees/calcul/", calculator_views.calculator, name="calculator"),
    path("durees/calcul/<slug:rule>/", calculator_views.calculator_rule, name="calculator_rule"),
    path("durees/choix/", calculator_views.retention_choices, name="retention_choices"),
    path("durees/<uuid:rule_id>/", views.retention_edit, name="retention_edit"),
    path("durees/<uuid:rule_id>/archivage/", views.retention_archive, name="retention_archive"),
]
