from django.urls import path

from cabinet_rgpd.psc import views

urlpatterns = [
    path("compte/psc/", views.login, name="psc_login"),
    path("compte/psc/relier/", views.connect, name="psc_connect"),
    path("compte/psc/retour/", views.callback, name="psc_callback"),
    path("compte/psc/accord/", views.link, name="psc_link"),
    path("compte/psc/delier/", views.unlink, name="psc_unlink"),
]
