from django.urls import path

from registry.people import views

urlpatterns = [
    path("equipe/mouvements/", views.passages, name="passages"),
    path("equipe/mouvements/nouveau/", views.passage_new, name="passage_new"),
    path("equipe/mouvements/<uuid:passage_id>/", views.passage, name="passage"),
    path("equipe/mouvements/<uuid:passage_id>/modifier/", views.passage_edit, name="passage_edit"),
    path("equipe/mouvements/<uuid:passage_id>/acces/", views.passage_access, name="passage_access"),
    path("equipe/mouvements/<uuid:passage_id>/terminer/", views.passage_finish, name="passage_finish"),
    path("equipe/mouvements/<uuid:passage_id>/liste.pdf", views.passage_pdf, name="passage_pdf"),
    path("equipe/mouvements/<uuid:passage_id>/points/<slug:step_key>/", views.passage_step, name="passage_step"),
    path("equipe/acces/", views.access_reviews, name="access_reviews"),
    path("equipe/acces/revoir/", views.access_review_new, name="access_review_new"),
    path("equipe/acces/<uuid:review_id>/", views.access_review, name="access_review"),
    path("equipe/acces/<uuid:review_id>/revue.pdf", views.access_review_pdf, name="access_review_pdf"),
]
