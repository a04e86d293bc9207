"""A migration step that creates many tables at once."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Create every model that `operations` describe (CreateModel, and AddField, AddIndex… on those same models).

    Django draws the models again after each CreateModel, and with each of them all those that it is tied to: a hundred
    tables tied to one take many seconds, one after the other. Here the state is drawn once, when it is whole.
    """

    reduces_to_sql = True
    atomic = True

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        """Name and arguments, as migrations are written."""
        return type(self).__qualname__, [self.operations], {}

    def describe(self):
        """What `migrate --plan` says."""
        return f"Create {len(self.operations)} models together"

    def state_forwards(self, app_label, state):
        """The state after all of them, drawn when it is asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """One table for each model that was not there, as it stands at the end."""
        for model in self._created(app_label, schema_editor, from_state, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Take the tables away."""
        for model in reversed(self._created(app_label, schema_editor, to_state, from_state)):
            schema_editor.delete_model(model)

    def _created(self, app_label, schema_editor, before, after):
        keys = [key for key in after.models if key[0] == app_label and key not in before.models]
        models = [after.apps.get_model(*key) for key in keys]
        return [model for model in models if self.allow_migrate_model(schema_editor.connection.alias, model)]
