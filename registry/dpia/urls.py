from django.urls import path

from registry.dpia import document_views, views

urlpatterns = [
    path("aipd/", views.dpia, name="dpia"),
    path("aipd/<uuid:activity_id>/", views.dpia_activity, name="dpia_activity"),
    path("aipd/<uuid:activity_id>/decision/", views.dpia_decide, name="dpia_decide"),
    path("aipd/<uuid:activity_id>/fiches/", views.dpia_cover, name="dpia_cover"),
    path("aipd/<uuid:activity_id>/analyse/", views.dpia_write, name="dpia_write"),
    path("aipd/<uuid:activity_id>/decision.pdf", document_views.dpia_decision_pdf, name="dpia_decision_pdf"),
    path("aipd/<uuid:activity_id>/analyse.pdf", document_views.dpia_pdf, name="dpia_pdf"),
]
