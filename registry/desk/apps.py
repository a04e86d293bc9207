from django.apps import AppConfig


class DeskConfig(AppConfig):
    """An application of its own: it stands above every subject, whose state it remembers."""

    name = "registry.desk"
    label = "desk"
    verbose_name = "Bureau du délégué"
