"""What differs, line by line and in words, between the notice in force and what the register says today. Pure."""

import datetime as dt

from cabinet_rgpd.lib import french
from patients_info import translation
from registry.law.vocabulary import HdsStatus, LegalBasis, ProcessorKind, Role, TransferSafeguard

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


def differs(published: dict, current: dict) -> tuple[str, ...]:
    """Sentences, in the order of the notice; empty when both say the same. Both are `NoticeContent.as_data()`."""
    if published == current:
        return ()
    sentences = tuple(dict.fromkeys(_sentences(published, current)))
    return sentences or ("Le texte de la notice change de présentation ; le registre dit la même chose.",)


def _sentences(old, new):
    if old["text"] != new["text"]:
        yield f"Le texte type de la notice a une nouvelle version, du {_day(new['text'])}."
    yield from _languages(_by(old.get("languages", ()), "code"), _by(new["languages"], "code"))
    yield from _contact("Coordonnées de la structure", old["structure"], new["structure"])
    yield from _contact("Délégué à la protection des données", old["dpo"], new["dpo"])
    yield from _contact("À qui s’adresser", old["rights"], new["rights"])
    yield from _changed("Mot d’accueil", old["introduction"], new["introduction"])
    before, after = _by(old["sections"], "id"), _by(new["sections"], "id")
    for key in (each for each in before if each not in after):
        yield f"{_quoted(before[key]['name'])} n’est plus dans le registre en vigueur, la notice en parle encore."
    for key, section in after.items():
        if key not in before:
            yield f"{_quoted(section['name'])} est entré dans le registre, la notice n’en parle pas."
        else:
            yield from _section(before[key], section)
    for topic, words in _TOPICS.items():
        if topic in new["topics"] and topic not in old["topics"]:
            yield f"La notice ne parle pas encore d’un sujet nouveau : {words}."
        if topic in old["topics"] and topic not in new["topics"]:
            yield f"La notice parle d’un sujet que le registre ne décrit plus : {words}."


def _languages(before, after):
    for code, line in after.items():
        name = _language(code)
        if code not in before:
            yield f"La notice n’est pas encore publiée en {name}."
        elif before[code]["text"] != line["text"]:
            yield f"Le texte type en {name} a une nouvelle version, du {_day(line['text'])}."
    for code in (each for each in before if each not in after):
        yield f"La notice reste publiée en {_language(code)}, que vos réglages ne demandent plus."


def _language(code):
    try:
        return translation.language(code).french_name
    except LookupError:  # a language that the product no longer has
        return code


def _section(old, new):
    where = _quoted(old["name"])
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
    before = {key(line): line for line in old[name]}
    after = {key(line): line for line in new[name]}
    for label in (each for each in after if each not in before):
        yield f"{where} : {what} en plus, {_quoted(label)}."
    for label in (each for each in before if each not in after):
        yield f"{where} : {what} en moins, {_quoted(label)}."
    for label, line in after.items():
        if label in before:
            yield from compare(f"{where}, {_quoted(label)}", before[label], line)


def _purpose(where, old, new):
    label = LegalBasis.label_of
    yield from _changed(f"{where}, base légale", label(old["basis"]), label(new["basis"]))
    yield from _changed(f"{where}, texte", old["reference"], new["reference"])
    yield from _changed(f"{where}, intérêt poursuivi", old["interest"], new["interest"])
    yield from _changed(f"{where}, condition de l’article 9", old["article_9"], new["article_9"])


def _data(where, old, new):
    yield from _changed(f"{where}, durée", old["retention"], new["retention"])
    yield from _changed(f"{where}, à la fin", old.get("end", ""), new["end"])


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
            yield f"{where} : {new['name']}, que la notice ne nomme pas."
        elif old is not None:
            yield f"{where} : {old['name']} ne l’est plus, la notice en parle encore."
        return
    for name, label in _CONTACT.items():
        yield from _changed(f"{where}, {label}", old.get(name, ""), new.get(name, ""))


def _changed(where, old, new):
    if old != new:
        yield f"{where} : la notice dit {_quoted(old)}, le registre dit {_quoted(new)}."


def _by(rows, key):
    return {row[key]: row for row in rows}


def _quoted(text):
    return f"«\u00a0{text or 'rien'}\u00a0»"


def _day(name):
    return french.date_in_words(dt.date.fromisoformat(name))
