from django.urls import path

from registry.desk import views

#: Of no structure: the pages of a person who follows several.
desk_urlpatterns = [
    path("", views.desk, name="desk"),
    path("echeances/", views.desk_due, name="desk_due"),
]

urlpatterns = [
    path("depuis-ma-visite/", views.since_visit, name="since_visit"),
    path("depuis-ma-visite/vu/", views.visit_seen, name="visit_seen"),
]
