"""Letters, checklist and list of requests, as frozen data. Nobody is named: the name is written by hand."""

import datetime as dt
from dataclasses import dataclass

from cabinet_rgpd.lib.french import date_in_words
from registry.requests import rights, rules
from registry.requests.records import RequestRecord

ACKNOWLEDGEMENT, EXTENSION, ANSWER, REFUSAL = "accuse", "prolongation", "reponse", "refus"
LETTERS = {
    ACKNOWLEDGEMENT: "Accusé de réception",
    EXTENSION: "Prolongation",
    ANSWER: "Réponse",
    REFUSAL: "Refus",
}
APPEAL = (
    "Si cette réponse ne vous convient pas, vous pouvez adresser une réclamation à la CNIL (www.cnil.fr, ou 3 place de "
    "Fontenoy, TSA 80715, 75334 Paris Cedex 07) et saisir le tribunal compétent (RGPD, art. 12.4, 77 et 79)."
)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter: who writes, what about, its paragraphs. `dpo` (DpoContact) may be None."""

    kind: str
    structure: object
    dpo: object | None
    on: dt.date
    reference: str
    object_line: str
    paragraphs: tuple[str, ...]
    receipt: object

    @property
    def title(self):
        return f"{LETTERS[self.kind]}, demande {self.reference}"


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """What to look at before handing a file over, to print and tick."""

    structure: object
    on: dt.date
    request: RequestRecord
    window: rules.Window
    items: tuple[rights.Item, ...]
    receipt: object


@dataclass(frozen=True, kw_only=True)
class RequestsDocument:
    """Every request, each with its window."""

    structure: object
    on: dt.date
    receipt: object
    rows: tuple[tuple[RequestRecord, rules.Window], ...]


def available(request: RequestRecord) -> tuple[str, ...]:
    """The letters that make sense for a request as it stands."""
    if request.is_cnil:
        return ()
    kinds = [ACKNOWLEDGEMENT]
    if request.extended_on:
        kinds.append(EXTENSION)
    if request.outcome and request.outcome != "refused":
        kinds.append(ANSWER)
    if request.refuses:
        kinds.append(REFUSAL)
    return tuple(kinds)


def letter(kind: str, request: RequestRecord, *, structure, dpo, on, receipt, tz, territory) -> Letter:
    """The text of a letter. `kind` is one of LETTERS."""
    asked = rules.window(request, tz=tz, territory=territory)
    received = date_in_words(request.received_at.astimezone(tz).date())
    paragraphs = _PARAGRAPHS[kind](request, asked, received)
    return Letter(
        kind=kind, structure=structure, dpo=dpo, on=on, receipt=receipt, reference=request.reference,
        object_line=f"{LETTERS[kind]}\u00a0: {request.kind_label.lower()}, demande du {received}",
        paragraphs=tuple(text for text in paragraphs if text),
    )  # fmt: skip


def _acknowledgement(request, asked, received):
    yield f"Nous avons bien reçu, le {received}, votre demande, enregistrée sous la référence {request.reference}."
    if request.is_medical:
        yield (
            "Votre dossier vous sera remis au plus tôt 48 heures après cette réception, et au plus tard le "
            f"{date_in_words(asked.terms[0].latest)} (code de la santé publique, art. L1111-7)."
        )
        if len(asked.terms) > 1:
            yield f"Ce qui a plus de cinq ans suivra au plus tard le {date_in_words(asked.terms[1].latest)}."
        yield "Vous pouvez le consulter sur place, le recevoir, ou désigner un médecin. La première copie est gratuite."
    else:
        yield f"Nous vous répondrons au plus tard le {date_in_words(asked.next.latest)} (RGPD, art. 12.3)."
    if request.identity_method == "none":
        yield (
            "Pour protéger vos données, nous devons d’abord nous assurer de votre identité\u00a0: présentez-vous à "
            "l’accueil avec une pièce d’identité, qui ne sera pas copiée, ou appelez-nous."
        )


def _extension(request, asked, received):
    yield f"Vous nous avez adressé, le {received}, une demande enregistrée sous la référence {request.reference}."
    yield f"Elle demande plus de temps que prévu\u00a0: {request.extension_reason}"
    yield f"Nous vous répondrons au plus tard le {date_in_words(asked.next.latest)} (RGPD, art. 12.3)."


def _answer(request, asked, received):
    yield f"Vous nous avez adressé, le {received}, une demande enregistrée sous la référence {request.reference}."
    if request.outcome == "nothing":
        yield "Après recherche, nous ne détenons pas de données qui y répondent."
    elif request.outcome == "withdrawn":
        yield "Vous nous avez dit y renoncer\u00a0: nous la refermons. Vous pouvez la renouveler à tout moment."
    else:
        yield (
            "Voici notre réponse."
            if not request.answer_content
            else f"Voici ce qui vous est remis\u00a0: {request.answer_content}"
        )
        yield f"Remise\u00a0: {request.means_label.lower()}." if request.answer_means else ""
    if request.outcome == "partial":
        yield f"Une partie n’a pas pu l’être\u00a0: {request.refusal_reason} ({request.ground_label})."
        yield APPEAL


def _refusal(request, asked, received):
    yield f"Vous nous avez adressé, le {received}, une demande enregistrée sous la référence {request.reference}."
    yield f"Nous ne pouvons pas y donner suite{' entièrement' if request.outcome == 'partial' else ''}\u00a0: {request.refusal_reason}"
    yield f"Fondement\u00a0: {request.ground_label}."
    yield APPEAL


_PARAGRAPHS = {ACKNOWLEDGEMENT: _acknowledgement, EXTENSION: _extension, ANSWER: _answer, REFUSAL: _refusal}
