from django.apps import AppConfig


class InspectionConfig(AppConfig):
    """An application of its own: it stands above the notice, and keeps what is being made."""

    name = "registry.inspection"
    label = "inspection"
    verbose_name = "Dossier de contrôle"
