from django.urls import path

from registry.changes import views

urlpatterns = [
    path("textes/", views.text_changes, name="text_changes"),
    path("textes/<str:parameter>/", views.text_change, name="text_change"),
]
