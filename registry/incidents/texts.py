"""Texts written from a breach: what the CNIL's form asks, and the message to the persons. Pure; every word may be changed."""

import datetime as dt

from cabinet_rgpd.lib.french import NBSP, enumerate_fr, moment_in_words, number_in_figures
from registry.incidents import rules
from registry.incidents.records import IncidentRecord
from registry.incidents.vocabulary import Answer, PersonsDecision

TO_COME = "En cours de vérification\u00a0; précisé dans un complément."
#: What a person can do, by what was touched: concrete advice (art. 34, CEPD guidelines 9/2022).
ADVICE = (
    ({"identity", "personal_life", "professional_life"},
     "Méfiez-vous des messages, appels ou courriers qui parlent de vos soins ou de vos rendez-vous\u00a0: ne communiquez "
     "ni code, ni mot de passe, ni coordonnées bancaires."),
    ({"economic"}, "Surveillez vos comptes et signalez à votre banque toute opération que vous ne reconnaissez pas."),
    ({"social_security_number", "identity"},
     "Vérifiez sur votre compte ameli que les remboursements correspondent à vos soins."),
    ({"connection"}, "Changez votre mot de passe, là aussi où vous utilisiez le même."),
    ({"health", "genetic", "sex_life"},
     "Si quelqu’un vous menace de révéler des informations sur votre santé, ne payez pas, gardez les messages et portez "
     "plainte."),
)  # fmt: skip
ALWAYS = "En cas d’escroquerie ou de doute, le service public 17Cyber vous conseille gratuitement."


def cnil_form(
    incident: IncidentRecord, *, structure, dpo, tz: dt.tzinfo, now: dt.datetime
) -> tuple[tuple[str, str], ...]:
    """What the CNIL's form asks (art. 33.3), `(heading, text)`, in its order. Nothing names a patient.

    `structure` gives names and coordinates; `dpo` (DpoContact) may be None; `tz` is the structure's time zone.
    """
    initial = not (incident.consequences and incident.measures_taken and incident.persons_count is not None)
    contact = (
        f"{dpo.name}, délégué à la protection des données, {_words(dpo.email, dpo.phone)}"
        if dpo
        else _words(structure.name, structure.email, structure.phone)
    )
    rows = [
        ("Type de notification", "Initiale, à compléter" if initial else "Complète"),
        ("Responsable du traitement", _words(structure.name, structure.full_address, structure.email, structure.phone)),
        ("Point de contact", contact),
        ("Prise de connaissance", _knowledge(incident, tz)),
        ("Retard", _lateness(incident, now)),
        ("Début et fin de la violation", _span(incident, tz)),
        ("Nature de la violation", f"Perte de {enumerate_fr(incident.effects)}." if incident.effects else TO_COME),
        ("Origine", _origin(incident)),
        ("Circonstances", _text(incident.description or incident.title)),
        ("Sous-traitant", _supplier(incident, tz)),
        ("Personnes concernées", _counted(incident.person_labels, incident.persons_count, "personne")),
        ("Données concernées", _counted(incident.data_labels, incident.records_count, "enregistrement")),
        ("Estimation", incident.counts_note),
        ("Conséquences probables", _text(incident.consequences)),
        ("Gravité estimée", _gravity(incident)),
        ("Mesures prises", _text(incident.measures_taken)),
        ("Mesures envisagées", incident.measures_planned),
        ("Information des personnes", _information(incident, tz)),
        ("Autres démarches", _other_steps(incident, tz)),
    ]
    return tuple((heading, text) for heading, text in rows if text)


def as_one_text(rows) -> str:
    """The same as one text to paste."""
    return "\n\n".join(f"{heading.upper()}\n{text}" for heading, text in rows)


def message_to_persons(incident: IncidentRecord, *, structure, dpo, tz) -> str:
    """A message that stands by itself (art. 34.2): what happened, what it may cause, what was done, what to do, whom to ask."""
    when = f" le {moment_in_words(incident.happened_from, tz)}" if incident.happened_from else ""
    where = " chez l’un de nos prestataires" if incident.at_supplier else ""
    data = (
        f"Les données touchées sont\u00a0: {enumerate_fr(incident.data_labels).lower()}."
        if incident.data_labels
        else ""
    )
    parts = [
        "Madame, Monsieur,",
        f"Un incident a touché{when} des données qui vous concernent{where}. Nous vous devons des explications.",
        f"Ce qui s’est passé\u00a0: il y a eu {_lost(incident)}. {data}".strip(),
        f"Ce que cela peut entraîner\u00a0: {incident.consequences}" if incident.consequences else "",
        f"Ce que nous avons fait\u00a0: {incident.measures_taken}" if incident.measures_taken else "",
        f"Ce que nous allons faire\u00a0: {incident.measures_planned}" if incident.measures_planned else "",
        "Ce que vous pouvez faire\u00a0:\n" + "\n".join(f"— {line}" for line in advice(incident)),
        f"Pour toute question\u00a0: {_words(dpo.name, dpo.email, dpo.phone) if dpo else _words(structure.phone, structure.email)}.",
        f"{structure.name}",
    ]
    return "\n\n".join(part for part in parts if part)


def advice(incident: IncidentRecord) -> tuple[str, ...]:
    """What a person can do, by the data touched; always at least one thing."""
    touched = set(incident.data_kinds)
    found = [text for kinds, text in ADVICE if kinds & touched]
    return (*dict.fromkeys(found), ALWAYS)


def _lost(incident):
    words = []
    if incident.confidentiality:
        words.append("un accès ou une copie par une personne qui n’y avait pas droit")
    if incident.integrity:
        words.append("une modification")
    if incident.availability:
        words.append("une perte ou une indisponibilité")
    return enumerate_fr(words) or "un incident"


def _text(text):
    return text.strip() or TO_COME


def _words(*parts):
    return ", ".join(part for part in parts if part)


def _knowledge(incident, tz):
    how = f" ({incident.known_how})" if incident.known_how else ""
    lines = [f"{moment_in_words(incident.known_at, tz)}{how}" if incident.known_at else ""]
    lines += [f"{each.name}{NBSP}: {moment_in_words(each.known_at, tz)}" for each in incident.controllers]
    return "\n".join(line for line in lines if line)


def _lateness(incident, now):
    terms = [rules.due_at("cnil_notification", each.known_at) for each in rules.controllers(incident)]
    if any(term is not None and now > term for term in terms) and incident.first_step(rules.TOLD_CNIL) is None:
        return "Plus de 72 heures après la prise de connaissance\u00a0; motifs du retard\u00a0: à écrire ici."
    return ""


def _span(incident, tz):
    start = moment_in_words(incident.happened_from, tz) if incident.happened_from else "date inconnue"
    end = moment_in_words(incident.happened_until, tz) if incident.happened_until else "en cours, ou fin inconnue"
    return f"Début{NBSP}: {start}. Fin{NBSP}: {end}."


def _origin(incident):
    attack = {Answer.YES: "acte malveillant", Answer.NO: "sans malveillance informatique connue"}.get(incident.attack)
    return f"{incident.kind_label}{f' ({attack})' if attack else ''}. {incident.where_label}."


def _supplier(incident, tz):
    if not incident.at_supplier:
        return ""
    told = (
        f" Il nous a informés le {moment_in_words(incident.supplier_told_at, tz)}." if incident.supplier_told_at else ""
    )
    return f"{incident.supplier or 'Prestataire'}, qui agit pour notre compte.{told}"


def _counted(labels, count, noun):
    number = f"environ {number_in_figures(count)}{NBSP}{noun}{'s' if count > 1 else ''}" if count is not None else ""
    words = enumerate_fr(labels)
    return _words(words, number) or TO_COME


def _gravity(incident):
    found = rules.assess(incident)
    return "" if found.level == rules.UNKNOWN else f"{found.label}. {found.because}"


def _information(incident, tz):
    step = incident.first_step({"persons"})
    if step:
        return f"Faite le {moment_in_words(step.done_at, tz)}."
    if incident.persons_decision == PersonsDecision.DO_NOT:
        return f"Non, pour ces motifs{NBSP}: {incident.persons_reason}"
    if incident.persons_decision == PersonsDecision.INFORM:
        return "Décidée, à venir dans les meilleurs délais."
    return TO_COME


def _other_steps(incident, tz):
    told = [each for each in incident.steps if each.kind not in rules.TOLD_CNIL and each.kind != "persons"]
    return "\n".join(
        f"{each.kind_label}, le {moment_in_words(each.done_at, tz)}{f', {each.reference}' if each.reference else ''}."
        for each in told
    )
