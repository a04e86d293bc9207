"""Who keeps the receipts."""

from crispy_forms.layout import Column, Layout, Row

from cabinet_rgpd.history.forms import RecordForm
from registry.witness.models import Witness


class WitnessForm(RecordForm):
    class Meta:
        model = Witness
        fields = ["name", "email", "until"]
        help_texts = {
            "name": (
                "Un confrère d’une autre structure, votre avocat, votre comptable\u00a0: quelqu’un qui garde ses messages "
                "et ne tient pas ce registre."
            ),
            "email": "Elle reçoit une fois par mois une position et une empreinte. Rien du contenu du registre.",
            "until": "Laissez vide tant que cette personne reçoit les reçus.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reason = ["reason"] if "reason" in self.fields else []
        self.helper.layout = Layout(Row(Column("name"), Column("email")), "until", *reason, "lock", "form_key")
