"""How long, a DPO or not, an impact assessment or not, and the end of a practice: decided and written down in a real browser."""

import datetime as dt
import re
import zoneinfo

import pytest
from playwright.sync_api import sync_playwright

from tests.journey.test_journey import Watch, read_back
from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import Journey, follow

ID = "[0-9a-f-]{36}"
PARIS = zoneinfo.ZoneInfo("Europe/Paris")


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


def follow_link(page, name):
    follow(page.get_by_role("link", name=name).first)


def field(page, name):
    """A field by its name: labels of required ones end with a star."""
    return page.locator(f"main [name={name}]")


def day(**ahead):
    return (dt.datetime.now(tz=PARIS).date() + dt.timedelta(**ahead)).isoformat()


def test_a_group_practice_decides_and_can_show_it(server, browser):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    page.set_default_timeout(12_000)
    watch = Watch(page)
    journey = Journey(page, server.address, lambda name: None)
    journey.claim(server.setup_path)
    journey.make_group_practice()
    journey.answer_the_questionnaire()
    journey.accept_the_proposal()
    papers = []

    a_duration_without_javascript(server, browser, page, journey)
    papers.append(a_campaign_from_preparation_to_record(page, journey, watch))
    papers += [a_decision_about_the_dpo(page, journey, watch), *an_impact_assessment(page, journey, watch)]
    papers += an_end_of_practice(page, journey, watch)
    journey.section("Changements de textes")
    page.get_by_text("Rien n’attend").wait_for()
    watch("changements-de-textes")

    for path in papers:
        status, pdf = read_back(page, server.address + path)
        assert (status, pdf[:5]) == (200, b"%PDF-"), path
    assert watch.violations == []
    assert [each for each in watch.complaints if "422" not in each] == []


def a_duration_without_javascript(server, browser, page, journey):
    """The reasoning, step by step with its texts, and a picture; then the other way round. Nothing is kept."""
    plain = browser.new_context(
        locale="fr-FR", java_script_enabled=False, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto(f"{server.address}{journey.structure}durees/calcul/patient_file/")
    plain.get_by_label("La dernière intervention sur le dossier").fill("2024-09-01")
    plain.get_by_label("La dernière prise en charge").fill("2024-02-29")
    plain.get_by_label("La naissance").fill("2020-02-29")
    press(plain, "Calculer")
    text = plain.locator("main").inner_text()
    assert "28 février 2044" in text or "29 février 2044" in text  # twenty years after the last care
    assert "29 février 2048" in text and "28e anniversaire" in text
    assert "R1112-7" in text and plain.locator("main svg").count()
    plain.goto(f"{server.address}{journey.structure}durees/calcul/")
    plain.get_by_label("Au", exact=True).fill("2027-01-01")
    press(plain, "Voir ce jour")
    assert "1er janvier 2007 ou avant" in plain.locator("main").inner_text()
    plain.context.close()


def a_campaign_from_preparation_to_record(page, journey, watch):
    """Prepared from the cut-off day, carried out today, with the next one planned."""
    journey.go(f"{journey.structure}durees/calcul/")
    watch("calculer")
    follow(page.get_by_role("link", name="Préparer la campagne : Dossier du patient", exact=True))
    field(page, "assigned_to").fill("Le secrétariat")
    field(page, "planned_on").fill(day())
    field(page, "cut_off").fill("2005-12-31")
    watch("campagne-preparer")
    press(page, "Enregistrer")
    follow_link(page, "Noter ce qui a été fait")
    field(page, "done_on").fill(day())
    field(page, "files").fill("42")
    field(page, "method").select_option(index=1)
    field(page, "operator").fill("Le secrétariat")
    field(page, "kept_for_claims").fill("1")
    field(page, "next_on").fill(day(days=365))
    watch("campagne-compte-rendu")
    press(page, "Enregistrer")
    page.get_by_text("Procès-verbal").first.wait_for()
    watch("campagne-faite")
    paper = page.locator("a[href$='campagne.pdf']").first.get_attribute("href")
    journey.go(f"{journey.structure}durees/campagnes/")
    watch("campagnes")
    return paper


def a_decision_about_the_dpo(page, journey, watch):
    journey.section("DPO")
    page.get_by_text("Pourquoi ?").first.wait_for()
    page.get_by_text("Ce qui changerait la réponse").wait_for()
    journey.go(f"{journey.structure}dpo/decision/")
    page.get_by_label("Ne pas en désigner pour le moment").check()
    field(page, "justification").fill("Peu de patients, aucun surcroît de risque.")
    watch("dpo-decider")
    press(page, "Enregistrer la décision")
    page.get_by_text("Décision enregistrée").wait_for()
    watch("dpo-decide")
    return f"{journey.structure}dpo/decision.pdf"


def an_impact_assessment(page, journey, watch):
    """Decided for one sheet, written, then said to stand for another that is alike."""
    journey.section("Analyses d’impact")
    page.wait_for_url("**/aipd/")
    watch("aipd")
    follow(page.locator("table.list td.name a").first)
    page.wait_for_url(re.compile(rf"/aipd/{ID}/$"))
    sheet = re.search(r"/s/.*/aipd/[0-9a-f-]{36}/", page.url)[0]
    watch("aipd-fiche")
    journey.go(f"{sheet}decision/")
    page.get_by_label("Mener une analyse d’impact").check()
    field(page, "justification").fill("Le dossier est partagé.")
    field(page, "due_on").fill(day(days=60))
    watch("aipd-decider")
    press(page, "Enregistrer la décision")
    follow_link(page, "Étendre à d’autres fiches semblables")
    page.get_by_role("checkbox").first.check()
    field(page, "similarity").fill("Le même logiciel, les mêmes données.")
    watch("aipd-commune")
    press(page, "Enregistrer")
    follow_link(page, "Commencer l’analyse")
    field(page, "necessity").fill("Le strict nécessaire au suivi.")
    watch("aipd-ecrire")
    press(page, "Enregistrer")
    page.get_by_text("L’analyse en PDF").wait_for()
    watch("aipd-ecrite")
    return f"{sheet}decision.pdf", f"{sheet}analyse.pdf"


def an_end_of_practice(page, journey, watch):
    """A departure in three months: who keeps the files, who answers, and the four papers."""
    journey.section("Fin d’exercice")
    page.wait_for_url("**/fin-d-exercice/")
    watch("fin-vide")
    follow(page.get_by_role("link", name="Commencer un dossier").first)
    page.get_by_label("Départ en retraite").check()
    field(page, "profession").select_option("gp")
    field(page, "ends_on").fill(day(days=90))
    watch("fin-situation")
    press(page, "Enregistrer")
    page.wait_for_url(re.compile(rf"/fin-d-exercice/{ID}/$"))
    case = re.search(r"/s/.*/fin-d-exercice/[0-9a-f-]{36}/", page.url)[0]
    watch("fin-dossier")
    for part in ("dossiers", "etapes", "inventaire"):
        journey.go(f"{case}{part}/")
        if part == "dossiers":
            page.get_by_label("Un successeur ou un associé", exact=False).check()
            field(page, "keeper_name").fill("Paul Fictif")
            field(page, "contact_name").fill("Le secrétariat")
            field(page, "contact_phone").fill("01 00 00 00 09")
            field(page, "contact_shown").check()
        if part == "inventaire":
            field(page, "nature_0").fill("Dossiers de médecine générale")
            field(page, "count_0").fill("1450")
        watch(f"fin-{part}")
        press(page, "Enregistrer")
        page.get_by_text("Enregistré.").wait_for()
    watch("fin-complet")
    return [f"{case}{paper}.pdf" for paper in ("affiche", "lettre-ordre", "inventaire", "acte-de-garde")]
