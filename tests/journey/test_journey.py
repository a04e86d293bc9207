"""From the set-up link to a notice read signed out, in a real browser, with axe on every page at both widths."""

import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import Journey

LOOKS = ((390, "light"), (1280, "light"), (1280, "dark"))
AXE = {"resultTypes": ["violations"]}


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


class Watch:
    """Runs axe at each look on each page that is seen, and keeps what the browser complained about."""

    def __init__(self, page, looks=LOOKS):
        self.page, self.looks, self.violations, self.pages, self.complaints = page, looks, [], [], []
        page.on("console", lambda message: message.type == "error" and self._complain(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._stay_home(request.url))

    def _complain(self, text):
        if "409" not in text:  # the browser tells of the conflict that the journey makes on purpose
            self.complaints.append(text)

    def _stay_home(self, url):
        if not url.startswith(("http://localhost:", "data:")):
            self.complaints.append(f"a request left for {url}")

    def __call__(self, name):
        self.pages.append(name)
        for width, scheme in self.looks:
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(self.page, options=AXE).response["violations"]
            for each in found:
                targets = "; ".join(str(node["target"]) for node in each["nodes"][:3])
                self.violations.append(f"{name} at {width} px, {scheme}: {each['id']} ({each['help']}) {targets}")
            overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if overflow > 0:
                self.violations.append(f"{name} at {width} px: the page is {overflow} px too wide")


def read_back(page, address):
    """A document fetched with the cookies of the browser: `(status, bytes)`."""
    answer = page.context.request.get(address)
    return answer.status, answer.body()


def test_from_the_set_up_link_to_a_notice_read_signed_out(server, browser):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    watch = Watch(page)
    journey = Journey(page, server.address, watch)

    journey.sign_in_page()
    journey.claim(server.setup_path)
    journey.make_group_practice()
    journey.answer_the_questionnaire()
    journey.accept_the_proposal()
    assert journey.number_of_sheets() >= 10

    journey.edit_a_sheet_with_a_reason("changement de logiciel")
    assert "changement de logiciel" in page.inner_text("main")
    journey.meet_a_conflict(page.context.new_page())
    page.reload()
    assert "Notre texte" in page.inner_text("main")
    journey.section("Historique")
    assert "changement de logiciel" in page.inner_text("main")

    status, pdf = read_back(page, f"{server.address}{journey.structure}registre.pdf")
    assert (status, pdf[:5]) == (200, b"%PDF-")
    assert len(pdf) > 30_000

    journey.name_a_supplier()
    journey.decide_about_the_dpo()
    journey.look_at_the_rest()
    path = journey.publish_the_notice()

    signed_out = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    reader = Watch(signed_out)
    answer = signed_out.goto(server.address + path)
    assert answer.status == 200
    reader("notice-publique")
    assert "Cabinet des Tilleuls" in signed_out.inner_text("body")
    assert signed_out.context.cookies() == []

    assert watch.violations + reader.violations == []
    assert watch.complaints + reader.complaints == []
    assert len(watch.pages) >= 30


def test_the_set_up_link_serves_once(server):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(server.address + server.setup_path)
    with refusal.value as answer:
        assert answer.code == 404


def test_an_access_link_lets_a_person_back_in(server, browser):
    link = server.manage("access_link", "claire@exemple.fr").strip()
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    page.goto(link)
    page.get_by_label("Mot de passe").fill("une tout autre phrase bien longue")
    page.get_by_role("button", name="Enregistrer et entrer").click()
    assert "Protégez votre compte" in page.inner_text("body")  # the link took the second proof off
    page.goto(f"{server.address}/moi/")
    assert "Claire Exemple" in page.inner_text("body")
