from django.urls import path

from registry.proposals import views

urlpatterns = [
    path("propositions/", views.proposals, name="proposals"),
    path("propositions/<uuid:proposal_id>/", views.proposal_answer, name="proposal_answer"),
    path("modeles/<uuid:activity_id>/", views.model, name="model"),
    path("modeles/<uuid:activity_id>/donner/", views.model_give, name="model_give"),
    path("modeles/<uuid:activity_id>/proposer/", views.model_propose, name="model_propose"),
]
