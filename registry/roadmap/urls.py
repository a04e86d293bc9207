from django.urls import path

from registry.roadmap import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("echeances/", views.deadlines, name="deadlines"),
    path("flux/", views.flows_page, name="flows"),
    path("progres/", views.progress, name="progress"),
]

public_urlpatterns = [path("agenda/<str:token>.ics", views.calendar_feed, name="calendar_feed")]
