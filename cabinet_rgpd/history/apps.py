from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "cabinet_rgpd.history"
    label = "history"
    verbose_name = "Historique et preuve"
