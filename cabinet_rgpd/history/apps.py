from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def let_tables_move(using, plan=(), **kwargs):
    """Before migrations on SQLite, which rebuilds tables: triggers that name them would stop it."""
    if plan and connections[using].vendor == "sqlite":
        import_module("cabinet_rgpd.history.triggers").drop(using)


def keep_history(using, **kwargs):
    """After every `migrate`, whatever it did: the history is append-only again."""
    import_module("cabinet_rgpd.history.triggers").ensure(using)


class HistoryConfig(AppConfig):
    name = "cabinet_rgpd.history"
    label = "history"
    verbose_name = "Historique et preuve"

    def ready(self):
        import_module("cabinet_rgpd.history.checks")
        pre_migrate.connect(let_tables_move, sender=self, dispatch_uid="history_lets_tables_move")
        post_migrate.connect(keep_history, sender=self, dispatch_uid="history_is_append_only")
