"""The six steps of every practice, and the picture of the path. Pure."""

from dataclasses import dataclass

DONE, NEXT, LATER = "done", "next", "later"
#: The drawing: circles on a line; lengths across are per cent, so that it stretches while its letters do not.
HEIGHT, RADIUS, MIDDLE = 52, 17, 26


@dataclass(frozen=True)
class Facts:
    """What the six steps are read from. `twelve_missing` counts the first measures that are absent, partial or unanswered."""

    in_force: int = 0
    lacking: int = 0
    notice_published: bool = False
    method_chosen: bool = False
    trained: bool = False
    twelve_missing: int = 12
    insured: bool = False


@dataclass(frozen=True)
class Step:
    """One of the six. `left` says what is still to do, in a few words; `route` leads to the page that does it."""

    key: str
    number: int
    title: str
    why: str
    state: str
    left: str
    route: str
    arguments: tuple
    button: str


@dataclass(frozen=True)
class Dot:
    number: int
    x: str
    state: str
    title: str


@dataclass(frozen=True)
class Path:
    """The picture: a line of six dots. `title` says it in words."""

    title: str
    dots: tuple[Dot, ...]
    first_x: str
    last_x: str
    done_x: str
    height: int = HEIGHT
    radius: int = RADIUS
    middle: int = MIDDLE


def six(facts: Facts) -> tuple[Step, ...]:
    """The six steps with where each stands; the first that is not done is the next one."""
    found, next_given = [], False
    for number, (key, title, why, done, left, route, arguments, button) in enumerate(_rows(facts), start=1):
        state = DONE if done else NEXT if not next_given else LATER
        next_given = next_given or not done
        found.append(Step(key, number, title, why, state, "" if done else left, route, arguments, button))
    return tuple(found)


def path(steps: tuple[Step, ...]) -> Path:
    """The picture of the steps."""
    dots = tuple(
        Dot(step.number, _percent(8 + 84 * (step.number - 1) / (len(steps) - 1)), step.state, step.title)
        for step in steps
    )
    reached = 0
    while reached < len(steps) and steps[reached].state == DONE:
        reached += 1
    words = {DONE: "fait", NEXT: "à faire maintenant", LATER: "ensuite"}
    title = "Six étapes\u00a0: " + " ; ".join(f"{step.number}. {step.title}, {words[step.state]}" for step in steps)
    return Path(title.replace(" ;", "\u00a0;"), dots, dots[0].x, dots[-1].x, dots[max(reached - 1, 0)].x)


def _rows(facts):
    yield (
        "awareness", "Savoir ce qui vous concerne",
        "Une douzaine de questions sur votre activité, et le registre s’écrit (RGPD, art. 30).",
        facts.in_force > 0, "Répondre au questionnaire\u00a0: un quart d’heure.", "questionnaire", (), "Commencer",
    )  # fmt: skip
    yield (
        "method", "Choisir votre méthode",
        "Seul, avec un prestataire, ou avec un délégué\u00a0: la réponse est datée, avec ses raisons (RGPD, art. 37).",
        facts.method_chosen, "Décider s’il faut un délégué, et le noter.", "dpo", (), "Décider",
    )  # fmt: skip
    yield (
        "training", "Former l’équipe",
        "La plupart des incidents commencent par un clic ou un envoi trop rapide (RGPD, art. 32.4 et 39.1.b).",
        facts.trained, "Une demi-heure en équipe, notée avec sa date.", "journal", (), "Noter",
    )  # fmt: skip
    yield (
        "reference", "Suivre le référentiel de la CNIL",
        "Registre complet, durées de conservation, patients informés (délibération n° 2020-081).",
        facts.in_force > 0 and facts.notice_published and not facts.lacking, _reference_left(facts),
        *(("notice", ("patients",), "Publier") if facts.in_force and not facts.notice_published else ("activities", (), "Ouvrir")),
    )  # fmt: skip
    yield (
        "technical", "Protéger les données",
        "Douze mesures arrêtent l’essentiel des attaques et des pertes vues dans les cabinets (RGPD, art. 32).",
        facts.twelve_missing == 0, _technical_left(facts), "measures", (), "Regarder",
    )  # fmt: skip
    yield (
        "insurance", "Assurer le risque informatique",
        "L’assureur paie la remise en route, à condition d’une plainte dans les 72 heures (code des assurances, "
        "art. L12-10-1).",
        facts.insured, "Chercher ce que votre contrat professionnel couvre déjà, et noter le numéro des sinistres.",
        "insurance", (), "Noter",
    )  # fmt: skip


def _reference_left(facts):
    if not facts.in_force:
        return "Le registre d’abord."
    left = [] if facts.notice_published else ["publier la notice des patients"]
    if facts.lacking:
        left.append(f"compléter {facts.lacking} point{'s' if facts.lacking > 1 else ''} du registre")
    text = " et ".join(left)
    return f"Il reste à {text}." if text else ""


def _technical_left(facts):
    count = facts.twelve_missing
    return f"{count} des douze premières mesures {'sont' if count > 1 else 'est'} à mettre en place ou à répondre."


def _percent(number):
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"
