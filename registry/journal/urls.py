from django.urls import path

from registry.journal import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal.pdf", views.journal_pdf, name="journal_pdf"),
    path("journal/charte.pdf", views.charter_pdf, name="charter_pdf"),
    path("journal/engagement.pdf", views.undertaking_pdf, name="undertaking_pdf"),
    path("journal/assurance/", views.insurance, name="insurance"),
    path("journal/nouveau/<slug:entry_kind>/", views.journal_new, name="journal_new"),
    path("journal/<uuid:entry_id>/", views.journal_entry, name="journal_entry"),
    path("journal/<uuid:entry_id>/archivage/", views.journal_archive, name="journal_archive"),
]
