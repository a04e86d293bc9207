from django.urls import path

from registry.reminders import views

urlpatterns = [
    path("echeances/rappels/", views.reminders_page, name="reminders"),
    path("echeances/agenda/", views.feed_open, name="feed_open"),
    path("echeances/agenda/retirer/", views.feed_close, name="feed_close"),
]
