"""A DPO at her desk, in a real browser: two structures, what is due, what is new; entrusted with writing, validated; her report."""

import json
import time

import pytest
from playwright.sync_api import sync_playwright

from tests.journey.test_journey import Watch, read_back
from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import PASSWORD, follow

#: The MSP and another practice, with the same DPO; a sheet, a request and a breach.
PREPARE = f"""
import json
from tests import cast
cast.PASSWORD = {PASSWORD!r}
clinic = cast.clinic()
third = cast.other_client_of(clinic.camille)
for person in (clinic.alice, clinic.camille):
    person.set_password({PASSWORD!r})
    person.save()
sheet = cast.activity(clinic)
cast.asked(third)
cast.breach(clinic)
print(json.dumps({{"structure": str(clinic.structure.pk), "sheet": str(sheet.pk)}}))
"""


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


def signed_in(browser, address, email):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    watch = Watch(page)
    page.goto(f"{address}/compte/login/")
    page.locator("#id_login").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")
    page.wait_for_url(lambda url: "/compte/" not in url)
    return page, watch


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True))


def test_a_dpo_follows_two_structures_writes_by_delegation_and_reports(server, browser):
    made = json.loads(server.manage("shell", "-v", "0", "-c", PREPARE).splitlines()[-1])
    home, year = f"{server.address}/s/{made['structure']}/", time.strftime("%Y")

    # Her home is her desk.
    page, watch = signed_in(browser, server.address, "camille@exemple.fr")
    page.wait_for_url("**/bureau/")
    page.get_by_role("link", name="Cabinet du Vallon").wait_for()
    watch("bureau")
    follow(page.get_by_role("link", name="Échéances", exact=True))
    page.get_by_role("link", name="Notifier à la CNIL").first.wait_for()
    watch("bureau-echeances")
    page.get_by_label("Nature").select_option("demandes")
    press(page, "Chercher")
    page.get_by_text("Cabinet du Vallon").first.wait_for()
    assert not page.get_by_text("Notifier à la CNIL").count()
    page.goto(f"{home}depuis-ma-visite/")
    watch("depuis-ma-visite")
    press(page, "J’ai tout vu")
    page.get_by_text("Rien de neuf").wait_for()

    # Without the manager's word she writes nothing; with it, under her name.
    assert page.goto(f"{home}registre/{made['sheet']}/modifier/purposes/").status == 403
    hers, seen = signed_in(browser, server.address, "alice@exemple.fr")
    hers.goto(f"{home}delegation/accorder/")
    seen("delegation-accorder")
    hers.get_by_label("Pourquoi").fill("Reprise du registre")
    press(hers, "Accorder")
    hers.get_by_text("Délégation accordée").wait_for()
    seen("delegation")
    page.goto(f"{home}registre/{made['sheet']}/modifier/purposes/")
    page.locator("input[name$='-name']").first.fill("Soigner et suivre")
    page.locator("[name=reason]").fill("Mots plus simples")
    press(page, "Enregistrer")
    page.get_by_text("attend la validation du responsable").first.wait_for()
    watch("fiche-a-valider")

    # The controller reads and validates.
    hers.goto(f"{home}validations/")
    seen("validations")
    hers.get_by_text("Soigner et suivre").first.wait_for()
    hers.get_by_role("checkbox").check()
    press(hers, "Valider ce qui est coché")
    hers.get_by_text("validé.").wait_for()
    hers.goto(f"{home}registre/{made['sheet']}/")
    hers.get_by_text("validée par Alice Amblard").wait_for()
    seen("validee")

    # Her report of the year.
    page.goto(f"{home}dpo/bilans/{year}/ecrire/")
    watch("bilan-ecrire")
    page.locator("[name=summary]").fill("Une année de mise en route.")
    page.locator("[name=recommendations]").fill("Chiffrer le poste de l’accueil.")
    press(page, "Enregistrer")
    page.wait_for_url("**/dpo/bilans/")
    watch("bilans")
    page.goto(f"{home}dpo/bilans/{year}/")
    watch("bilan")
    status, pdf = read_back(page, f"{home}dpo/bilans/{year}.pdf")
    assert (status, pdf[:5]) == (200, b"%PDF-")
    assert watch.violations == [] and seen.violations == []
    assert [each for each in watch.complaints + seen.complaints if "403" not in each] == []
