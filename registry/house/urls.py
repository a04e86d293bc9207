from django.urls import path

from registry.house import views

urlpatterns = [
    path("equipe/", views.team, name="team"),
    path("equipe/relancer/", views.team_call, name="team_call"),
]
