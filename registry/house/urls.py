from django.urls import path

from registry.house import views

urlpatterns = [
    path("equipe/tableau/", views.team, name="team"),
    path("equipe/tableau/relancer/", views.team_call, name="team_call"),
]
