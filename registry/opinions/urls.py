from django.urls import path

from registry.opinions import views

urlpatterns = [
    path("avis/<slug:aggregate>/<uuid:object_id>/", views.opinions, name="opinions"),
    path("avis/<slug:aggregate>/<uuid:object_id>/donner/", views.opinion_new, name="opinion_new"),
]
