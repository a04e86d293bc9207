from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "cabinet_rgpd.documents"
    label = "documents"
    verbose_name = "Documents"
