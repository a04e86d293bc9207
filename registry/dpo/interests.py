"""Is this person free and able to be the DPO? GDPR art. 37.5 and 38, asked as a list with answers. Pure."""

from dataclasses import dataclass
from datetime import date

from cabinet_rgpd.lib.terms import Term
from registry.law import dated
from registry.law.dated import Reference

YES, NO = "yes", "no"
CHECKED, INCOMPLETE, CONFLICT = "checked", "incomplete", "conflict"


class DpoKind(Term):
    INTERNAL = "internal", "Interne, membre de l’équipe"
    EXTERNAL = "external", "Externe, prestataire"
    SHARED = "shared", "Mutualisé entre plusieurs structures"


class Question(Term):
    """What is asked about the person, each with its text of law in `LAW` and the answer that leaves no doubt in `SOUND`."""

    CONTROLLER = (
        "controller", "Est-ce un praticien qui décide, comme responsable, de l’usage des données des patients ?",
    )  # fmt: skip
    MANAGER = "manager", "Dirige-t-elle la structure (gérance de la SISA, de la SEL ou de la SCM, présidence) ?"
    IT = "it", "Choisit-elle, fournit-elle ou maintient-elle votre système informatique ?"
    HR = "hr", "Décide-t-elle de l’embauche, de la paie ou du contrôle du personnel ?"
    MARKETING = "marketing", "Décide-t-elle de la communication vers les patients ou du site internet ?"
    INSTRUCTED = (
        "instructed", "Reçoit-elle des instructions sur ses avis, ou risque-t-elle une sanction pour les avoir donnés ?",
    )  # fmt: skip
    HEARD = "heard", "Rend-elle compte directement à ceux qui dirigent la structure ?"
    COMPETENT = "competent", "Connaît-elle le droit de la protection des données et le secteur de la santé ?"
    EQUIPPED = "equipped", "A-t-elle du temps pour cette mission, et accès à ce qu’elle doit contrôler ?"


ANSWERS = ((NO, "Non"), (YES, "Oui"))
SOUND = {**dict.fromkeys(Question, NO), Question.HEARD: YES, Question.COMPETENT: YES, Question.EQUIPPED: YES}
LAW = {
    **dict.fromkeys(Question, "dpo.conflict_of_interest"),
    Question.INSTRUCTED: "dpo.independence",
    Question.HEARD: "dpo.independence",
    Question.COMPETENT: "dpo.competence",
    Question.EQUIPPED: "dpo.means",
}
_CONCERNS = {
    Question.CONTROLLER: "Celui qui décide de l’usage des données ne peut pas contrôler ses propres décisions.",
    Question.MANAGER: "Celui qui dirige la structure décide de l’usage des données : il ne peut pas en être le délégué.",
    Question.IT: "Celui qui fournit ou choisit l’informatique décide des moyens : il ne peut pas en être le délégué.",
    Question.HR: "Celui qui décide pour le personnel décide de l’usage de ses données.",
    Question.MARKETING: "Celui qui décide de la communication décide de l’usage des données qu’elle demande.",
    Question.INSTRUCTED: "Le délégué ne reçoit pas d’instruction et n’est pas sanctionné pour ses avis.",
    Question.HEARD: "Le délégué rend compte au niveau le plus élevé de la structure.",
    Question.COMPETENT: "Le délégué est choisi pour ses connaissances : prévoyez sa formation avant de le désigner.",
    Question.EQUIPPED: "Sans temps ni accès, la mission n’existe pas : écrivez ses moyens dans la lettre de mission.",
}


@dataclass(frozen=True)
class Concern:
    """One answer that speaks against the designation: French sentence, what bears on it, and whether it is a conflict."""

    question: Question
    text: str
    rule: str
    references: tuple[Reference, ...]

    @property
    def is_conflict(self):
        return LAW[self.question] == "dpo.conflict_of_interest"


@dataclass(frozen=True)
class Review:
    """`code`: `checked` (nothing stands against), `conflict` (something does) or `incomplete`, with what is missing."""

    code: str
    concerns: tuple[Concern, ...] = ()
    missing: tuple[Question, ...] = ()


def review(answers: dict[str, str], *, on: date) -> Review:
    """What the answers (`{question: yes|no}`) say with the law of a day. Raises NoValueInForce before 25 May 2018."""
    missing = tuple(each for each in Question if answers.get(each) not in (YES, NO))
    concerns = tuple(_concern(each, on) for each in Question if each not in missing and answers[each] != SOUND[each])
    code = CONFLICT if concerns else INCOMPLETE if missing else CHECKED
    return Review(code, concerns, missing)


def _concern(question, on):
    value = dated.get(LAW[question]).on(on)
    return Concern(question, _CONCERNS[question], value.text, value.references)
