"""A ransomware at the supplier, on a Friday at 18:30: from the first screen to the register on paper, in a real browser."""

import datetime as dt
import re
import subprocess
import zoneinfo

import pytest
from playwright.sync_api import sync_playwright

from cabinet_rgpd.lib.french import moment_in_words
from tests.journey.test_journey import Watch, read_back
from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import Journey, follow

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
TITLE = "Logiciel inaccessible, rançon demandée à l’éditeur"


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


def last_friday_evening(now):
    """The last Friday, 18:30 in Paris, that has passed."""
    day = now - dt.timedelta(days=(now.weekday() - 4) % 7)
    friday = day.replace(hour=18, minute=30, second=0, microsecond=0)
    return friday if friday <= now else friday - dt.timedelta(days=7)


def words_of(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode("utf-8").split())


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True))


def test_a_ransomware_at_the_supplier_on_a_friday_evening(server, browser):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce", timezone_id="Europe/Paris").new_page()
    watch = Watch(page)
    journey = Journey(page, server.address, lambda name: None)
    journey.claim(server.setup_path)
    journey.make_group_practice()
    journey.seen = watch

    known = last_friday_evening(dt.datetime.now(PARIS))
    due = (known.astimezone(dt.UTC) + dt.timedelta(hours=72)).astimezone(PARIS)

    # The first screen: nothing is kept yet, and it says so.
    journey.section("Violations")
    watch("violations-vide")
    follow(page.get_by_role("link", name="Déclarer une violation"))
    page.get_by_label("Rançongiciel").check()
    page.get_by_label("chez un prestataire").check()
    page.get_by_label("En une ligne").fill(TITLE)
    watch("violation-nouvelle")
    press(page, "Continuer")

    # Six short parts.
    page.get_by_label("Connue le").fill(known.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Apprise comment").fill("message de l’éditeur")
    watch("violation-quand")
    press(page, "Enregistrer et continuer")
    page.get_by_label("inaccessibles ou perdues").check()
    page.get_by_label("vues ou copiées").check()
    page.get_by_label("Patients", exact=True).check()
    page.get_by_label("Nombre approximatif de personnes").fill("2300")
    page.get_by_label("Données de santé", exact=True).check()
    watch("violation-qui-et-quoi")
    press(page, "Enregistrer et continuer")
    page.get_by_label("Conséquences probables").fill(
        "Retard de soins, atteinte au secret si les données sont publiées."
    )
    page.get_by_label("Mesures prises").fill("Postes débranchés, éditeur interrogé par écrit.")
    press(page, "Enregistrer et continuer")
    for answer in ("Des données de santé ou", "Une grande partie", "Directement", "Perte de chance", "Oui : attaquant"):
        page.get_by_label(re.compile(answer.replace(" :", r"\s:"))).check()
    for name in ("risk_vulnerable", "risk_protected"):
        page.locator(f"[name={name}][value=no]").check()
    page.locator("[name=risk_secrecy][value=yes]").check()
    watch("violation-risque")
    press(page, "Enregistrer et continuer")
    page.get_by_label("Oui", exact=True).check()
    page.get_by_label("Délai de déclaration").fill("120")
    press(page, "Enregistrer")

    # What it means to enter the register is said before it is done.
    assert "ne s’efface plus" in page.inner_text("main")
    watch("violation-brouillon")
    press(page, "Inscrire au registre")
    page.get_by_text("Inscrite au registre des violations").wait_for()

    # The clocks, to the minute, from the practice's own knowledge.
    clocks = spaced(page.locator(".clocks").inner_text())
    assert clocks.count(spaced(moment_in_words(due, PARIS))) == 2  # the CNIL, the complaint
    assert spaced(moment_in_words(known, PARIS)) in clocks
    five_days = (known.astimezone(dt.UTC) + dt.timedelta(hours=120)).astimezone(PARIS)
    assert spaced(moment_in_words(five_days, PARIS)) in clocks
    assert "Informer les personnes" in clocks
    assert re.search(r"(reste|dépassé de) \d+ h \d\d min", clocks)
    assert "ne vaut pas pour vous" in page.inner_text("main")
    watch("violation")
    address = page.url

    # The text for the CNIL, then what was done.
    follow(page.get_by_role("link", name="Texte pour la CNIL"))
    told = spaced(page.get_by_label("Le tout, à copier").input_value())
    assert "Perte de confidentialité" in told and "2 300 personnes" in told and "message de l’éditeur" in told
    watch("violation-cnil")
    follow(page.get_by_role("link", name="Noter l’envoi"))
    page.get_by_label("Numéro ou référence").fill("Récépissé fictif 26-118")
    page.get_by_label("Précision").fill("Motif du retard éventuel : le cabinet était fermé.")
    watch("violation-demarche")
    press(page, "Enregistrer")
    for kind, number in (("complaint", "Plainte fictive 2026/42"), ("insurer", "Sinistre fictif 7")):
        page.goto(f"{address}demarche/?demarche={kind}")
        page.get_by_label("Numéro ou référence").fill(number)
        press(page, "Enregistrer")
        page.get_by_text("Noté, daté, gardé").wait_for()
    clocks = spaced(page.locator(".clocks").inner_text())
    assert "Compléter la notification" in clocks and not re.search(r"reste \d+ h", clocks)

    # The decision, dated; the message to the persons.
    follow(page.get_by_role("link", name="Décider", exact=True))
    page.locator("[name=cnil_decision][value=notify]").check()
    page.locator("[name=persons_decision][value=inform]").check()
    watch("violation-decision")
    press(page, "Enregistrer la décision")
    follow(page.get_by_role("link", name="Message aux personnes"))
    assert "Ce que vous pouvez faire" in page.get_by_label("Le message").input_value()
    watch("violation-message")

    journey.section("Violations")
    watch("violations")
    status, pdf = read_back(page, f"{server.address}{journey.structure}violations/registre.pdf")
    text = words_of(pdf)
    assert status == 200 and TITLE in text
    assert "Récépissé fictif 26-118" in text and "Plainte fictive 2026/42" in text and "Sinistre fictif 7" in text

    # The telephone rings: one button, and the reference to copy.
    journey.section("Demandes")
    watch("demandes-vide")
    press(page, "Un patient demande son dossier")
    page.get_by_text("À copier dans le dossier du patient").wait_for()
    watch("demande")

    # The rest of the rooms, read without writing.
    for where in (
        "", "echeances/", "echeances/rappels/", "flux/", "progres/", "demandes/", "demandes/droits/",
        "violations/premiers-reflexes/",
    ):  # fmt: skip
        journey.go(journey.structure + where)
        watch(where or "vue-d-ensemble")

    assert watch.violations == []
    assert watch.complaints == []
