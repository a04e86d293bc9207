"""What differs, line by line and in words, between an edition of a notice and what would be said now. Pure.

The same differences are told in two voices: to the practice, whose published notice no longer says what the register
says; to readers, who see under an address what changed from one edition to the next.
"""

import datetime as dt
from dataclasses import dataclass, replace

from cabinet_rgpd.lib import french
from patients_info import translation
from registry.law.vocabulary import HdsStatus, LegalBasis, ProcessorKind, Role, TransferSafeguard

NBSP = "\u00a0"
_TOPICS = {
    "patient_file": "le dossier médical et ses délais d’accès",
    "ins": "l’identité nationale de santé",
    "care_team": "le partage entre ceux qui soignent",
    "national_health_record": "Mon espace santé",
    "hosting": "l’hébergement des données de santé",
    "ai_scribe": "l’assistant d’écriture par intelligence artificielle",
    "ai_decision_support": "l’aide à la décision par intelligence artificielle",
    "students": "la présence d’étudiants",
}
_STANCES = {
    "unknown": "à vérifier",
    "none": "aucun transfert hors de l’Espace économique européen",
    "some": "des données sortent de l’Espace économique européen",
}
_CONTACT = {"name": "nom", "address": "adresse", "phone": "téléphone", "email": "courriel", "organisation": "organisme"}

#: Kind of difference → sentence.
_TO_THE_PRACTICE = {
    "changed": "{where}\u00a0: la notice dit {old}, le registre dit {new}.",
    "added": "{where} en plus, {new}.",
    "removed": "{where} en moins, {old}.",
    "text": "Le texte type de la notice a une nouvelle version, du {new}.",
    "language_added": "La notice n’est pas encore publiée en {where}.",
    "language_text": "Le texte type en {where} a une nouvelle version, du {new}.",
    "language_removed": "La notice reste publiée en {where}, que vos réglages ne demandent plus.",
    "use_added": "{new} est entré dans le registre, la notice n’en parle pas.",
    "use_removed": "{old} n’est plus dans le registre en vigueur, la notice en parle encore.",
    "topic_added": "La notice ne parle pas encore d’un sujet nouveau\u00a0: {where}.",
    "topic_removed": "La notice parle d’un sujet que le registre ne décrit plus\u00a0: {where}.",
    "person_added": "{where}\u00a0: {new}, que la notice ne nomme pas.",
    "person_removed": "{where}\u00a0: {old} ne l’est plus, la notice en parle encore.",
    "presentation": "Le texte de la notice change de présentation\u00a0; le registre dit la même chose.",
}
_TO_READERS = {
    "changed": "{where}\u00a0: {old} devient {new}.",
    "added": "{where} en plus, {new}.",
    "removed": "{where} en moins, {old}.",
    "text": "Les explications sont dans une nouvelle version, du {new}.",
    "language_added": "Elle se lit aussi en {where}.",
    "language_text": "Sa traduction en {where} est dans une nouvelle version, du {new}.",
    "language_removed": "Elle ne se lit plus en {where}.",
    "use_added": "Un usage nouveau\u00a0: {new}.",
    "use_removed": "Un usage a cessé\u00a0: {old}.",
    "topic_added": "Elle parle d’un sujet nouveau\u00a0: {where}.",
    "topic_removed": "Elle ne parle plus d’un sujet\u00a0: {where}.",
    "person_added": "{where}\u00a0: {new}.",
    "person_removed": "{where}\u00a0: {old} ne l’est plus.",
    "presentation": "Sa présentation change\u00a0; elle dit la même chose.",
}


#: Stands for the use in the words of a difference, until it is known which uses share that difference.
_USE = "\ue000"


@dataclass(frozen=True)
class Difference:
    """`use`: the one it is about, for which `_USE` stands in `where`; blank when it is about the whole notice."""

    kind: str
    where: str = ""
    old: str = ""
    new: str = ""
    use: str = ""


def differs(published: dict, current: dict) -> tuple[str, ...]:
    """What the published notice no longer says, to the practice; empty when both say the same.

    Both are `NoticeContent.as_data()`; sentences stand in the order of the notice.
    """
    return _told(published, current, _TO_THE_PRACTICE)


def changes(earlier: dict, later: dict) -> tuple[str, ...]:
    """What changed from one edition to the next, to whoever reads the notice."""
    return _told(earlier, later, _TO_READERS)


def _told(old, new, sentences):
    if old == new:
        return ()
    found = {}  # a supplier that serves ten uses and changes is said once
    for each in (*_differences(old, new),) or (Difference("presentation"),):
        found.setdefault(replace(each, use=""), []).append(each.use)
    return tuple(
        sentences[each.kind].format(where=each.where.replace(_USE, _all_of(uses)), old=each.old, new=each.new)
        for each, uses in found.items()
    )


def _all_of(uses):
    *first, last = dict.fromkeys(uses)
    return f"{', '.join(first)} et {last}" if first else last


def _differences(old, new):
    if old["text"] != new["text"]:
        yield Difference("text", new=_day(new["text"]))
    yield from _languages(_by(old.get("languages", ()), "code"), _by(new["languages"], "code"))
    yield from _contact("Coordonnées de la structure", old["structure"], new["structure"])
    yield from _contact("Délégué à la protection des données", old["dpo"], new["dpo"])
    yield from _contact("À qui s’adresser", old["rights"], new["rights"])
    yield from _changed("Mot d’accueil", old["introduction"], new["introduction"])
    yield from _lines(
        "", "accord entre responsables", old, new, "agreements", lambda line: ", ".join(line["names"]), _agreement
    )
    yield from _lines("", "protection des données", old, new, "protections", str, _nothing)
    before, after = _by(old["sections"], "id"), _by(new["sections"], "id")
    for key in (each for each in before if each not in after):
        yield Difference("use_removed", old=_quoted(before[key]["name"]))
    for key, section in after.items():
        if key not in before:
            yield Difference("use_added", new=_quoted(section["name"]))
        else:
            name = _quoted(before[key]["name"])
            yield from (replace(each, use=name) for each in _section(before[key], section))
    for topic, words in _TOPICS.items():
        if topic in new["topics"] and topic not in old["topics"]:
            yield Difference("topic_added", words)
        if topic in old["topics"] and topic not in new["topics"]:
            yield Difference("topic_removed", words)


def _languages(before, after):
    for code, line in after.items():
        if code not in before:
            yield Difference("language_added", _language(code))
        elif before[code]["text"] != line["text"]:
            yield Difference("language_text", _language(code), new=_day(line["text"]))
    for code in (each for each in before if each not in after):
        yield Difference("language_removed", _language(code))


def _language(code):
    try:
        return translation.language(code).french_name
    except LookupError:  # a language that the product no longer has
        return code


def _section(old, new):
    where = _USE
    yield from _changed(f"{where}, nom", old["name"], new["name"])
    yield from _changed(f"{where}, description", old["description"], new["description"])
    yield from _lines(where, "responsable", old, new, "controllers", lambda line: line["name"], _controller)
    yield from _lines(where, "finalité", old, new, "purposes", lambda line: line["name"], _purpose)
    yield from _lines(where, "données", old, new, "data", lambda line: line["description"], _data)
    yield from _changed(f"{where}, source des données", old["source"], new["source"])
    yield from _lines(where, "destinataire", old, new, "recipients", lambda line: line["name"], _nothing)
    yield from _lines(where, "prestataire", old, new, "processors", _processor_name, _processor)
    yield from _changed(f"{where}, hors d’Europe", _STANCES[old["stance"]], _STANCES[new["stance"]])
    yield from _lines(where, "transfert vers", old, new, "transfers", lambda line: line["recipient"], _transfer)


def _lines(where, what, old, new, name, key, compare):
    """`where`: blank for what the whole notice says. An edition of earlier days may lack what is said since."""
    before = {key(line): line for line in old.get(name, ())}
    after = {key(line): line for line in new[name]}
    title = f"{where}{NBSP}: {what}" if where else f"{what[:1].upper()}{what[1:]}"
    for label in (each for each in after if each not in before):
        yield Difference("added", title, new=_quoted(label))
    for label in (each for each in before if each not in after):
        yield Difference("removed", title, old=_quoted(label))
    for label, line in after.items():
        if label in before:
            yield from compare(f"{where or title}, {_quoted(label)}", before[label], line)


def _purpose(where, old, new):
    label = LegalBasis.label_of
    yield from _changed(f"{where}, base légale", label(old["basis"]), label(new["basis"]))
    yield from _changed(f"{where}, texte", old["reference"], new["reference"])
    yield from _changed(f"{where}, intérêt poursuivi", old["interest"], new["interest"])
    yield from _changed(f"{where}, condition de l’article 9", old["article_9"], new["article_9"])


def _data(where, old, new):
    yield from _changed(f"{where}, durée", old["retention"], new["retention"])
    yield from _changed(f"{where}, à la fin", old.get("end", ""), new["end"])


def _agreement(where, old, new):
    yield from _changed(where, old["essence"], new["essence"])
    yield from _changed(f"{where}, point de contact", old["contact_point"], new["contact_point"])


def _controller(where, old, new):
    yield from _changed(f"{where}, rôle", Role.label_of(old["role"]), Role.label_of(new["role"]))


def _processor(where, old, new):
    yield from _changed(f"{where}, pays", old["country"], new["country"])
    yield from _changed(f"{where}, certification HDS", HdsStatus.label_of(old["hds"]), HdsStatus.label_of(new["hds"]))


def _processor_name(line):
    kind = ProcessorKind.label_of(line["kind"])
    return f"{line['name']} ({kind[:1].lower()}{kind[1:]})" if line["name"] else kind


def _transfer(where, old, new):
    label = TransferSafeguard.label_of
    yield from _changed(f"{where}, pays", old["country"], new["country"])
    yield from _changed(f"{where}, garantie", label(old["safeguard"]), label(new["safeguard"]))


def _nothing(where, old, new):
    return ()


def _contact(where, old, new):
    if old is None or new is None:
        if new is not None:
            yield Difference("person_added", where, new=new["name"])
        elif old is not None:
            yield Difference("person_removed", where, old=old["name"])
        return
    for name, label in _CONTACT.items():
        yield from _changed(f"{where}, {label}", old.get(name, ""), new.get(name, ""))


def _changed(where, old, new):
    if old != new:
        yield Difference("changed", where, _quoted(old), _quoted(new))


def _by(rows, key):
    return {row[key]: row for row in rows}


def _quoted(text):
    return f"«{NBSP}{text or 'rien'}{NBSP}»"


def _day(name):
    return french.date_in_words(dt.date.fromisoformat(name))
