"""The form of a supplier."""

from crispy_forms.layout import Column, Layout, Row

from cabinet_rgpd.history.forms import RecordForm
from registry.suppliers.models import Supplier


class SupplierForm(RecordForm):
    class Meta:
        model = Supplier
        fields = ["name", "kind", "country", "hds", "note"]
        help_texts = {
            "name": "La société qui rend le service, telle qu’elle figure au contrat.",
            "country": "Là où les données sont hébergées, qui n’est pas toujours le siège (RGPD, art. 30.1.e et 44).",
            "hds": (
                "Certifié s’il vous a remis son certificat HDS (CSP, art. L1111-8) ; sans objet s’il ne garde aucune "
                "donnée de santé, par exemple un logiciel installé sur votre seul ordinateur."
            ),
            "note": "Par exemple : contrat signé le, personne à joindre pour la sécurité.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["rows"] = 3
        self.helper.layout = Layout(
            "name",
            Row(Column("kind"), Column("country")),
            "hds",
            "note",
            *(["reason"] if "reason" in self.fields else []),
            "lock",
            "form_key",
        )
