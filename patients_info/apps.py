from django.apps import AppConfig


class PatientsInfoConfig(AppConfig):
    name = "patients_info"
    verbose_name = "Information des patients"
