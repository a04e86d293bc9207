"""The menu on a phone: closed, it leaves the page alone; it opens without script, with the keyboard, and axe finds nothing."""

from tests.journey.test_journey import Watch, browser, server
from tests.steps import PASSWORD

__all__ = ["browser", "server"]
PREPARE = f"""
from tests import cast
cast.practice(manager=cast.account("Claire Exemple", password={PASSWORD!r}), name="Cabinet des Tilleuls")
"""
PHONE = {"width": 390, "height": 844}


def signed_in(browser, address, **context):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce", viewport=PHONE, **context).new_page()
    page.goto(f"{address}/compte/login/")
    page.locator("#id_login").fill("claire@exemple.fr")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/s/**")
    return page


def test_on_a_phone_the_menu_opens_without_script_and_leads(server, browser):
    server.manage("shell", "-v", "0", "-c", PREPARE)
    page = signed_in(browser, server.address, java_script_enabled=False)
    sections = page.get_by_role("navigation", name="Sections")
    assert not sections.is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    sections.get_by_role("link", name="Mesures", exact=True).click()
    page.get_by_role("heading", name="Mesures de sécurité", level=1).wait_for()
    assert not sections.is_visible()

    scripted = signed_in(browser, server.address)
    watch = Watch(scripted)
    scripted.get_by_role("button", name="Menu", exact=True).press("Enter")
    watch("menu")
    scripted.keyboard.press("Escape")
    scripted.set_viewport_size(PHONE)
    assert not scripted.get_by_role("navigation", name="Sections").is_visible()
    scripted.set_viewport_size({"width": 1280, "height": 900})
    assert scripted.get_by_role("navigation", name="Sections").is_visible()
    assert watch.violations == [] and watch.complaints == []
