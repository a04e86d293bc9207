"""A replacement for ten days, in a real browser: invited, protected, at work on what is his, refused elsewhere, gone."""

import datetime as dt
import json
import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import sync_playwright

from tests.journey.test_journey import Watch
from tests.server import CHROMIUM, CHROMIUM_FLAGS, running
from tests.steps import PASSWORD, follow, totp_code

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
#: A practice that asks for a second proof, its manager who gives one, two practitioners with a sheet each.
PREPARE = f"""
import json
from allauth.mfa.totp.internal.auth import TOTP
from cabinet_rgpd.structures import operations
from tests import cast
manager = cast.account("Claire Exemple", password={PASSWORD!r})
TOTP.activate(manager, {SECRET!r})
practice = cast.practice(manager=manager, name="Cabinet des Tilleuls", second_factor="required", second_factor_reason="")
remy = operations.add_party(content={{"kind": "practitioner", "name": "Remy Renaud", "profession": "gp"}}, by=practice.sign())
his = cast.activity(practice, name="Suivi de mes patients", responsibles=[{{"party": remy, "role": "controller"}}])
hers = cast.activity(practice, name="Suivi des patients de Claire")
print(json.dumps({{"structure": str(practice.structure.pk), "his": str(his.pk), "hers": str(hers.pk)}}))
"""
#: Ten days later, said by the data: the access ended today.
LATER = """
from django.utils import timezone
from cabinet_rgpd.structures.models import Membership
Membership._base_manager.filter(account__email="remy@exemple.fr").update(ends_on=timezone.localdate())
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


def new_page(browser):
    page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    return page, Watch(page)


def sign_in(page, address, email, secret, *, later=0):
    page.goto(f"{address}/compte/login/")
    page.locator("#id_login").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_label("Code").fill(totp_code(secret, later=later))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/s/**")


def test_a_replacement_for_ten_days(server, browser):
    made = json.loads(server.manage("shell", "-v", "0", "-c", PREPARE).splitlines()[-1])
    home = f"{server.address}/s/{made['structure']}/"

    # The manager invites.
    page, watch = new_page(browser)
    sign_in(page, server.address, "claire@exemple.fr", SECRET)
    page.goto(f"{home}membres/nouveau/")
    page.get_by_label("Adresse électronique").fill("remy@exemple.fr")
    page.get_by_label("Prénom et nom").fill("Remy Renaud")
    page.get_by_label("Praticien").check()
    page.get_by_label("Répond des activités de").select_option(label="Remy Renaud")
    page.get_by_label("Accès jusqu’au").fill(
        (dt.datetime.now(ZoneInfo("Europe/Paris")).date() + dt.timedelta(days=10)).isoformat()
    )
    follow(page.get_by_role("button", name="Inviter"))
    watch("membre-invite")
    link = re.search(r"http://localhost\S+/invitation/\S+", page.inner_text("main"))[0]
    page.goto(f"{home}membres/")
    watch("membres-invitation-en-attente")

    # He answers, and gives a second proof because the practice has a register.
    his, seen = new_page(browser)
    his.goto(link)
    seen("invitation")
    his.get_by_label("Mot de passe").fill(PASSWORD)
    his.get_by_role("button", name="Créer mon compte et entrer").click()
    his.wait_for_url("**/moi/proteger/**")
    his.get_by_role("link", name="Utiliser une application").click()
    his.locator("#authenticator_secret").wait_for()
    secret = his.locator("#authenticator_secret").input_value()
    his.get_by_label("Code").fill(totp_code(secret))
    his.get_by_role("button", name="Activer").click()
    his.get_by_text("codes de récupération").first.wait_for()
    his.context.clear_cookies()

    # He enters with it, and works on what is his.
    sign_in(his, server.address, "remy@exemple.fr", secret, later=1)
    his.goto(f"{home}registre/{made['his']}/")
    his.get_by_role("link", name="Modifier : L’activité").click()
    his.get_by_label("Description").fill("Les patients que je reçois pendant le remplacement.")
    his.get_by_role("button", name="Enregistrer").click()
    his.wait_for_url(f"**/registre/{made['his']}/")
    his.reload()
    assert "pendant le remplacement" in his.inner_text("main")

    # What another answers for, he reads.
    his.goto(f"{home}registre/{made['hers']}/")
    assert "Suivi des patients de Claire" in his.inner_text("main")
    assert his.get_by_role("link", name="Modifier : L’activité").count() == 0
    refused = his.goto(f"{home}registre/{made['hers']}/modifier/identity/")
    assert refused.status == 403
    seen("refus")
    assert his.goto(f"{home}membres/").status == 403

    # Ten days later.
    server.manage("shell", "-v", "0", "-c", LATER)
    assert his.goto(home).status == 404
    assert "Page introuvable" in his.inner_text("body") and "Tilleuls" not in his.inner_text("body")
    assert page.goto(f"{home}membres/").status == 200
    assert "terminé le" in page.inner_text("main")

    assert watch.violations + seen.violations == []
    assert [told for told in watch.complaints + seen.complaints if "403" not in told and "404" not in told] == []
