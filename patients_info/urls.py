from django.urls import path, register_converter

from patients_info import public_views, views
from patients_info.audiences import BY_SEGMENT


class AudienceConverter:
    """The audience that a segment of an address names."""

    regex = "|".join(BY_SEGMENT)

    def to_python(self, value):
        return BY_SEGMENT[value]

    def to_url(self, value):
        return getattr(value, "segment", value)


class LanguageConverter:
    regex = "[a-z]{2}(?:-[a-z]{2,10})?"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(AudienceConverter, "audience")
register_converter(LanguageConverter, "language")

urlpatterns = [
    path("n/<slug:slug>/", public_views.notice_public, name="notice_public"),
    path("n/<slug:slug>/notice.pdf", public_views.notice_public_pdf, name="notice_public_pdf"),
    path("n/<slug:slug>/editions/", public_views.notice_editions, name="notice_editions"),
    path("n/<slug:slug>/editions/<int:number>/", public_views.notice_edition, name="notice_edition"),
    path("n/<slug:slug>/editions/<int:number>/notice.pdf", public_views.notice_edition_pdf, name="notice_edition_pdf"),
    path("n/<slug:slug>/<language:language>/", public_views.notice_public, name="notice_public_in"),
    path("n/<slug:slug>/<language:language>/notice.pdf", public_views.notice_public_pdf, name="notice_public_pdf_in"),
]

structure_urlpatterns = [
    path("patients/", views.notices, name="notices"),
    path("patients/<audience:audience>/", views.notice, name="notice"),
    path("patients/<audience:audience>/reglages/", views.notice_edit, name="notice_edit"),
    path("patients/<audience:audience>/publier/", views.notice_publish, name="notice_publish"),
    path("patients/<audience:audience>/apercu/", views.notice_preview, name="notice_preview"),
    path("patients/<audience:audience>/apercu/<language:language>/", views.notice_preview, name="notice_preview_in"),
    path("patients/<audience:audience>/apercu/notice.pdf", views.notice_pdf, name="notice_pdf"),
    path("patients/<audience:audience>/affichage/", views.notice_display, name="notice_display"),
    path("patients/<audience:audience>/affichage/fin/", views.notice_display_end, name="notice_display_end"),
    path("patients/<audience:audience>/affiche.pdf", views.notice_poster, name="notice_poster"),
    path("patients/<audience:audience>/feuillet.pdf", views.notice_leaflet, name="notice_leaflet"),
    path("patients/<audience:audience>/<language:language>/affiche.pdf", views.notice_poster, name="notice_poster_in"),
    path(
        "patients/<audience:audience>/<language:language>/feuillet.pdf", views.notice_leaflet, name="notice_leaflet_in"
    ),
    path("patients/<audience:audience>/textes/", views.notice_snippets, name="notice_snippets"),
]
