from django.urls import path

from registry.roadmap import views

urlpatterns = [path("", views.overview, name="overview")]
