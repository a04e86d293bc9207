from django.urls import path

from registry.proposals import sharing_views, views

#: Of no structure: the pages of a person who is at home in several.
sharing_urlpatterns = [
    path("", sharing_views.sent, name="sent"),
    path("<uuid:source_id>/<uuid:shared_id>/", sharing_views.send, name="send"),
]

urlpatterns = [
    path("propositions/ailleurs/<slug:aggregate>/<uuid:object_id>/", sharing_views.share, name="share"),
    path("propositions/", views.proposals, name="proposals"),
    path("propositions/<uuid:proposal_id>/", views.proposal_answer, name="proposal_answer"),
    path("modeles/<uuid:activity_id>/", views.model, name="model"),
    path("modeles/<uuid:activity_id>/donner/", views.model_give, name="model_give"),
    path("modeles/<uuid:activity_id>/proposer/", views.model_propose, name="model_propose"),
]
