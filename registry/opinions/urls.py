from django.urls import path

from registry.opinions import views

urlpatterns = [
    path("validations/", views.validations, name="validations"),
    path("validations/valider/", views.validate, name="validate"),
    path("avis/<slug:aggregate>/<uuid:object_id>/", views.opinions, name="opinions"),
    path("avis/<slug:aggregate>/<uuid:object_id>/donner/", views.opinion_new, name="opinion_new"),
]
