"""Every public page, of every audience in every language: axe in both themes, reading order, weight, nothing kept on the reader."""

import re

import pytest
from playwright.sync_api import sync_playwright

from patients_info import translation
from patients_info.audiences import AUDIENCES
from tests.journey.test_journey import Watch
from tests.public_site import published
from tests.server import CHROMIUM, CHROMIUM_FLAGS

LOOKS = ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark"))
#: Bytes on the wire for a first visit: page, style sheet, icon.
HEAVIEST = 60_000
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true })"
NOTICES = {
    f"{audience} {code}".removesuffix(" fr"): (audience, code)
    for audience in AUDIENCES
    for code in ("fr", *(each.code for each in translation.offered(audience)))
}
SERVED = [*NOTICES, "editions", "edition"]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site():
    with published() as site:
        yield site


@pytest.fixture
def reader(browser):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    yield page
    page.context.close()


def test_all_that_is_offered_is_published(site):
    assert set(site.pages) == {*SERVED, "unknown"}


@pytest.mark.parametrize("name", SERVED)
def test_a_public_page_has_no_fault_at_either_width_in_either_theme(site, reader, name):
    watch = Watch(reader, LOOKS)
    assert reader.goto(site.address(name)).status == 200
    reader.evaluate(OPEN)
    watch(name)
    assert watch.violations + watch.complaints == []
    assert reader.context.cookies() == []
    assert reader.locator("script").count() == 0


def test_an_address_that_leads_nowhere_has_no_fault_either(site, reader):
    watch = Watch(reader, LOOKS)
    assert reader.goto(site.address("unknown")).status == 404
    watch("unknown")
    assert watch.violations == []


@pytest.mark.parametrize("name", SERVED)
def test_a_first_visit_is_light(site, reader, name):
    session, sizes = reader.context.new_cdp_session(reader), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    reader.goto(site.address(name), wait_until="networkidle")
    assert 1_000 < sum(sizes) < HEAVIEST


@pytest.mark.parametrize("name", NOTICES)
def test_a_screen_reader_meets_what_is_written_in_the_order_it_is_seen(site, reader, name):
    """Languages, title, the essential with its one link, then the whole; what a keyboard reaches goes down the page."""
    reader.goto(site.address(name))
    reader.evaluate(OPEN)
    told = reader.locator("body").aria_snapshot()
    headings = [int(level) for level in re.findall(r"- '?heading .*\[level=(\d)\]", told)]
    assert headings[:2] == [1, 2] and headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(headings, headings[1:], strict=False))
    places = [re.search(f"- '?{role}", told).start() for role in ("navigation", "heading", "region")]
    assert places == sorted(places)
    tops = reader.evaluate(
        "[...document.querySelectorAll('a, summary')].map(each => Math.round(each.getBoundingClientRect().top))"
    )
    assert all(after >= before - 2 for before, after in zip(tops, tops[1:], strict=False))


def test_a_screen_reader_meets_the_essential_first_then_each_use_then_the_whole(site, reader):
    reader.goto(site.address("patients"))
    headings = re.findall(r'- heading "([^"]+)" \[level=2\]', reader.locator("body").aria_snapshot())
    wanted = [
        "L’essentiel",
        "Qui s’en occupe",
        "Ce que nous faisons, et pourquoi",
        "Vos droits",
        "Si la réponse ne vous convient pas",
    ]
    assert [title for title in headings if title in wanted] == wanted


@pytest.mark.parametrize("name", [name for name, (_, code) in NOTICES.items() if code != "fr"])
def test_a_language_is_announced_to_the_screen_reader(site, reader, name):
    spoken = translation.language(NOTICES[name][1])
    reader.goto(site.address(name))
    html = reader.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (spoken.lang, spoken.direction)
    assert reader.locator("nav.languages a[hreflang=fr]").first.get_attribute("href") == "../"


@pytest.mark.parametrize("name", ["patients", "patients ar", "patients fr-facile", "minors", "editions"])
@pytest.mark.parametrize("width", [320, 640])
def test_nothing_runs_over_the_side_of_a_small_screen_or_of_a_page_seen_at_200_percent(site, reader, name, width):
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(site.address(name))
    reader.evaluate(OPEN)
    if width == 640:
        reader.evaluate("document.documentElement.style.fontSize = '200%'")
    assert reader.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
