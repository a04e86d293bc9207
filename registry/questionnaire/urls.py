from django.urls import path

from registry.questionnaire import views

urlpatterns = [
    path("questionnaire/", views.questionnaire, name="questionnaire"),
    path("questionnaire/proposition/", views.proposal, name="proposal"),
    path("questionnaire/<slug:key>/", views.question, name="question"),
]
