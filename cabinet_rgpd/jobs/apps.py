from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "cabinet_rgpd.jobs"
    label = "jobs"
    verbose_name = "Tâches"
