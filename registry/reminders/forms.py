"""What a member wants to be told by e-mail."""

from django import forms

from cabinet_rgpd.history.forms import KeyedForm


class ReminderForm(KeyedForm):
    weekly = forms.BooleanField(
        label="Le point de la semaine, chaque lundi", required=False,
        help_text="Ce qui est en retard, et ce qui vient dans les trente jours. Rien à faire\u00a0: aucun message.",
    )  # fmt: skip
    urgent = forms.BooleanField(
        label="Ce qui est urgent, aussitôt", required=False,
        help_text="Une violation à notifier, un dossier demandé, un courrier de la CNIL\u00a0; puis une fois le dernier jour.",
    )  # fmt: skip

    def content(self):
        return {name: self.cleaned_data[name] for name in ("weekly", "urgent")}
