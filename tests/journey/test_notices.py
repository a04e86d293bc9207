"""The public pages of a notice, in every language: axe in both themes, reading order, weight, nothing kept on the reader."""

import re

import pytest
from playwright.sync_api import sync_playwright

from patients_info import translation
from tests.journey.test_journey import Watch
from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import Journey

#: Bytes on the wire for a first visit: page, style sheet, icon.
HEAVIEST = 60_000
OTHERS = [each.code for each in translation.offered("patients")]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(browser):
    """The public address of a notice published in every language that is offered."""
    with running() as server:
        page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
        page.set_default_timeout(120_000)
        journey = Journey(page, server.address, lambda name: None)
        journey.claim(server.setup_path)
        journey.make_group_practice()
        journey.answer_the_questionnaire()
        journey.accept_the_proposal()
        journey.go(f"{journey.structure}patients/patients/reglages/")
        page.get_by_label("À qui s’adresser").fill("L’accueil du cabinet")
        for box in page.locator("[name=languages]").all():
            box.check()
        page.get_by_role("button", name=re.compile("Enregistrer|Préparer")).first.click()
        page.get_by_role("button", name="Publier la notice").click()
        page.get_by_text("en vigueur depuis le").wait_for()
        yield server.address + page.locator("a[href^='/n/']").first.get_attribute("href")


@pytest.fixture
def reader(browser):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    yield page
    page.context.close()


@pytest.mark.parametrize("where", ["", *(f"{code}/" for code in OTHERS), "editions/"])
def test_a_public_page_has_no_fault_in_either_theme(address, reader, where):
    watch = Watch(reader)
    assert reader.goto(address + where).status == 200
    for opened in reader.locator("details").all()[:2]:
        opened.locator("summary").click()
    watch(f"notice {where}")
    assert watch.violations + watch.complaints == []
    assert reader.context.cookies() == []
    assert reader.locator("script").count() == 0


@pytest.mark.parametrize("where", ["", *(f"{code}/" for code in OTHERS)])
def test_a_first_visit_is_light(address, reader, where):
    session, sizes = reader.context.new_cdp_session(reader), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    reader.goto(address + where, wait_until="networkidle")
    assert 3_000 < sum(sizes) < HEAVIEST


def test_a_screen_reader_meets_the_essential_first_then_each_use_then_the_whole(address, reader):
    reader.goto(address)
    headings = re.findall(r'- heading "([^"]+)" \[level=(\d)\]', reader.locator("body").aria_snapshot())
    levels = [int(level) for _, level in headings]
    assert levels[0] == 1 and levels.count(1) == 1
    titles = [title for title, level in headings if level == "2"]
    wanted = [
        "L’essentiel",
        "Qui s’en occupe",
        "Ce que nous faisons, et pourquoi",
        "Vos droits",
        "Si la réponse ne vous convient pas",
    ]
    assert [title for title in titles if title in wanted] == wanted


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_is_announced_to_the_screen_reader(address, reader, code):
    spoken = translation.language(code)
    reader.goto(f"{address}{code}/")
    html = reader.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (spoken.lang, spoken.direction)
    assert reader.locator("nav.languages a[hreflang=fr]").first.get_attribute("href") == "../"


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_runs_over_the_side_of_a_small_screen_or_of_a_page_seen_at_200_percent(address, reader, width):
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(address)
    if width == 640:
        reader.evaluate("document.documentElement.style.fontSize = '200%'")
    assert reader.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
