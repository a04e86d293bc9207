"""A passkey in a real browser: set up on an authenticator of the browser's own, then used instead of a password."""

import json

from tests.journey.test_replacement import SECRET, browser, new_page, server, sign_in
from tests.journey.test_team import PREPARE

__all__ = ["browser", "server"]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_passkey_is_added_and_signs_in_without_a_password(server, browser):
    made = json.loads(server.manage("shell", "-v", "0", "-c", PREPARE).splitlines()[-1])
    page, watch = new_page(browser)
    sign_in(page, server.address, "claire@exemple.fr", SECRET)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{server.address}/compte/2fa/webauthn/add/")
    page.locator("#id_name").fill("Le portable de Claire")
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Ajouter la clé").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)

    page.context.clear_cookies()
    page.goto(f"{server.address}/compte/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url(f"**/s/{made['structure']}/**")
    assert "Cabinet des Tilleuls" in page.inner_text("body")
    assert watch.complaints == []
