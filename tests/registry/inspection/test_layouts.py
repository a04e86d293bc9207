"""Each part of the inspection file says what an inspector asks of it, as it stood, with its dates and its evidence."""

import datetime as dt
import html
import re

from django.utils import timezone

from cabinet_rgpd.history import ledger
from patients_info import operations as notices
from registry.activities import operations as activities
from registry.dpo import operations as dpo
from registry.inspection import queries
from registry.opinions import operations as opinions
from registry.requests import operations as requests
from registry.responsibilities import access
from registry.responsibilities import operations as responsibilities
from registry.security import operations as security
from tests import cast
from tests.patients_info.notices import prepare, publish
from tests.registry.responsibilities import making


def told(practice, *, at=None):
    """`{key of a part: its text}` of the file, as one reads it."""
    tz = practice.structure.tz
    at = at or timezone.now()
    with practice.scope(), timezone.override(tz):
        day = at.astimezone(tz).date()
        document = queries.document(at, day, day)
        source = queries.html(document)
    source = re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL)
    found, keys = {}, [chapter.part.key for chapter in document.chapters]
    for key, part in zip(keys, source.split('<h1 id="partie-')[1:], strict=True):
        words = html.unescape(re.sub(r"<[^>]+>", " ", part)).replace("\u00a0", " ")
        found[key] = re.sub(r" ([,.)])", r"\1", re.sub(r"\s+", " ", words))
    return found


def contains(text, *words):
    for each in words:
        assert each in text, each


def test_an_empty_part_says_plainly_that_nothing_was_recorded(clinic):
    parts = told(clinic)
    expected = {
        "notice": "Aucune notice n’était préparée", "dpo": "Aucune décision n’était notée",
        "dpia": "Aucune décision sur une analyse d’impact", "security": "Aucune mesure n’avait reçu de réponse",
        "suppliers": "Aucun prestataire n’était inscrit", "incidents": "Aucune violation de données n’était inscrite",
        "requests": "Aucune demande n’était inscrite", "journal": "Aucune formation n’était inscrite",
        "retention": "Aucune règle n’était inscrite", "campaigns": "Aucune campagne n’était préparée",
        "responsibilities": "Rien n’était décidé", "people": "Rien n’était inscrit",
    }  # fmt: skip
    for key, words in expected.items():
        assert words in parts[key], key


def test_a_breach_says_the_facts_the_effects_the_measures_when_it_was_known_and_when_it_was_written_down(clinic):
    known = timezone.now() - dt.timedelta(days=4)
    cast.breach(
        clinic, known_at=known, description="Un poste chiffré.", availability=True, measures_taken="Poste isolé."
    )
    text = told(clinic)["incidents"]
    contains(
        text, "1 violation documentée, dont 0 notifiée à la CNIL", "Un poste chiffré.", "disponibilité", "Poste isolé.",
        "Connue le", "Inscrite le", "inscrite au registre le", "(inscrit le ", "Le prestataire a informé", "CNIL :",
    )  # fmt: skip


def test_a_request_says_when_it_came_its_last_day_and_what_was_answered_when(clinic):
    row = cast.asked(clinic, received_at=timezone.now() - dt.timedelta(days=5), scope="Le compte rendu du mois dernier")
    with clinic.scope():
        requests.answer(
            request=row, lock=row.lock_token, by=clinic.sign(), on=cast.TODAY,
            content={"outcome": "granted", "answered_on": cast.TODAY, "answer_means": "hand", "answer_content": "Copie"},
        )  # fmt: skip
    text = told(clinic)["requests"]
    contains(text, row.reference, "Le compte rendu du mois dernier", "inscrite le", "Au plus tard", "Copie")


def test_a_training_says_who_came_and_its_evidence(clinic):
    row = cast.journal_entry(clinic, kind="training", title="Hameçonnage", audience="Secrétariat, 3 personnes")
    piece = cast.evidence(clinic, row, name="emargement.pdf")
    text = told(clinic)["journal"]
    contains(text, "Hameçonnage", "Secrétariat, 3 personnes", "Pièce : emargement.pdf", grouped(piece.sha256))


def grouped(fingerprint):
    return " ".join(re.findall("." * 8, fingerprint))


def test_a_measure_says_its_state_its_dates_its_last_test_and_the_fingerprint_of_its_evidence(clinic):
    row = cast.measure(clinic, note="Copie chiffrée chaque nuit")
    piece = cast.evidence(clinic, row, name="rapport.pdf")
    with clinic.scope():
        security.note_restore_test(
            content={
                "done_on": cast.TODAY, "what": "La base du logiciel", "minutes": 45, "by": "Le prestataire",
                "result": "success", "note": "",
            },
            on=cast.TODAY, by=clinic.sign(),
        )  # fmt: skip
    text = told(clinic)["security"]
    contains(
        text, "Copie chiffrée chaque nuit", "constaté le", "La base du logiciel", "45 minutes", "rapport.pdf",
        grouped(piece.sha256), "inscrite le",
    )  # fmt: skip


def test_a_supplier_says_its_role_its_contract_its_certificate_and_where_data_are(clinic):
    cast.supplier(
        clinic, name="Hébergeur Fictif", contract_signed_on=dt.date(2025, 3, 1), hds_until=dt.date(2027, 5, 4)
    )
    text = told(clinic)["suppliers"]
    contains(
        text, "Hébergeur Fictif", "Sous-traitant (art. 28)", "signé le 1er mars 2025", "4 mai 2027", "Clauses, à vérifier :",
        "Stockées dans l’Espace économique européen", "Restait à vérifier",
    )  # fmt: skip


def test_the_delegate_has_a_decision_a_designation_and_a_number_at_the_cnil(clinic):
    person = cast.delegate(clinic, cnil_number="DPO-12345")
    with clinic.scope():
        dpo.check_interests(
            designation=person, answers={"it": "no"}, note="Rien à signaler", lock=person.lock_token, by=clinic.sign(),
            on=cast.TODAY,
        )  # fmt: skip
    text = told(clinic)["dpo"]
    contains(text, "Un motif.", "La désignation", person.name, "DPO-12345", "Choisit-elle", "Non", "Rien à signaler")


def test_an_impact_assessment_says_its_answer_and_its_residual_risk(clinic, activity):
    cast.assessment(clinic, activity(clinic))
    contains(told(clinic)["dpia"], "Suivi des patients", "Ce sur quoi elle repose", "Risque résiduel", "Décidée le")


def test_who_answers_for_what_is_told_with_its_reasons_its_agreements_its_services_and_its_matrix(clinic):
    row = cast.activity(clinic)
    with clinic.scope():
        making.decided(clinic, row, outcome="each_own", justification="Chacun tient son dossier.")
        making.agreement(clinic, row)
        making.service(clinic)
        levels = {
            (each.key, subject): level for each in access.proposed().functions for subject, level in each.levels.items()
        }
        responsibilities.adopt_matrix(
            lock="", levels=levels | {("coordinator", "agenda"): "full"}, objection="On le note au dossier.",
            by=clinic.sign(), on=cast.TODAY,
        )  # fmt: skip
    contains(
        told(clinic)["responsibilities"], "Chacun tient son dossier.", "réponse des textes : ", "RGPD, art. 4.7",
        "Maison de santé des Deux Rives ; Denis Delorme", "Pour A-01 Suivi des patients", "Informe les personnes : ",
        "La maison informe", "RGPD, art. 30.2.b", "certificat d’hébergeur : ", "Qui ouvre quoi",
        "Agenda et identité : accès complet", "On le note au dossier.", "Inscrit le ", "Adopté le ",
    )  # fmt: skip


def test_a_campaign_says_what_was_prepared_what_was_done_and_what_was_left_aside(clinic):
    rule = cast.retention_rule(clinic)
    done = cast.campaign(
        clinic, rule.pk, done_on=cast.TODAY, files=128, method="shredding", operator="Le secrétariat", kept_for_claims=2,
    )  # fmt: skip
    cast.campaign(clinic, rule.pk, dropped_on=cast.TODAY, dropped_reason="Rien à supprimer.")
    cast.campaign(clinic, rule.pk)
    piece = cast.evidence(clinic, done, name="bordereau.pdf")
    contains(
        told(clinic)["campaigns"], rule.name, "31 décembre 2006", "128 dossiers traités", "Broyage de documents papier",
        "2 dossiers pour un recours en cours", "Abandonnée le", "Rien à supprimer.", "Rien n’était encore noté.",
        "bordereau.pdf", grouped(piece.sha256),
    )  # fmt: skip


def test_each_notice_says_its_editions_their_fingerprints_and_where_they_were_displayed(clinic, activity):
    activity(clinic)
    row = publish(clinic, prepare(clinic))
    with clinic.scope():
        notices.record_display(
            notice=row,
            lock=row.lock_token,
            place="Salle d’attente",
            since=dt.date(2026, 1, 5),
            party=clinic.denis_party,
            by=clinic.sign(),
        )
        row.refresh_from_db()
    fingerprint = grouped(row.published["pdf_sha256"])
    contains(
        told(clinic)["notice"],
        "Patients",
        "Éditions publiées",
        fingerprint,
        f"Salle d’attente ({clinic.denis_party.name})",
        "5 janvier 2026 (inscrit le",
    )


def test_what_the_dpo_wrote_waits_in_the_file_of_a_day_until_the_controller_validated(clinic, activity):
    row = activity(clinic)
    cast.delegation(clinic)
    by = clinic.sign("Relecture", actor=clinic.camille)
    row = activities.update_activity(activity=row, lock=str(row.version), content={"name": "Nom revu"}, by=by)
    before = timezone.now()
    with clinic.scope():
        opinions.give(
            root=row, seen=row.version, kind="validation", stance="", text="", member=clinic.members["alice"],
            by=clinic.sign(), on=cast.TODAY,
        )  # fmt: skip
    contains(told(clinic, at=before)["register"], "Écriture par délégation", "attend la validation du responsable")
    contains(told(clinic)["register"], "validée par Alice Amblard", "Validation du responsable")


def test_files_and_opinions_about_what_no_part_shows_are_told_at_the_end(clinic, activity):
    row = activity(clinic)
    piece = cast.evidence(clinic, row, name="capture.pdf")
    with clinic.scope():
        opinions.give(
            root=row, seen=row.version, kind="opinion", stance="favourable", text="Un avis à garder.",
            member=clinic.members["camille"], by=clinic.sign(actor=clinic.camille), on=cast.TODAY,
        )  # fmt: skip
    contains(told(clinic)["register"], "Pièces jointes", "capture.pdf", grouped(piece.sha256), "Un avis à garder.")
    assert "Un avis à garder." not in told(clinic)["others"]
    with clinic.scope():
        activities.archive_activity(activity=row, lock=str(row.version), by=clinic.sign())
    contains(told(clinic)["others"], "Un avis à garder.")


def test_the_delegation_itself_is_told(clinic):
    cast.delegation(clinic)
    contains(told(clinic)["dpo"], "élégation d’écriture", "Camille Carlier")


def test_the_steps_of_an_end_of_practice_and_of_a_departure_are_told_in_words(clinic):
    row = cast.closing(clinic)
    with clinic.scope(), ledger.write(clinic.sign()) as write:
        write.apply(write.take(row), {"steps": [{"key": "deed", "done_on": cast.TODAY}]})
    passage = cast.passage(clinic, membership=clinic.members["bob"])
    with clinic.scope(), ledger.write(clinic.sign()) as write:
        write.apply(write.take(passage), {"steps": [{"key": "software", "done_on": cast.TODAY}]})
    parts = told(clinic)
    contains(parts["closing"], "Signer l’acte de garde des dossiers")
    assert "deed" not in parts["closing"] and "software" not in parts["people"]
