from django.urls import path

from registry.desk import report_views, views

#: Of no structure: the pages of a person who follows several.
desk_urlpatterns = [
    path("", views.desk, name="desk"),
    path("echeances/", views.desk_due, name="desk_due"),
]

urlpatterns = [
    path("dpo/bilans/", report_views.reports, name="dpo_reports"),
    path("dpo/bilans/<int:year>/", report_views.report, name="dpo_report"),
    path("dpo/bilans/<int:year>/ecrire/", report_views.report_edit, name="dpo_report_edit"),
    path("dpo/bilans/<int:year>.pdf", report_views.report_pdf, name="dpo_report_pdf"),
    path("depuis-ma-visite/", views.since_visit, name="since_visit"),
    path("depuis-ma-visite/vu/", views.visit_seen, name="visit_seen"),
]
