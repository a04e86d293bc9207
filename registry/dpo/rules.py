"""Must this structure appoint a data protection officer? GDPR art. 37(1), read with what the CNIL says of practices.

Pure: frozen facts and a day come in, an answer with its reasons comes out. The figure of the CNIL is a dated parameter.
The order of `_TABLE` is the decision: the first row that recognises the facts answers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from registry.law import dated
from registry.law.dated import Reference
from registry.law.vocabulary import LegalForm, Profession, StructureKind

NBSP = "\u00a0"

REQUIRED = "required"
RECOMMENDED = "recommended"
NOT_REQUIRED = "not_required"
TO_DOCUMENT = "to_document"
UNKNOWN = "unknown"

SEVERITIES = {REQUIRED: "high", RECOMMENDED: "medium", TO_DOCUMENT: "medium", NOT_REQUIRED: "none", UNKNOWN: "low"}

LABELS = {
    RECOMMENDED: "Un délégué à la protection des données est recommandé",
    NOT_REQUIRED: "Aucun texte ne vous impose un délégué à la protection des données",
    TO_DOCUMENT: "Un délégué à la protection des données est recommandé, votre décision est à documenter",
    UNKNOWN: "Il manque une réponse pour se prononcer",
}

#: What to ask when a fact is missing, by name of the fact.
QUESTIONS = {
    "structure_kind": f"Comment exercez-vous{NBSP}: seul, en groupe, en maison ou en centre de santé{NBSP}?",
    "shared_software": f"Partagez-vous un même logiciel ou un même système d’information entre praticiens{NBSP}?",
    "patients_per_year": f"Combien de patients différents la structure suit-elle en un an{NBSP}?",
}

#: Structures that the CNIL gives as examples of large scale, without a number.
NAMED_BY_THE_CNIL = frozenset({StructureKind.MSP, StructureKind.HEALTH_CENTRE})


@dataclass(frozen=True)
class DpoFacts:
    """What the structure said; None where it did not answer yet.

    `patients_per_year` counts distinct patients over a year in the whole shared system. `practitioners` counts those
    who practise in the structure: a group of one is read as somebody practising alone.
    """

    structure_kind: str | None = None
    professions: frozenset[str] = frozenset()
    shared_software: bool | None = None
    patients_per_year: int | None = None
    practitioners: int | None = None
    legal_form: str | None = None

    def __post_init__(self):
        """Raises ValueError for a word outside the vocabulary."""
        for vocabulary, value in ((StructureKind, self.structure_kind), (LegalForm, self.legal_form)):
            if value is not None:
                vocabulary(value)


@dataclass(frozen=True)
class Reason:
    """One French sentence and the texts it rests on."""

    text: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`code` is one of the codes of this module; `missing` names the facts to ask for (see QUESTIONS).

    `article` is the paragraph that binds, such as `37.1.c`, when the code is `required`.
    """

    code: str
    severity: str
    reasons: tuple[Reason, ...]
    references: tuple[Reference, ...]
    missing: tuple[str, ...] = ()
    article: str = ""

    @property
    def label(self) -> str:
        """The answer in one French line. « Obligatoire » never stands without its article."""
        if self.code == REQUIRED:
            return f"Un délégué à la protection des données est obligatoire (RGPD, art.{NBSP}{self.article})"
        return LABELS[self.code]

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask, in French, so that the rule can answer."""
        return tuple(QUESTIONS[fact] for fact in self.missing)


#: The parameters that an answer may rest on.
PARAMETERS = frozenset(
    f"dpo.{name}"
    for name in (
        "individual_practice", "large_scale_health_data", "large_scale_threshold", "public_body", "shared_structures",
    )
)  # fmt: skip


def decide(facts: DpoFacts, *, on: date) -> Answer:
    """The answer for these facts with the law of the day `on`.

    Raises NoValueInForce before 28 July 2020, when the CNIL had given no figure yet.
    """
    threshold = _threshold(on)
    if missing := _missing(facts, threshold):
        return _answer(UNKNOWN, [Reason(QUESTIONS[fact]) for fact in missing], missing=missing)
    return next(answer for recognises, answer in _TABLE if recognises(facts, threshold))(facts, on)


def what_would_change(facts: DpoFacts, *, on: date) -> tuple[str, ...]:
    """French sentences: each names one thing that, if it were otherwise, would give another answer.

    Each comes from the rule itself, asked again with one fact changed; nothing is listed that changes nothing.
    """
    current = decide(facts, on=on).code
    sentences = {}
    for condition, other in _neighbours(facts, _threshold(on)):
        answer = decide(other, on=on)
        if answer.code not in (current, UNKNOWN):
            sentences[f"{condition}{NBSP}: {_lowered(answer.label)}."] = None
    return tuple(sentences)


def format_number(number: int) -> str:
    """« 10 000 », with non-breaking spaces."""
    return f"{number:,}".replace(",", NBSP)


# Does the rule know enough?


def _missing(facts: DpoFacts, threshold: int) -> tuple[str, ...]:
    """The facts without which the answer could still go either way, in the order to ask for them."""
    if facts.structure_kind is None:
        return () if facts.legal_form == LegalForm.PUBLIC else ("structure_kind",)
    if _is_public(facts):
        return ()
    volume = facts.patients_per_year
    if practises_alone(facts) or facts.structure_kind == StructureKind.HEALTH_CENTRE:
        return ("patients_per_year",) if volume is None else ()
    if facts.shared_software is False:
        return ()
    if facts.structure_kind in NAMED_BY_THE_CNIL and volume is not None and volume < threshold:
        return ()
    asked = (("shared_software", facts.shared_software), ("patients_per_year", volume))
    return tuple(name for name, value in asked if value is None)


def _is_public(facts: DpoFacts) -> bool:
    return facts.structure_kind == StructureKind.PUBLIC_HEALTH_CENTRE or facts.legal_form == LegalForm.PUBLIC


def practises_alone(facts: DpoFacts) -> bool:
    """Whether these are the facts of somebody practising alone: declared so, or the only practitioner of a group."""
    if facts.structure_kind == StructureKind.INDIVIDUAL:
        return True
    return facts.structure_kind not in NAMED_BY_THE_CNIL and facts.practitioners == 1


def _is_large(facts: DpoFacts, threshold: int) -> bool:
    return facts.patients_per_year is not None and facts.patients_per_year >= threshold


# The answers, one function per row


def _public(facts: DpoFacts, on: date) -> Answer:
    return _answer(REQUIRED, [_quote("public_body", on)], article="37.1.a")


def _alone_and_small(facts: DpoFacts, on: date) -> Answer:
    return _answer(NOT_REQUIRED, [_volume(facts, on), _quote("individual_practice", on)])


def _alone_and_large(facts: DpoFacts, on: date) -> Answer:
    caution = Reason(
        "Le chiffre de la CNIL est écrit pour les cabinets groupés, non pour un praticien seul, mais un tel volume "
        "rapproche du traitement à grande échelle.",
        _references("large_scale_threshold", on) + _references("large_scale_health_data", on),
    )
    return _answer(RECOMMENDED, [_volume(facts, on), _quote("individual_practice", on), caution])


def _shared_and_large(facts: DpoFacts, on: date) -> Answer:
    reasons = [_volume(facts, on), _quote("large_scale_health_data", on), _quote("large_scale_threshold", on)]
    if facts.structure_kind == StructureKind.HEALTH_CENTRE:
        reasons.append(
            Reason(
                "Ce chiffre est écrit pour les cabinets libéraux groupés. Il est repris ici par analogie.",
                _references("large_scale_threshold", on),
            )
        )
    if facts.structure_kind in NAMED_BY_THE_CNIL:
        reasons.append(_quote("shared_structures", on))
    return _answer(REQUIRED, [*reasons, *_out_of_scope(facts, on)], article="37.1.c")


def _named_by_the_cnil(facts: DpoFacts, on: date) -> Answer:
    reasons = [] if facts.patients_per_year is None else [_volume(facts, on)]
    if facts.shared_software is False:
        reasons.append(Reason("Vos praticiens ne partagent pas un même système d’information."))
    disagreement = Reason(
        "Ces deux sources ne se recoupent pas. Notez votre décision, ses raisons et sa date, que vous désigniez ou non "
        "un délégué.",
        _references("large_scale_threshold", on) + _references("shared_structures", on),
    )
    sources = [_quote("shared_structures", on), _quote("large_scale_threshold", on), disagreement]
    return _answer(TO_DOCUMENT, [*reasons, *sources, *_out_of_scope(facts, on)])


def _nothing_shared(facts: DpoFacts, on: date) -> Answer:
    explanation = Reason(
        "Vos praticiens ne partagent pas un même système d’information. La recommandation de la CNIL suppose ce "
        "partage. Chacun regarde alors sa propre situation, comme un praticien seul.",
        _references("large_scale_threshold", on),
    )
    return _answer(NOT_REQUIRED, [explanation, *_out_of_scope(facts, on)])


def _shared_and_small(facts: DpoFacts, on: date) -> Answer:
    advice = Reason(
        "Sous ce chiffre, le référentiel ne demande pas de délégué. La CNIL cite pourtant les dossiers partagés entre "
        "plusieurs professionnels comme exemple de grande échelle, sans nombre.",
        _references("shared_structures", on),
    )
    reasons = [_volume(facts, on), _quote("large_scale_threshold", on), advice]
    return _answer(RECOMMENDED, [*reasons, *_out_of_scope(facts, on)])


_TABLE: tuple[tuple[Callable[[DpoFacts, int], bool], Callable[[DpoFacts, date], Answer]], ...] = (
    (lambda facts, _: _is_public(facts), _public),
    (lambda facts, threshold: practises_alone(facts) and _is_large(facts, threshold), _alone_and_large),
    (lambda facts, _: practises_alone(facts), _alone_and_small),
    (
        lambda facts, threshold: facts.structure_kind == StructureKind.HEALTH_CENTRE and _is_large(facts, threshold),
        _shared_and_large,
    ),
    (lambda facts, threshold: facts.shared_software is True and _is_large(facts, threshold), _shared_and_large),
    (lambda facts, _: facts.structure_kind in NAMED_BY_THE_CNIL, _named_by_the_cnil),
    (lambda facts, _: facts.shared_software is False, _nothing_shared),
    (lambda facts, _: True, _shared_and_small),
)


# Words and texts


def _threshold(on: date) -> int:
    return dated.get("dpo.large_scale_threshold").on(on).value


def _references(name: str, on: date) -> tuple[Reference, ...]:
    return dated.get(f"dpo.{name}").on(on).references


def _quote(name: str, on: date) -> Reason:
    value = dated.get(f"dpo.{name}").on(on)
    return Reason(value.text, value.references)


def _volume(facts: DpoFacts, on: date) -> Reason:
    declared, threshold = facts.patients_per_year, _threshold(on)
    place = "au moins" if declared >= threshold else "moins de"
    return Reason(
        f"Vous déclarez {format_number(declared)}{NBSP}patients par an, soit {place} {format_number(threshold)}.",
        _references("large_scale_threshold", on),
    )


def _out_of_scope(facts: DpoFacts, on: date) -> list[Reason]:
    if Profession.PHARMACIST not in facts.professions:
        return []
    return [
        Reason(
            "Le référentiel de la CNIL ne vise pas les pharmaciens. Leur propre situation est à examiner à part.",
            _references("large_scale_threshold", on),
        )
    ]


def _answer(code: str, reasons: list[Reason], *, missing: tuple[str, ...] = (), article: str = "") -> Answer:
    references = dict.fromkeys(reference for reason in reasons for reference in reason.references)
    return Answer(code, SEVERITIES[code], tuple(reasons), tuple(references), missing, article)


def _neighbours(facts: DpoFacts, threshold: int) -> Iterator[tuple[str, DpoFacts]]:
    """The same structure with one fact otherwise, and the French condition that says so."""
    figure = f"{format_number(threshold)}{NBSP}patients par an"
    yield f"À partir de {figure}", replace(facts, patients_per_year=threshold)
    yield f"Sous {figure}", replace(facts, patients_per_year=threshold - 1)
    if facts.structure_kind != StructureKind.INDIVIDUAL:
        yield "Si vous partagiez un même système d’information", replace(facts, shared_software=True)
        yield "Si vous ne partagiez plus un même système d’information", replace(facts, shared_software=False)
        if facts.shared_software is not True and not _is_large(facts, threshold):
            both = replace(facts, shared_software=True, patients_per_year=threshold)
            yield f"Si vous partagiez un même système d’information, à partir de {figure}", both
    else:
        group = replace(facts, structure_kind=StructureKind.GROUP, shared_software=True, practitioners=None)
        yield "Si vous exerciez en groupe avec un logiciel partagé", group
    if facts.structure_kind in (StructureKind.INDIVIDUAL, StructureKind.GROUP):
        msp = replace(facts, structure_kind=StructureKind.MSP, practitioners=None)
        yield "Si vous rejoigniez une maison de santé", msp


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
