from django.urls import path

from registry.closing import document_views, views

urlpatterns = [
    path("fin-d-exercice/", views.closing, name="closing"),
    path("fin-d-exercice/nouvelle/", views.closing_new, name="closing_new"),
    path("fin-d-exercice/<uuid:closing_id>/", views.closing_case, name="closing_case"),
    path("fin-d-exercice/<uuid:closing_id>/situation/", views.closing_situation, name="closing_situation"),
    path("fin-d-exercice/<uuid:closing_id>/dossiers/", views.closing_keeping, name="closing_keeping"),
    path("fin-d-exercice/<uuid:closing_id>/etapes/", views.closing_steps, name="closing_steps"),
    path("fin-d-exercice/<uuid:closing_id>/inventaire/", views.closing_inventory, name="closing_inventory"),
    path("fin-d-exercice/<uuid:closing_id>/terminer/", views.closing_finish, name="closing_finish"),
    path("fin-d-exercice/<uuid:closing_id>/affiche.pdf", document_views.closing_poster, name="closing_poster"),
    path("fin-d-exercice/<uuid:closing_id>/lettre-ordre.pdf", document_views.closing_letter, name="closing_letter"),
    path(
        "fin-d-exercice/<uuid:closing_id>/inventaire.pdf",
        document_views.closing_inventory_pdf,
        name="closing_inventory_pdf",
    ),
    path("fin-d-exercice/<uuid:closing_id>/acte-de-garde.pdf", document_views.closing_deed, name="closing_deed"),
]
