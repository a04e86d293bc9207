from django.urls import path

from registry.dpo import views

urlpatterns = [
    path("dpo/", views.dpo, name="dpo"),
    path("dpo/decision/", views.dpo_decide, name="dpo_decide"),
    path("dpo/coordonnees/", views.dpo_contact, name="dpo_contact"),
]
