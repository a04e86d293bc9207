"""Which item of art. 13 and 14 stands in the notice, and what would fill the others. Pure.

A blocking item is one without which the notice would not inform: it must be filled before publication. The others are
said to the practice and leave the decision to it.
"""

from patients_info.audiences import AUDIENCES, Audience
from patients_info.records import Item, NoticeContent
from registry.law.vocabulary import LegalBasis, Role

PRESENT, MISSING, NOT_APPLICABLE = "present", "missing", "not_applicable"


def checklist(content: NoticeContent) -> tuple[Item, ...]:
    """Every item, in the order of the articles; one line for each sheet that lacks something."""
    of_care = _of_care(content) if AUDIENCES[content.audience].care else ()
    return (
        *_sections(content), *_controllers(content), *_agreements(content), _dpo(content), *_purposes(content), *_interests(content),
        *_recipients(content), *_transfers(content), *_retention(content), _rights(content), _withdrawal(content),
        _always("complaint", "La réclamation auprès de la CNIL", "RGPD, art. 13.2.d"),
        _always("compulsory", "Ce qui est nécessaire et ce qui ne l’est pas", "RGPD, art. 13.2.e"),
        _automated(content), *_data(content), *_source(content),
        *of_care, *_hosting(content),
        _always("directives", "Les directives après le décès", "Loi n° 78-17 du 6 janvier 1978, art. 85"),
    )  # fmt: skip


def _of_care(content):
    yield _topic(content, "ins", "L’identité nationale de santé", "CSP, art. L1111-8-1")
    yield _topic(content, "care_team", "Le partage entre ceux qui soignent, et l’opposition", "CSP, art. L1110-4")
    yield _topic(content, "national_health_record", "Mon espace santé", "CSP, art. L1111-14 et L1111-15")
    yield _topic(content, "patient_file", "L’accès au dossier médical et ses délais", "CSP, art. L1111-7")


def blocking(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What forbids publication."""
    return tuple(item for item in items if item.blocks)


def _sections(content):
    label = "Au moins un usage de données de ce public"
    if content.sections:
        yield Item("sections", label, "RGPD, art. 13", PRESENT)
    else:
        yield Item(
            "sections", label, "RGPD, art. 13", MISSING, blocking=True, field="activities",
            detail="Aucune activité en vigueur ne concerne ce public.",
        )  # fmt: skip


def _controllers(content):
    article = "RGPD, art. 13.1.a"
    missing = [section for section in content.sections if not section.controllers]
    yield from _each_section(
        content, missing, "controllers", "Qui est responsable", article, part="responsibles", blocking=True,
        detail="Le responsable de traitement n’est pas nommé.",
    )  # fmt: skip
    contact = content.structure
    reachable = contact.address or contact.phone or contact.email
    yield Item(
        "contact", "Les coordonnées de la structure", article, PRESENT if reachable else MISSING, blocking=True,
        field="structure", detail="" if reachable else "Il manque une adresse, un téléphone ou un courriel.",
    )  # fmt: skip


def _agreements(content):
    label, article = "L’essentiel de l’accord entre responsables conjoints", "RGPD, art. 26.2"
    joint = any(each.role == Role.JOINT_CONTROLLER for section in content.sections for each in section.controllers)
    if content.agreements:
        yield Item("agreements", label, article, PRESENT)
    elif joint:
        detail = "Aucun accord signé ne dit qui fait quoi\u00a0: la notice le promet sur demande."
        yield Item("agreements", label, article, MISSING, detail, field="agreements")
    else:
        yield Item("agreements", label, article, NOT_APPLICABLE, "Aucun responsable conjoint sur ces usages.")


def _dpo(content):
    label, article = "Les coordonnées du délégué à la protection des données", "RGPD, art. 13.1.b"
    if content.dpo is None:
        return Item("dpo", label, article, NOT_APPLICABLE, "Aucun délégué n’est désigné.", field="dpo")
    reachable = content.dpo.email or content.dpo.phone or content.dpo.address
    detail = "" if reachable else "Le délégué est désigné, sans moyen de le joindre."
    return Item("dpo", label, article, PRESENT if reachable else MISSING, detail, blocking=True, field="dpo")


def _purposes(content):
    missing = [
        section for section in content.sections
        if not section.purposes or not all(purpose.basis for purpose in section.purposes)
    ]  # fmt: skip
    yield from _each_section(
        content, missing, "purposes", "Les finalités et leur base légale", "RGPD, art. 13.1.c", part="purposes",
        blocking=True, detail="Une finalité n’a pas de base légale, ou il n’y a pas de finalité.",
    )  # fmt: skip


def _interests(content):
    concerned = [
        purpose for section in content.sections for purpose in section.purposes
        if purpose.basis == LegalBasis.LEGITIMATE_INTERESTS
    ]  # fmt: skip
    label, article = "L’intérêt légitime poursuivi", "RGPD, art. 13.1.d"
    if not concerned:
        yield Item("interests", label, article, NOT_APPLICABLE, "Aucune finalité ne repose sur un intérêt légitime.")
        return
    missing = [section for section in content.sections if any(_lacks_interest(each) for each in section.purposes)]
    yield from _each_section(
        content, missing, "interests", label, article, part="purposes", blocking=True,
        detail="L’intérêt légitime n’est pas décrit.",
    )  # fmt: skip


def _lacks_interest(purpose):
    return purpose.basis == LegalBasis.LEGITIMATE_INTERESTS and not purpose.interest


def _recipients(content):
    missing = [section for section in content.sections if not section.recipients]
    yield from _each_section(
        content, missing, "recipients", "Les destinataires", "RGPD, art. 13.1.e", part="recipients",
        detail="La notice ne dit pas qui reçoit ces données.",
    )  # fmt: skip


def _transfers(content):
    label, article = "Les transferts hors d’Europe et leur garantie", "RGPD, art. 13.1.f"
    unknown = [section for section in content.sections if section.stance == "unknown"]
    incomplete = [section for section in content.sections if section.stance == "some" and not _described(section)]
    for section in incomplete:
        yield _missing(section, "transfers", label, article, "transfers", "Le pays ou la garantie manque.", True)
    for section in unknown:
        detail = "Ce n’est pas encore vérifié, et la notice le dit."
        yield _missing(section, "transfers", label, article, "transfers", detail, False)
    if not incomplete and not unknown:
        yield Item("transfers", label, article, PRESENT)


def _described(section):
    return section.transfers and all(each.country and each.safeguard for each in section.transfers)


def _retention(content):
    missing = [
        section for section in content.sections
        if not section.data or not all(line.retention for line in section.data)
    ]  # fmt: skip
    yield from _each_section(
        content, missing, "retention", "Les durées de conservation", "RGPD, art. 13.2.a", part="data", blocking=True,
        detail="Une durée de conservation manque.",
    )  # fmt: skip


def _rights(content):
    contact = content.rights
    reachable = contact.email or contact.phone or contact.address
    return Item(
        "rights", "Les droits et la personne à qui s’adresser", "RGPD, art. 13.2.b",
        PRESENT if reachable else MISSING, "" if reachable else "Dites à qui l’on s’adresse.",
        blocking=True, field="notice",
    )  # fmt: skip


def _withdrawal(content):
    codes = {line.code for section in content.sections for line in section.rights}
    label, article = "Le retrait du consentement", "RGPD, art. 13.2.c"
    if "withdrawal" in codes:
        return Item("withdrawal", label, article, PRESENT)
    return Item("withdrawal", label, article, NOT_APPLICABLE, "Aucune finalité ne repose sur un consentement.")


def _automated(content):
    tools = {"ai_scribe", "ai_decision_support"} & set(content.topics)
    detail = "Avec l’outil d’intelligence artificielle du registre." if tools else "Le registre n’en décrit aucune."
    return Item("automated", "Les décisions automatisées", "RGPD, art. 13.2.f et 22", PRESENT, detail)


def _data(content):
    missing = [section for section in content.sections if not section.data]
    yield from _each_section(
        content, missing, "data", "Les catégories de données", "RGPD, art. 14.1.d", part="data",
        detail="Aucune donnée n’est décrite.",
    )  # fmt: skip


def _source(content):
    missing = [section for section in content.sections if not section.source]
    yield from _each_section(
        content, missing, "source", "D’où viennent les données", "RGPD, art. 14.2.f", part="people",
        detail="La source des données n’est pas dite.",
    )  # fmt: skip


def _hosting(content):
    label, article = "L’hébergement des données de santé", "CSP, art. L1111-8"
    if "hosting" not in content.topics:
        yield Item("hosting", label, article, NOT_APPLICABLE, "Aucun hébergeur dans le registre.")
        return
    vague = [
        section for section in content.sections
        if any(line.hosts and (not line.name or line.hds != "yes") for line in section.processors)
    ]  # fmt: skip
    yield from _each_section(
        content, vague, "hosting", label, article, part="processors",
        detail="Un hébergeur n’est pas nommé, ou sa certification HDS reste à vérifier.",
    )  # fmt: skip


def _topic(content, code, label, article):
    if code in content.topics:
        return Item(code, label, article, PRESENT)
    return Item(code, label, article, NOT_APPLICABLE, "Le registre ne décrit rien de tel.")


def _always(code, label, article):
    return Item(code, label, article, PRESENT)


def _each_section(content, missing, code, label, article, *, part, detail, blocking=False):
    for section in missing:
        yield _missing(section, code, label, article, part, detail, blocking)
    if not missing and content.sections:
        yield Item(code, label, article, PRESENT)


def _missing(section, code, label, article, part, detail, blocking):
    return Item(
        code, label, article, MISSING, f"«\u00a0{section.name}\u00a0» : {detail[:1].lower()}{detail[1:]}",
        blocking=blocking, field=part, activity=section.id,
    )  # fmt: skip


#: What every text must be able to say, by the `data-says` of its elements, and what the texts of care add.
_OF_ALL = (
    "controllers", "agreements", "contact", "dpo", "sections", "purposes", "interests", "recipients", "processors", "transfers",
    "safeguards", "retention", "data", "source", "rights", "rights-of-use", "deadlines", "withdrawal", "complaint",
    "compulsory", "automated", "hosting", "directives",
)  # fmt: skip
_OF_CARE = (
    "patient_file", "relatives", "care_team", "ins", "national_health_record", "ai_scribe", "ai_decision_support",
)  # fmt: skip


def compulsory(audience: Audience) -> tuple[str, ...]:
    """The items that a text for this audience must hold, whatever its language."""
    return (*_OF_ALL, *(_OF_CARE if audience.care else ()))
