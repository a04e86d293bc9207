from django.urls import path

from cabinet_rgpd.structures import account_views, delegation_views, mail_views, member_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("sante/", views.health, name="health"),
    path("installation/<str:token>/", views.claim, name="claim"),
    path("acces/<str:token>/", views.choose_password, name="choose_password"),
    path("invitation/<str:token>/", member_views.invitation, name="invitation"),
    path("moi/", account_views.account, name="account"),
    path("moi/proteger/", account_views.protect, name="protect"),
    path("moi/sessions/fermer/", account_views.sessions_close, name="sessions_close"),
    path("moi/sessions/<int:place_id>/fermer/", account_views.session_close, name="session_close"),
    path("structures/nouvelle/", views.structure_new, name="structure_new"),
]

structure_urlpatterns = [
    path("structure/", views.structure_edit, name="structure_edit"),
    path("responsables/", views.parties, name="parties"),
    path("responsables/nouveau/", views.party_new, name="party_new"),
    path("responsables/<uuid:party_id>/", views.party_edit, name="party_edit"),
    path("membres/", member_views.members, name="members"),
    path("membres/nouveau/", member_views.member_new, name="member_new"),
    path("membres/connexion/", member_views.sign_in_policy, name="sign_in_policy"),
    path("membres/<uuid:membership_id>/", member_views.member_edit, name="member_edit"),
    path("membres/<uuid:membership_id>/retirer/", member_views.member_remove, name="member_remove"),
    path("membres/invitations/<uuid:invitation_id>/renvoyer/", member_views.invitation_renew, name="invitation_renew"),
    path(
        "membres/invitations/<uuid:invitation_id>/retirer/",
        member_views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("delegation/", delegation_views.delegation, name="delegation"),
    path("delegation/accorder/", delegation_views.delegation_grant, name="delegation_grant"),
    path("delegation/<uuid:delegation_id>/retirer/", delegation_views.delegation_revoke, name="delegation_revoke"),
    path("envois/", mail_views.outbox, name="outbox"),
    path("envois/<uuid:message_id>/", mail_views.send_again, name="outbox_again"),
]
