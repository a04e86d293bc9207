from django.urls import path

from registry.security import views

urlpatterns = [
    path("mesures/", views.measures, name="measures"),
    path("mesures.pdf", views.measures_pdf, name="measures_pdf"),
    path("mesures/plan/", views.measures_plan, name="measures_plan"),
    path("mesures/restaurations/nouvelle/", views.restore_test_new, name="restore_test_new"),
    path("mesures/<slug:measure_key>/", views.measure, name="measure"),
    path("mesures/<slug:measure_key>/lieux/nouveau/", views.measure_site_new, name="measure_site_new"),
    path("mesures/<slug:measure_key>/lieux/<uuid:measure_id>/", views.measure_site, name="measure_site"),
]
