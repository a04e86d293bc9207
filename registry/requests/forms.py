"""Forms of a request: as it comes in, as it is followed, put off, answered."""

from django import forms

from cabinet_rgpd.history.forms import RecordForm
from cabinet_rgpd.history.moments import MomentField
from cabinet_rgpd.structures.forms import OwnedForm
from registry.requests.models import PersonRequest
from registry.requests.vocabulary import RequestKind

_HELP = {
    "party": "Celui qui répond de ces données, et de la réponse. Laissez vide pour toute la structure.",
    "scope": "Par exemple «\u00a0tout le dossier\u00a0», «\u00a0les radios de 2024\u00a0». Ni nom, ni date de naissance.",
    "received_at": "Le délai part de la réception, au cabinet, quelle que soit la personne qui la reçoit.",
    "age": "Ce qui a plus de cinq ans peut être remis en deux mois.",
    "handled_by": "Une fonction\u00a0: «\u00a0la secrétaire\u00a0», «\u00a0le médecin traitant\u00a0».",
    "covered_by": "Les délais courent pendant les congés.",
    "identity_method": "La méthode seule\u00a0: ni copie, ni numéro.",
    "goal": "Pour un proche\u00a0: il le dit, et ne reçoit que ce que ce but demande.",
    "due_on": "Celle qu’indique le courrier.",
    "to_join": "Registre, notice, preuve d’une réponse au patient, contrat… ce que le courrier demande.",
    "fee": "La première copie du dossier est gratuite. Laissez vide.",
    "proof": "Numéro de recommandé, accusé MSSanté, reçu signé.",
    "answer_content": "Par exemple «\u00a0dossier complet, 42 pages\u00a0». Jamais le contenu.",
    "refusal_reason": "Ces mots figurent dans la lettre de refus.",
}
_LONG = ("scope", "to_join", "answer_content", "refusal_reason", "extension_reason")
_AREAS = {name: forms.Textarea(attrs={"rows": 3}) for name in _LONG}
#: Fields that one kind alone asks for.
_ONLY = {
    "goal": {RequestKind.RELATIVE},
    "minor_secret": {RequestKind.MEDICAL_FILE},
    "age": {RequestKind.MEDICAL_FILE, RequestKind.RELATIVE},
    "due_on": {RequestKind.CNIL},
    "cnil_reference": {RequestKind.CNIL},
    "to_join": {RequestKind.CNIL},
}
_NOT_FOR_CNIL = ("requester", "identity_method", "identity_checked_on")


class RequestForm(OwnedForm):
    """What is asked, and who takes care of it; fields of another kind of request are left out."""

    class Meta:
        model = PersonRequest
        fields = [
            "kind", "party", "received_at", "channel", "requester", "scope", "age", "goal", "minor_secret", "cnil_reference",
            "due_on", "to_join", "handled_by", "covered_by", "identity_method", "identity_checked_on", "acknowledged_on",
        ]  # fmt: skip
        field_classes = {"received_at": MomentField}
        widgets = _AREAS
        help_texts = _HELP

    def __init__(self, data=None, *, parties=(), instance=None, initial=None):
        super().__init__(data, parties=parties, instance=instance, initial=initial)
        kind = (data or {}).get("kind") or (initial or {}).get("kind") or self.instance.kind
        for name, kinds in _ONLY.items():
            if kind and kind not in kinds:
                del self.fields[name]
        for name in _NOT_FOR_CNIL if kind == RequestKind.CNIL else ():
            del self.fields[name]
        if self.instance._state.adding:
            for name in ("identity_method", "identity_checked_on", "acknowledged_on"):
                self.fields.pop(name, None)


class ExtensionForm(RecordForm):
    ASKS_REASON = False

    class Meta:
        model = PersonRequest
        fields = ["extended_on", "extension_reason"]
        widgets = _AREAS
        help_texts = {
            "extended_on": "Le jour où la personne en est informée, dans le premier mois.",
            "extension_reason": "Demande complexe, nombreuses demandes\u00a0: ces mots figurent dans la lettre.",
        }


class AnswerForm(RecordForm):
    ASKS_REASON = False

    class Meta:
        model = PersonRequest
        fields = [
            "outcome", "answered_on", "answer_means", "answer_content", "proof", "fee", "ground", "refusal_reason",
        ]  # fmt: skip
        widgets = {**_AREAS, "outcome": forms.RadioSelect}
        help_texts = {**_HELP, "ground": "Pour un refus, même partiel."}

    def __init__(self, data=None, *, instance=None, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        self.fields["outcome"].choices = [(value, label) for value, label in self.fields["outcome"].choices if value]
        self.fields["outcome"].required = True
