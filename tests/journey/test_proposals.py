"""A sheet goes from one structure to two others, in a real browser: pushed, compared, taken in part, refused; the result is read."""

import json

import pytest
from playwright.sync_api import sync_playwright

from tests.journey.test_desk import press, signed_in
from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import PASSWORD, follow

#: The MSP and two practices with the same DPO. One of them has its own sheet for the same thing.
PREPARE = f"""
import json
from tests import cast
cast.PASSWORD = {PASSWORD!r}
clinic = cast.clinic()
other = cast.other_client_of(clinic.camille)
third = cast.practice(manager=cast.account("Tania Tilleul"), name="Cabinet des Tilleuls")
cast.add_member(third, clinic.camille, "dpo")
for person in (clinic.camille, other.manager):
    person.set_password({PASSWORD!r})
    person.save()
sheet = cast.activity(clinic, name="Télésoin", description="Soigner à distance, sans enregistrement.")
own = cast.activity(other, name="Consultations à distance", description="Écrit par nous.")
print(json.dumps({{"structure": str(clinic.structure.pk), "sheet": str(sheet.pk), "other": str(other.structure.pk)}}))
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


def test_a_dpo_pushes_a_sheet_to_two_structures_and_reads_what_became_of_it(server, browser):
    made = json.loads(server.manage("shell", "-v", "0", "-c", PREPARE).splitlines()[-1])
    source, other = (f"{server.address}/s/{made[name]}/" for name in ("structure", "other"))

    # What leaves is confirmed line by line, then goes where she is at home.
    page, watch = signed_in(browser, server.address, "camille@exemple.fr")
    page.goto(f"{source}registre/{made['sheet']}/")
    follow(page.get_by_role("link", name="Proposer cette fiche à d’autres structures"))
    watch("proposer-ailleurs")
    page.get_by_label("Un mot pour ceux qui reçoivent").fill("Relu cet automne.")
    press(page, "Confirmer ce texte")
    page.get_by_role("heading", name="Télésoin").wait_for()
    watch("envoyer")
    for name in ("Cabinet du Vallon", "Cabinet des Tilleuls"):
        page.get_by_label(name).check()
    press(page, "Envoyer aux structures cochées")
    page.get_by_text("2 propositions envoyées.").wait_for()
    page.get_by_text("Attend une réponse : 2").wait_for()
    watch("mes-propositions")

    # The manager compares it with his own sheet: his words are not ticked; he takes one line and says why not the other.
    hers, seen = signed_in(browser, server.address, "ines@exemple.fr")
    hers.goto(f"{other}propositions/")
    seen("propositions")
    follow(hers.get_by_role("link", name="Télésoin"))
    hers.get_by_text("pour une nouvelle fiche").wait_for()
    seen("proposition-nouvelle")
    hers.get_by_label("Où l’écrire chez vous").select_option(index=1)
    press(hers, "Comparer")
    hers.get_by_text("avec votre fiche «\u00a0Consultations à distance\u00a0»").wait_for()
    seen("proposition-comparee")
    boxes = hers.locator("input[name=changes]")
    assert not hers.locator("input[name=changes][value=name]").is_checked()
    for number in range(boxes.count()):
        boxes.nth(number).set_checked(boxes.nth(number).get_attribute("value") == "description")
    hers.get_by_label("Raison").fill("Nous gardons le nom que l’équipe connaît.")
    press(hers, "Prendre ce qui est coché")
    hers.get_by_text("Réponse enregistrée").wait_for()
    hers.goto(f"{other}registre/")
    follow(hers.get_by_role("link", name="Consultations à distance"))
    hers.get_by_text("Soigner à distance, sans enregistrement.").first.wait_for()
    seen("fiche-suivie")

    # She reads it on her own page.
    page.goto(f"{server.address}/mes-propositions/")
    page.get_by_text("Nous gardons le nom que l’équipe connaît.").wait_for()
    watch("mes-propositions-repondues")
    page.get_by_label("Réponse").select_option("waiting")
    press(page, "Chercher")
    page.get_by_text("Cabinet des Tilleuls").wait_for()
    assert not page.get_by_text("Cabinet du Vallon").count()
    assert watch.violations == [] and seen.violations == []
    assert watch.complaints + seen.complaints == []
