"""Does this activity need an impact assessment? GDPR art. 35, the CNIL's two lists, the nine criteria, the figure for groups.

Pure: frozen facts and a day come in, an answer with its reasons comes out; every figure and every item of a list is a dated
parameter. The order of `_TABLE` is the decision: the first row that recognises the facts answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cabinet_rgpd.lib.french import counted, enumerate_fr, number_in_figures
from registry.law import dated, impact
from registry.law.dated import Reference
from registry.law.impact import Criterion, Exempt, Trigger

NBSP = "\u00a0"
REQUIRED, IN_PRINCIPLE, RECOMMENDED = "required", "in_principle", "recommended"
TO_DOCUMENT, NOT_REQUIRED, UNKNOWN = "to_document", "not_required", "unknown"
SEVERITIES = {
    REQUIRED: "high", IN_PRINCIPLE: "medium", RECOMMENDED: "medium", TO_DOCUMENT: "medium", NOT_REQUIRED: "none",
    UNKNOWN: "low",
}  # fmt: skip
LABELS = {
    IN_PRINCIPLE: "Une analyse d’impact est en principe à mener",
    RECOMMENDED: "Une analyse d’impact est recommandée",
    TO_DOCUMENT: "Une analyse d’impact est recommandée, votre décision est à documenter",
    NOT_REQUIRED: "Aucun texte ne demande d’analyse d’impact",
    UNKNOWN: "Il manque une réponse pour se prononcer",
}
#: What to ask when a fact is missing, by name of the fact.
QUESTIONS = {
    "alone": "Comment exercez-vous : seul, en groupe, en maison ou en centre de santé ?",
    "shared": "Partagez-vous un même logiciel ou un même système d’information entre praticiens ?",
    "patients": "Combien de patients différents la structure suit-elle en un an ?",
}


@dataclass(frozen=True)
class DpiaFacts:
    """What is known of one activity and of who carries it on; None where nothing was answered.

    `care`: patients' health data, for their care. `alone`: a professional who practises individually. `named`: a structure
    that the CNIL gives as an example of large scale. `patients`: distinct patients a year in the whole shared system.
    """

    care: bool = False
    alone: bool | None = None
    named: bool = False
    shared: bool | None = None
    patients: int | None = None
    required: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()
    triggers: frozenset[str] = frozenset()
    criteria: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """One French sentence and the texts it rests on."""

    text: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`code` is one of this module; `article` the paragraph that binds when it is `required`; `missing` facts to ask for."""

    code: str
    severity: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    article: str = ""

    @property
    def label(self) -> str:
        """The answer in one French line. « Obligatoire » never stands without its article."""
        if self.code == REQUIRED:
            return f"Une analyse d’impact est obligatoire (RGPD, art.{NBSP}{self.article})"
        return LABELS[self.code]

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(QUESTIONS[fact] for fact in self.missing)


def parameters() -> frozenset[str]:
    """The keys of the parameters that an answer may rest on: thresholds, criteria, both lists of the CNIL."""
    names = ["group_threshold", "criteria_threshold", "large_scale_health_data", "high_risk", "analogy_separate_files"]
    names += [f"required_{each.value}" for each in impact.Required]
    names += [f"exempt_{each.value}" for each in impact.Exempt]
    names += [f"criterion_{each.value}" for each in impact.Criterion]
    return frozenset({"dpo.shared_structures", *(f"dpia.{name}" for name in names)})


def decide(facts: DpiaFacts, *, on: date) -> Answer:
    """The answer for these facts with the law of the day `on`. Raises NoValueInForce before 28 July 2020."""
    threshold = _value("group_threshold", on)
    if missing := _missing(facts, threshold):
        return _answer(UNKNOWN, [Reason(QUESTIONS[fact]) for fact in missing], missing=missing)
    return next(answer for recognises, answer in _TABLE if recognises(facts, on))(facts, on)


# Does the rule know enough?


def _missing(facts, threshold):
    """The facts without which the answer could still go either way, in the order to ask for them."""
    if facts.required or not facts.care:
        return ()
    if facts.alone is None:
        return ("alone",)
    if facts.alone or facts.shared is False:
        return ("patients",) if facts.alone and facts.patients is None else ()
    if facts.named and facts.patients is not None and facts.patients < threshold:
        return ()
    asked = (("shared", facts.shared), ("patients", facts.patients))
    return tuple(name for name, value in asked if value is None)


# Recognising


def _is_large(facts, on):
    return facts.patients is not None and facts.patients >= _value("group_threshold", on)


def _group(facts):
    return facts.care and not facts.alone


def _individual(facts):
    """The CNIL's item for a professional alone holds, or is read by analogy for files that are not shared."""
    return facts.care and (facts.alone or (facts.shared is False and not facts.named))


def _listed_as_exempt(facts):
    return bool(facts.exempt - {Exempt.INDIVIDUAL}) and not facts.care


def _many(facts, on):
    return len(facts.criteria) >= _value("criteria_threshold", on)


# The answers, one function per row


def _required_list(facts, on):
    reasons = [_quote(f"required_{each}", on) for each in sorted(facts.required)]
    return _answer(REQUIRED, reasons, article="35.4")


def _large_group(facts, on):
    reasons = [_volume(facts, on), _quote("large_scale_health_data", on), _quote("group_threshold", on)]
    return _answer(REQUIRED, [*reasons, *_reopened(facts)], article="35.3.b")


def _reopened_alone(facts, on):
    answer = _by_criteria(facts, on)
    if answer.code == NOT_REQUIRED:
        return _answer(RECOMMENDED, [*_reopened(facts), *answer.reasons])
    return _answer(answer.code, [*_reopened(facts), *answer.reasons])


def _alone_and_large(facts, on):
    caution = Reason(
        "Cette dispense ne donne pas de nombre, mais un tel volume rapproche du traitement à grande échelle.",
        _references("large_scale_health_data", on) + _references("group_threshold", on),
    )
    return _answer(TO_DOCUMENT, [_volume(facts, on), _quote("exempt_individual", on), caution])


def _alone_and_small(facts, on):
    reasons = [_quote("exempt_individual", on)]
    if not facts.alone:
        reasons.append(_quote("analogy_separate_files", on))
    return _answer(NOT_REQUIRED, reasons)


def _named_by_the_cnil(facts, on):
    value = dated.get("dpo.shared_structures").on(on)
    doubt = Reason(
        "Ces deux sources ne se recoupent pas. Notez votre décision, ses raisons et sa date, que vous meniez ou non l’analyse.",
        _references("group_threshold", on) + value.references,
    )
    volume = [] if facts.patients is None else [_volume(facts, on)]
    reasons = [*volume, Reason(value.text, value.references), _quote("group_threshold", on), doubt]
    return _answer(TO_DOCUMENT, [*reasons, *_reopened(facts)])


def _small_group(facts, on):
    advice = Reason(
        "Sous ce chiffre, le référentiel ne demande pas d’analyse. Deux critères sont pourtant réunis, et la CNIL cite les "
        "dossiers partagés entre plusieurs professionnels comme exemple de grande échelle, sans nombre.",
        _references("criteria_threshold", on) + dated.get("dpo.shared_structures").on(on).references,
    )
    return _answer(RECOMMENDED, [_volume(facts, on), _quote("group_threshold", on), advice, *_reopened(facts)])


def _exempt_list(facts, on):
    return _answer(NOT_REQUIRED, [_quote(f"exempt_{each}", on) for each in sorted(facts.exempt - {Exempt.INDIVIDUAL})])


def _by_criteria(facts, on):
    met = [each for each in Criterion if each in facts.criteria]
    names = enumerate_fr(each.label.lower() for each in met)
    references = _references("criteria_threshold", on)
    if _many(facts, on):
        told = Reason(f"{counted(len(met), 'critère')} sur neuf{NBSP}: {names}.", references)
        return _answer(IN_PRINCIPLE, [told, _quote("criteria_threshold", on), _quote("high_risk", on)])
    told = f"Un seul critère sur neuf{NBSP}: {names}." if met else "Aucun des neuf critères n’est réuni."
    return _answer(NOT_REQUIRED, [Reason(told, references), _quote("criteria_threshold", on)])


_TABLE: tuple[tuple[Callable, Callable], ...] = (
    (lambda facts, on: bool(facts.required), _required_list),
    (lambda facts, on: _group(facts) and facts.shared is True and _is_large(facts, on), _large_group),
    (lambda facts, on: _individual(facts) and bool(facts.triggers), _reopened_alone),
    (lambda facts, on: facts.care and facts.alone is True and _is_large(facts, on), _alone_and_large),
    (lambda facts, on: _individual(facts), _alone_and_small),
    (lambda facts, on: _group(facts) and facts.named, _named_by_the_cnil),
    (lambda facts, on: _group(facts), _small_group),
    (lambda facts, on: _listed_as_exempt(facts) and not facts.triggers, _exempt_list),
    (lambda facts, on: True, _by_criteria),
)


# Words and texts


def _value(name, on):
    return dated.get(f"dpia.{name}").on(on).value


def _references(name, on):
    return dated.get(f"dpia.{name}").on(on).references


def _quote(name, on):
    value = dated.get(f"dpia.{name}").on(on)
    return Reason(value.text, value.references)


def _volume(facts, on):
    threshold = _value("group_threshold", on)
    place = "au moins" if facts.patients >= threshold else "moins de"
    return Reason(
        f"Vous déclarez {counted(facts.patients, 'patient')} par an, soit {place} {number_in_figures(threshold)}.",
        _references("group_threshold", on),
    )


def _reopened(facts):
    """What reopens the question, whatever the lists say."""
    names = enumerate_fr(each.label.lower() for each in Trigger if each in facts.triggers)
    return [Reason(f"Ce point fait regarder la question de nouveau{NBSP}: {names}.")] if names else []


def _answer(code, reasons, *, missing=(), article=""):
    return Answer(code, SEVERITIES[code], tuple(reasons), missing, article)
