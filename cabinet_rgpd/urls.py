"""The table of contents: public pages, accounts, then everything of one structure under `/s/<structure>/`."""

from django.urls import include, path

from cabinet_rgpd.documents.urls import structure_urlpatterns as documents
from cabinet_rgpd.evidence.urls import urlpatterns as evidence
from cabinet_rgpd.psc.urls import urlpatterns as psc
from cabinet_rgpd.structures.urls import structure_urlpatterns as structures
from cabinet_rgpd.timeline.urls import urlpatterns as timeline
from patients_info.urls import structure_urlpatterns as patients_info
from registry.desk.urls import desk_urlpatterns
from registry.proposals.urls import sharing_urlpatterns
from registry.roadmap.urls import public_urlpatterns
from registry.urls import urlpatterns as registry

urlpatterns = [
    path("", include("cabinet_rgpd.structures.urls")),
    path("", include("cabinet_rgpd.documents.urls")),
    path("", include("patients_info.urls")),
    path("", include(public_urlpatterns)),
    path("bureau/", include(desk_urlpatterns)),
    path("mes-propositions/", include(sharing_urlpatterns)),
    path("", include(psc)),
    path("compte/", include("cabinet_rgpd.structures.account_urls")),
    path("s/<uuid:structure_id>/", include([*structures, *registry, *evidence, *documents, *timeline, *patients_info])),
]

handler400 = "cabinet_rgpd.structures.errors.bad_request"
handler403 = "cabinet_rgpd.structures.errors.forbidden"
handler404 = "cabinet_rgpd.structures.errors.not_found"
handler500 = "cabinet_rgpd.structures.errors.server_error"
