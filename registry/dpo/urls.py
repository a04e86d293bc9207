from django.urls import path

from registry.dpo import document_views, views

urlpatterns = [
    path("dpo/", views.dpo, name="dpo"),
    path("dpo/decision/", views.dpo_decide, name="dpo_decide"),
    path("dpo/coordonnees/", views.dpo_contact, name="dpo_contact"),
    path("dpo/verifications/", views.dpo_interests, name="dpo_interests"),
    path("dpo/mission/", views.dpo_mission, name="dpo_mission"),
    path("dpo/cnil/", views.dpo_cnil, name="dpo_cnil"),
    path("dpo/decision.pdf", document_views.dpo_decision_pdf, name="dpo_decision_pdf"),
    path("dpo/lettre-de-mission.pdf", document_views.dpo_letter_pdf, name="dpo_letter_pdf"),
]
