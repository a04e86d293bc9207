from django.urls import path

from patients_info import views

urlpatterns = [
    path("n/<slug:slug>/", views.notice_public, name="notice_public"),
    path("n/<slug:slug>/notice.pdf", views.notice_public_pdf, name="notice_public_pdf"),
]

structure_urlpatterns = [
    path("patients/", views.notice, name="notice"),
    path("patients/reglages/", views.notice_edit, name="notice_edit"),
    path("patients/publier/", views.notice_publish, name="notice_publish"),
    path("patients/apercu/", views.notice_preview, name="notice_preview"),
    path("patients/apercu/notice.pdf", views.notice_pdf, name="notice_pdf"),
    path("patients/affiche.pdf", views.notice_poster, name="notice_poster"),
]
