from django.urls import path

from cabinet_rgpd.structures import mail_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("sante/", views.health, name="health"),
    path("installation/<str:token>/", views.claim, name="claim"),
    path("acces/<str:token>/", views.choose_password, name="choose_password"),
    path("moi/", views.account, name="account"),
    path("structures/nouvelle/", views.structure_new, name="structure_new"),
]

structure_urlpatterns = [
    path("structure/", views.structure_edit, name="structure_edit"),
    path("responsables/", views.parties, name="parties"),
    path("responsables/nouveau/", views.party_new, name="party_new"),
    path("responsables/<uuid:party_id>/", views.party_edit, name="party_edit"),
    path("membres/", views.members, name="members"),
    path("membres/nouveau/", views.member_new, name="member_new"),
    path("membres/<uuid:membership_id>/", views.member_edit, name="member_edit"),
    path("envois/", mail_views.outbox, name="outbox"),
    path("envois/<uuid:message_id>/", mail_views.send_again, name="outbox_again"),
]
