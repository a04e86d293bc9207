"""The team and a departure in a real browser, with axe at 390 and 1280 px: what is late, a list followed, an access that ends."""

import json

from tests.journey.test_replacement import SECRET, browser, new_page, server, sign_in
from tests.steps import PASSWORD, follow

__all__ = ["browser", "server"]
#: A practice with a manager, and a practitioner who has an account and leaves today.
PREPARE = f"""
import json
from allauth.mfa.totp.internal.auth import TOTP
from cabinet_rgpd.structures import operations
from tests import cast
manager = cast.account("Claire Exemple", password={PASSWORD!r})
TOTP.activate(manager, {SECRET!r})
practice = cast.practice(manager=manager, name="Cabinet des Tilleuls")
remy = operations.add_party(content={{"kind": "practitioner", "name": "Remy Renaud", "profession": "gp"}}, by=practice.sign())
cast.add_member(practice, cast.account("Remy Renaud"), "practitioner", party=remy)
print(json.dumps({{"structure": str(practice.structure.pk)}}))
"""


def test_the_manager_sees_what_is_late_and_follows_a_departure(server, browser):
    made = json.loads(server.manage("shell", "-v", "0", "-c", PREPARE).splitlines()[-1])
    home = f"{server.address}/s/{made['structure']}/"
    page, watch = new_page(browser)
    sign_in(page, server.address, "claire@exemple.fr", SECRET)

    page.goto(f"{home}equipe/tableau/")
    assert "Remy Renaud" in page.inner_text("main")
    watch("equipe")
    follow(page.get_by_role("link", name="Écrire à ceux qui sont en retard"))
    watch("equipe-relance")
    page.get_by_role("button", name="Mettre à l’envoi").click()
    page.get_by_text("Message mis à l’envoi").wait_for()

    follow(page.get_by_role("link", name="Arrivées et départs").last)
    follow(page.get_by_role("link", name="Noter un départ"))
    watch("depart-nouveau")
    page.get_by_label("Personne", exact=True).select_option(label="Remy Renaud, praticien")
    follow(page.get_by_role("button", name="Enregistrer"))
    page.get_by_role("heading", name="Départ de Remy Renaud").wait_for()
    watch("depart")
    follow(page.get_by_role("button", name="Arrêter l’accès maintenant"))
    page.get_by_text("Remy Renaud n’a plus accès.").wait_for()
    follow(page.get_by_role("link", name="Noter : Fermer ses comptes du logiciel"))
    watch("depart-point")
    follow(page.get_by_role("button", name="Noter"))
    page.get_by_text("Noté.").wait_for()

    page.goto(f"{home}equipe/acces/revoir/")
    watch("revue-des-acces")
    follow(page.get_by_role("button", name="Enregistrer la revue"))
    page.get_by_text("Revue enregistrée").wait_for()
    watch("revue-faite")
    assert watch.violations == [] and watch.complaints == []
