from django.apps import AppConfig


class PscConfig(AppConfig):
    name = "cabinet_rgpd.psc"
    label = "psc"
    verbose_name = "Pro Santé Connect"

    def ready(self):
        from allauth.account.signals import user_logged_in

        from cabinet_rgpd.psc.adapters import note_strength

        user_logged_in.connect(note_strength, dispatch_uid="psc_note_strength")
