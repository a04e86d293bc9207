"""What a structure has and what comes next, read from every subject."""

from dataclasses import dataclass

from patients_info import queries as notices
from patients_info.differences import differs
from registry.activities import listing
from registry.activities import queries as activities
from registry.changes import queries as changes
from registry.dpo import queries as dpo
from registry.journal import queries as journal
from registry.law import security as measures
from registry.law.vocabulary import EntryKind
from registry.opinions import queries as opinions
from registry.past import queries as past
from registry.questionnaire import queries as questionnaire
from registry.retention import queries as retention
from registry.roadmap import progress, steps
from registry.security import queries as security


@dataclass(frozen=True)
class Step:
    """One thing to do: how soon, what, why, and the route that does it."""

    when: str
    what: str
    why: str
    route: str
    button: str
    arguments: tuple = ()
    #: The page is the person's own, not the structure's.
    own_page: bool = False


@dataclass(frozen=True)
class Overview:
    in_force: int
    drafts: int
    lacking: int
    steps: tuple[Step, ...]
    six: tuple[steps.Step, ...]


def overview(*, structure, today, second_factor):
    """The state of the structure in a few figures, and the next things to do, the most useful first (three at most).

    `second_factor`: whether the person who looks protects her account with one; it is asked for once a register exists.
    """
    found = listing.rows(activities.everything(), today, purged_late=retention.rules_purged_late(today))
    in_force = [row for row in found if row.sheet.state == "in_force"]
    lacking = [row for row in in_force if row.findings]
    return Overview(
        in_force=len(in_force),
        drafts=sum(row.sheet.state == "draft" for row in found),
        lacking=sum(len(row.findings) for row in in_force),
        steps=tuple(_steps(structure, today, in_force, lacking, second_factor))[:3],
        six=steps.six(_six(in_force, lacking)),
    )


def _changed_rules(today):
    """The French names of what waits: durations, durations that the legal form changes, other texts."""
    durations = [*retention.law_changes(today), *retention.form_changes(today)]
    names = [change.rule.name for change in durations]
    return [*names, *(change.parameter.description for change in changes.waiting(today))]


def _six(in_force, lacking):
    """What the six steps are read from."""
    twelve_missing, trained = _measures()
    told = {each.kind for each in journal.entries()}
    return steps.Facts(
        in_force=len(in_force),
        lacking=sum(len(row.findings) for row in lacking),
        notice_published=notices.said(notices.notice()) is not None,
        method_chosen=EntryKind.METHOD in told or dpo.decision() is not None,
        trained=trained or EntryKind.TRAINING in told,
        twelve_missing=twelve_missing,
        insured=journal.insurance() is not None,
    )


def _measures():
    """`(how many of the twelve first measures are missing or unanswered, whether the team was trained)`."""
    known = {each.key: each for each in security.answers() if not each.site}
    missing = sum(measure.key not in known or known[measure.key].is_missing for measure in measures.twelve())
    return missing, "awareness" in known and known["awareness"].is_done


def months(today, tz):
    """How much of the register was filled at the end of each of the last twelve months, and today, from the history."""
    begun = past.first_day(tz)
    days = [day for day in progress.days(today) if day >= begun]
    security_then = dict(security.over_time(today, tz))
    return tuple(progress.month(day, past.register_on(day, tz), security_then.get(day, {})) for day in days)


def _steps(structure, today, in_force, lacking, second_factor):
    if not in_force:
        started = bool(questionnaire.draft_answers())
        yield Step(
            "d’abord",
            "Reprendre le questionnaire" if started else "Répondre au questionnaire",
            "Une douzaine de questions, et votre registre s’écrit.",
            "questionnaire",
            "Reprendre" if started else "Commencer",
        )
        return
    notice = notices.notice()
    said = notices.said(notice)
    if said is not None and differs(said, notices.content_today(structure, notice, today).as_data()):
        yield Step(
            "quand vous voulez", "Votre notice ne dit plus la vérité",
            "Le registre a changé depuis sa publication.", "notice", "Comparer", ("patients",),
        )  # fmt: skip
    due = [row for row in in_force if row.review_due]
    if due:
        yield Step(
            "cette semaine", "Revoir le registre",
            f"{len(due)} fiches attendent leur revue annuelle. Comptez dix minutes." if len(due) > 1
            else "Une fiche attend sa revue annuelle.", "review", "Revoir",
        )  # fmt: skip
    if waiting := _changed_rules(today):
        yield Step(
            "cette semaine", "Voir ce qui a changé dans la règle",
            f"{len(waiting)} règles que vous suivez ont changé. Rien n’a été modifié chez vous." if len(waiting) > 1
            else f"«\u00a0{waiting[0]}\u00a0» a changé. Rien n’a été modifié chez vous.",
            "text_changes", "Voir",
        )  # fmt: skip
    if written := [each for each in opinions.authorships().values() if each.waits]:
        yield Step(
            "cette semaine", "Valider ce que le délégué a écrit",
            f"{len(written)} textes écrits par délégation attendent." if len(written) > 1
            else "Un texte écrit par délégation attend.", "validations", "Relire",
        )  # fmt: skip
    if not second_factor:
        yield Step(
            "cette semaine", "Protéger votre compte",
            "Un code lu sur votre téléphone arrête celui qui aurait volé votre mot de passe. Deux minutes.",
            "account", "Activer", own_page=True,
        )  # fmt: skip
    if dpo.decision() is None:
        yield Step(
            "cette semaine", "Décider pour le DPO",
            "La réponse est prête, avec ses raisons\u00a0; il reste à l’enregistrer.", "dpo", "Décider",
        )  # fmt: skip
    if said is None:
        yield Step(
            "cette semaine", "Publier la notice des patients",
            "Elle est écrite d’après votre registre\u00a0; relisez, publiez, affichez.", "notice", "Relire", ("patients",),
        )  # fmt: skip
    if lacking:
        row = max(lacking, key=lambda each: len(each.findings))
        yield Step(
            "quand vous voulez", f"Compléter {row.sheet.reference} {row.sheet.name}",
            "C’est la fiche où il manque le plus.", "activity", "Ouvrir", (row.sheet.id,),
        )  # fmt: skip
