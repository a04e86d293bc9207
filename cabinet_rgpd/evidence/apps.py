from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "cabinet_rgpd.evidence"
    label = "evidence"
    verbose_name = "Pièces"
