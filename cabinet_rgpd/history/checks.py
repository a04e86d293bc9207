"""`manage.py check --database default`: the database refuses to rewrite the history."""

from django.core import checks

from cabinet_rgpd.history import triggers


@checks.register(checks.Tags.database)
def history_is_append_only(app_configs, databases=None, **kwargs):
    return [
        checks.Warning(
            f"Nothing refuses to rewrite the table {trigger.table}: the trigger {trigger.name} is missing.",
            hint="Run `manage.py migrate`, which makes it again; every start of the server does.",
            id="history.W001",
        )
        for alias in databases or []
        for trigger in triggers.missing(alias)
    ]
