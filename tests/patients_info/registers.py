"""Registers as frozen facts, made from the questionnaire's own proposals: what a real practice would start with."""

import datetime as dt
import uuid
from pathlib import Path

import yaml

from patients_info import rules
from patients_info.audiences import PATIENTS
from patients_info.records import Contact, DpoContact, Settings
from patients_info.rules import TOPIC_BY_ORIGIN
from registry.activities.records import (
    ActivityRecord,
    DataRecord,
    ProcessorRecord,
    PurposeRecord,
    RecipientRecord,
    ResponsibleRecord,
    TransferRecord,
)
from registry.law import dated
from registry.questionnaire import rules as questionnaire
from registry.responsibilities.records import Essence
from registry.retention.records import RetentionRecord
from registry.suppliers.records import SupplierRecord

PROFILES = Path(__file__).parents[1] / "registry" / "questionnaire" / "profiles"
ON = dt.date(2026, 11, 23)
SPACE = uuid.UUID(int=7)
STRUCTURE = Contact(
    "Cabinet des Tilleuls", "12 rue des Tilleuls, 49000 Villefictive", "01 00 00 00 00", "tilleuls@exemple.fr"
)


def ident(name):
    return uuid.uuid5(SPACE, name)


def rule(text="20 ans après la dernière prise en charge.", name="Dossier", **others):
    return RetentionRecord(id=ident(name), version=1, name=name, text=text, **others)


def sheet(name="Suivi des patients", **content):
    """A complete sheet about patients, in force."""
    content = {
        "state": "in_force",
        "persons": ("patients", "minors"),
        "data_source": "La personne elle-même",
        "transfer_stance": "none",
        "responsibles": (ResponsibleRecord(ident("denis"), "Denis Delorme", "controller"),),
        "purposes": (purpose(),),
        "data_categories": (DataRecord("Antécédents, traitements", "health", rule(), ""),),
        "recipients": (RecipientRecord("care_team", "Ceux qui soignent le même patient"),),
        **content,
    }
    return ActivityRecord(id=ident(name), version=1, lock_token="1", reference="A-01", name=name, **content)


def purpose(name="Soigner et suivre", basis="6.1.c", text="CSP, art. R4127-45", interest="", article_9="9.2.h"):
    return PurposeRecord(name, basis, text, interest, article_9, to_validate=False)


def supplier(name="Logiciel Fictif", kind="practice_software", hds="yes", country="France"):
    return ProcessorRecord(kind, SupplierRecord(ident(name), 1, name, kind, country, hds))


def transfer(recipient="Fabricant Fictif", country="Canada", safeguard="adequacy", link=""):
    return TransferRecord(recipient, country, safeguard, link)


def content(*sheets, structure=STRUCTURE, dpo=None, settings=None, on=ON, audience=PATIENTS, **others):
    return rules.content(
        structure=structure,
        activities=sheets,
        dpo=dpo,
        settings=settings or Settings(),
        on=on,
        audience=audience,
        **others,
    )


def everything(audience, languages=()):
    """A content that gives a text of this audience every reason to say all it can."""
    origins = (*audience.origins, *(TOPIC_BY_ORIGIN if audience.care else ()))
    purposes = tuple(
        purpose(f"Usage {basis}", basis, interest="Organiser l’accueil." if basis == "6.1.f" else "", article_9=condition)
        for basis, condition in zip(
            ["6.1.a", "6.1.b", "6.1.c", "6.1.d", "6.1.e", "6.1.f"], ["9.2.a", "9.2.h", "9.2.i", "9.2.c", "9.2.g", "9.2.f"],
            strict=True,
        )
    )  # fmt: skip
    whole = sheet(
        "Tous les usages", persons=tuple(audience.persons), origins=origins, purposes=purposes,
        recipients=(RecipientRecord("care_team", "Ceux qui soignent"), RecipientRecord("internal", "L’accueil")),
        processors=(supplier(),), transfer_stance="some", transfers=(transfer(),),
        responsibles=tuple(ResponsibleRecord(ident(name), name, "joint_controller") for name in ["Denis D.", "Anne A."]),
        data_categories=(
            DataRecord("Nom", "identity", rule(), ""), DataRecord("Antécédents", "health", rule("20 ans.", fate="Suppression"), ""),
        ),
    )  # fmt: skip
    other = sheet(
        "Autre usage", persons=tuple(audience.persons), origins=tuple(audience.origins), transfer_stance="unknown",
        data_source="",
    )  # fmt: skip
    settings = Settings(introduction="Bienvenue.", languages=tuple(languages))
    return content(
        whole, other, dpo=dpo(), settings=settings, audience=audience, essences=(essence(),),
        protections=("Chacun ne voit que ce que son métier demande.",),
    )  # fmt: skip


def essence(text="La SISA informe, chaque soignant répond.", names=("Denis D.", "Anne A."), activities=()):
    return Essence(names, "L’accueil, 01 00 00 00 00", text, activities)


def dpo(name="Camille Carlier", email="dpo@exemple.fr"):
    return DpoContact(name, "Protection Fictive", email)


def proposed(profile):
    """The register that the questionnaire proposes to a profile, accepted as it is, as frozen facts."""
    answers = yaml.safe_load((PROFILES / f"{profile}.yaml").read_text(encoding="utf-8"))
    legal_form = answers.get("legal_form", "bnc")
    sheets = questionnaire.propose(answers=answers.get("answers", answers), legal_form=legal_form)
    return tuple(_accepted(each, number) for number, each in enumerate(sheets, 1))


def _accepted(each, number):
    return ActivityRecord(
        id=ident(each.key),
        version=1,
        lock_token="1",
        reference=f"A-{number:02d}",
        name=each.name,
        description=each.description,
        persons=each.persons,
        data_source=each.source_of_data,
        transfer_stance="unknown" if each.transfers_question else "none",
        origins=each.origins,
        responsibles=(ResponsibleRecord(ident("denis"), "Denis Delorme", "controller"),),
        purposes=tuple(
            PurposeRecord(line.name, line.basis, line.basis_text, line.interest, line.condition, line.to_validate)
            for line in each.purposes
        ),
        data_categories=tuple(
            DataRecord(line.description, line.kind, rule(_rule_text(line.retention), line.retention), "")
            for line in each.data
        ),
        recipients=tuple(RecipientRecord(line.kind, line.name) for line in each.recipients),
        processors=tuple(ProcessorRecord(kind, None) for kind in each.processors),
    )


def _rule_text(key):
    return dated.get(f"retention.{key}").on(ON).text
