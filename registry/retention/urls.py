from django.urls import path

from registry.retention import calculator_views, campaign_views, change_views, views

urlpatterns = [
    path("durees/", views.retention, name="retention"),
    path("durees/nouvelle/", views.retention_new, name="retention_new"),
    path("durees/catalogue/", views.retention_adopt, name="retention_adopt"),
    path("durees/calcul/", calculator_views.calculator, name="calculator"),
    path("durees/calcul/<slug:rule>/", calculator_views.calculator_rule, name="calculator_rule"),
    path("durees/choix/", calculator_views.retention_choices, name="retention_choices"),
    path("durees/tableau.pdf", views.retention_pdf, name="retention_pdf"),
    path("durees/campagnes/", campaign_views.campaign_list, name="campaigns"),
    path("durees/campagnes/nouvelle/", campaign_views.campaign_new, name="campaign_new"),
    path("durees/campagnes/<uuid:campaign_id>/", campaign_views.campaign, name="campaign"),
    path("durees/campagnes/<uuid:campaign_id>/modifier/", campaign_views.campaign_edit, name="campaign_edit"),
    path("durees/campagnes/<uuid:campaign_id>/compte-rendu/", campaign_views.campaign_result, name="campaign_result"),
    path("durees/campagnes/<uuid:campaign_id>/abandon/", campaign_views.campaign_drop, name="campaign_drop"),
    path("durees/campagnes/<uuid:campaign_id>/campagne.pdf", campaign_views.campaign_pdf, name="campaign_pdf"),
    path("durees/changements/", change_views.law_changes, name="law_changes"),
    path("durees/changements/<uuid:rule_id>/", change_views.law_change, name="law_change"),
    path("durees/changements/<uuid:rule_id>/forme/", change_views.form_change, name="form_change"),
    path("durees/<uuid:rule_id>/", views.retention_edit, name="retention_edit"),
    path("durees/<uuid:rule_id>/archivage/", views.retention_archive, name="retention_archive"),
]
