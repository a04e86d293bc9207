from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "cabinet_rgpd.mail"
    label = "mail"
    verbose_name = "Messages"
