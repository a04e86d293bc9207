from importlib import import_module

from django.apps import AppConfig


class StructuresConfig(AppConfig):
    name = "cabinet_rgpd.structures"
    label = "structures"
    verbose_name = "Structures et comptes"

    def ready(self):
        import_module("cabinet_rgpd.structures.checks")
