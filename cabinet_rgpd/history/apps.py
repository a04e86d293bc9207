from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def keep_history(using, **kwargs):
    """After every `migrate`, whatever it did: the history is append-only again."""
    import_module("cabinet_rgpd.history.triggers").ensure(using)


class HistoryConfig(AppConfig):
    name = "cabinet_rgpd.history"
    label = "history"
    verbose_name = "Historique et preuve"

    def ready(self):
        import_module("cabinet_rgpd.history.checks")
        post_migrate.connect(keep_history, sender=self, dispatch_uid="history_is_append_only")
