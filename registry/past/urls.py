from django.urls import path

from registry.past import views

urlpatterns = [
    path("registre/au/", views.past, name="past"),
    path("registre/au/registre.pdf", views.past_pdf, name="past_pdf"),
    path("registre/au/durees.pdf", views.past_retention_pdf, name="past_retention_pdf"),
    path("registre/comparer/", views.past_compare, name="past_compare"),
]
