from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def let_tables_move(using, plan=(), **kwargs):
    """Before migrations on SQLite, which rebuilds tables: guards that name them would stop it."""
    if plan and connections[using].vendor == "sqlite":
        import_module("cabinet_rgpd.isolation.foreign_keys").drop(using)


def keep_structures_apart(using, **kwargs):
    """After every `migrate`, whatever it did: no row points into another structure."""
    import_module("cabinet_rgpd.isolation.foreign_keys").ensure(using)


class StructuresConfig(AppConfig):
    name = "cabinet_rgpd.structures"
    label = "structures"
    verbose_name = "Structures et comptes"

    def ready(self):
        import_module("cabinet_rgpd.structures.checks")
        pre_migrate.connect(let_tables_move, sender=self, dispatch_uid="let_tables_move")
        post_migrate.connect(keep_structures_apart, sender=self, dispatch_uid="keep_structures_apart")
        self._listen()
        self._see_people_off()

    def _see_people_off(self):
        erased = import_module("cabinet_rgpd.history.removal.whole").erased
        erased.connect(
            import_module("cabinet_rgpd.structures.deletion").people_leave, dispatch_uid="structures.people_leave"
        )

    def _listen(self):
        """Sign-ins are noted for their owner and in the log."""
        from allauth.account import signals as account
        from allauth.mfa import signals as mfa
        from django.contrib.auth import signals as auth

        sessions = import_module("cabinet_rgpd.structures.sessions")
        log = import_module("cabinet_rgpd.structures.sign_in_log")
        for signal, receiver in [
            (auth.user_logged_in, sessions.opened),
            (auth.user_logged_out, sessions.closed),
            (auth.user_logged_in, log.signed_in),
            (auth.user_logged_out, log.signed_out),
            (auth.user_login_failed, log.refused),
            (account.authentication_step_completed, log.step),
            (account.password_changed, log.password_changed),
            (account.password_reset, log.password_changed),
            (mfa.authenticator_added, log.factor_added),
            (mfa.authenticator_removed, log.factor_removed),
        ]:
            signal.connect(receiver, dispatch_uid=f"{receiver.__module__}.{receiver.__name__}.{id(signal)}")
