from django.urls import path

from registry.witness import views

urlpatterns = [
    path("recus/", views.witness, name="witness"),
    path("recus/temoin/", views.witness_edit, name="witness_edit"),
]
