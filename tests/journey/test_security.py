"""From the first of the twelve measures to the letter to a supplier and a line of the journal, in a real browser."""

import pytest
from playwright.sync_api import sync_playwright

from tests.journey.test_journey import Watch, read_back
from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import Journey, follow


@pytest.fixture(scope="module")
def server():
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True))


def test_a_practice_answers_about_its_security_asks_its_supplier_and_keeps_its_journal(server, browser, tmp_path):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    watch = Watch(page)
    journey = Journey(page, server.address, lambda name: None)
    journey.claim(server.setup_path)
    journey.make_group_practice()

    # The first of the twelve: « absente » is told to be kept, and a date is offered, before anything is written.
    journey.section("Mesures")
    watch("mesures-vides")
    follow(page.get_by_role("link", name="Commencer les douze"))
    page.get_by_label("Absente", exact=True).check()
    press(page, "Enregistrer la réponse")
    page.get_by_text("avec votre nom et la date").wait_for()
    assert page.get_by_label("Prévu pour le").input_value()
    watch("mesure-absente")
    page.get_by_label("Qui s’en charge").fill("La gérante")
    press(page, "Enregistrer la réponse")
    page.get_by_text("réponse enregistrée").wait_for()

    # A test of restoration, with a file that shows it.
    page.goto(f"{server.address}{journey.structure}mesures/restaurations/nouvelle/")
    page.get_by_label("Ce qui a été restauré").fill("La base de la veille")
    page.get_by_label("Par qui").fill("Le prestataire")
    page.get_by_label("Réussi").check()
    press(page, "Noter l’essai")
    page.get_by_role("cell", name="La base de la veille").wait_for()
    watch("restauration")
    follow(page.get_by_role("link", name="Joindre une pièce"))
    report = tmp_path / "rapport.pdf"
    report.write_bytes(b"%PDF-1.7 rapport fictif")
    page.get_by_label("Fichier").set_input_files(report)
    watch("pieces")
    press(page, "Joindre la pièce")
    page.get_by_role("link", name="rapport.pdf").wait_for()

    journey.section("Mesures")
    page.locator("svg.picture").wait_for()
    watch("mesures")
    follow(page.get_by_role("link", name="Plan d’action"))
    page.get_by_text("La gérante").wait_for()
    watch("plan")

    # A supplier: what is missing, and the letter that asks for it.
    journey.section("Prestataires")
    follow(page.get_by_role("link", name="Ajouter un prestataire"))
    page.get_by_label("Nom", exact=False).first.fill("Nuage Fictif")
    page.get_by_label("Service rendu").select_option("backup")
    press(page, "Enregistrer")
    follow(page.get_by_role("link", name="Nuage Fictif"))
    watch("prestataire")
    letter = page.get_by_role("link", name="Lettre de demande").get_attribute("href")
    follow(page.get_by_role("link", name="Modifier : le contrat"))
    watch("prestataire-contrat")

    # The journal and the insurance.
    journey.section("Journal")
    watch("journal-vide")
    follow(page.get_by_role("link", name="Noter une formation"))
    page.get_by_label("Titre").fill("Reconnaître un courriel piégé")
    watch("journal-formation")
    press(page, "Enregistrer")
    page.get_by_role("link", name="Reconnaître un courriel piégé").wait_for()
    follow(page.get_by_role("link", name="Renseigner"))
    page.get_by_label("Assureur").fill("Assurance Fictive")
    page.get_by_label("Sauvegardes régulières").check()
    press(page, "Enregistrer")
    page.get_by_text("ce que disent vos mesures").wait_for()
    watch("assurance")

    for path in (letter, f"{journey.structure}mesures.pdf", f"{journey.structure}journal.pdf"):
        status, pdf = read_back(page, server.address + path)
        assert (status, pdf[:5]) == (200, b"%PDF-")
    assert watch.violations == []
    assert [each for each in watch.complaints if "422" not in each] == []
