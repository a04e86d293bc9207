"""From the preview of the inspection file to a stranger who verifies it, in a real browser, with axe on every page."""

import io

import pikepdf
from playwright.sync_api import expect

from tests.journey.test_journey import Watch, browser, read_back, server
from tests.steps import Journey

__all__ = ["browser", "server"]
#: Making the file renders some sixty pages; a busy machine takes its time.
PATIENCE = 240_000


def test_an_inspection_file_is_approved_made_downloaded_and_verified_by_a_stranger(server, browser):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    watch = Watch(page)
    journey = Journey(page, server.address, lambda name: None)
    journey.sign_in_page()
    journey.claim(server.setup_path)
    journey.make_group_practice()
    journey.answer_the_questionnaire()
    journey.accept_the_proposal()
    root = page.url.split("/s/")[1].split("/")[0]

    for name in ("dossier", "documents-remis", "recus", "recus/temoin", "envois"):
        page.goto(f"{server.address}/s/{root}/{name}/")
        watch(name)

    page.goto(f"{server.address}/s/{root}/dossier/")
    page.get_by_label("À qui le remettez-vous").fill("La CNIL")
    page.get_by_role("button", name="J’ai relu, préparer le dossier").click()
    link = page.get_by_role("link", name="Télécharger le dossier")
    expect(link).to_be_visible(timeout=PATIENCE)
    watch("dossier prêt")
    status, content = read_back(page, server.address + link.get_attribute("href"))
    assert status == 200
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert {"proof.zip", "register.json"} <= set(pdf.attachments)

    page.goto(f"{server.address}/s/{root}/documents-remis/")
    watch("un document remis")

    stranger = browser.new_context(locale="fr-FR", java_script_enabled=False).new_page()
    stranger.goto(f"{server.address}/verifier/")
    file = {"name": "dossier.pdf", "mimeType": "application/pdf", "buffer": content}
    stranger.get_by_label("Le document, en PDF").set_input_files(file)
    stranger.get_by_role("button", name="Vérifier ce fichier").click()
    expect(stranger.get_by_role("heading", name="Ce document a été remis par une structure d’ici")).to_be_visible()
    assert stranger.context.cookies() == []

    page.goto(f"{server.address}/verifier/")
    watch("vérifier")
    assert watch.violations == []
    assert watch.complaints == []
