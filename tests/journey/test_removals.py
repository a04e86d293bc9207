"""What proves and what goes, in a real browser with axe on every page: the proof, two days compared, a version put back, a
text removed, a document and a receipt verified by a stranger, the structure deleted by two managers."""

import hashlib
import json

from tests.journey.test_desk import press, signed_in
from tests.journey.test_journey import Watch, browser, server
from tests.steps import PASSWORD

__all__ = ["browser", "server"]
PDF = b"%PDF-1.7 un registre remis"
NAME = "Gaspard Zéphirin"
#: A clinic with two managers; a sheet that changed, a document handed over, a name where none should be.
PREPARE = f"""
import datetime as dt
import json
from unittest import mock
from django.utils import timezone
from cabinet_rgpd.documents import operations as documents
from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.queries import Receipt, receipt
from registry.activities import operations as activities
from tests import cast
longer_ago = timezone.now() - dt.timedelta(days=40)
with mock.patch("django.utils.timezone.now", lambda: longer_ago):
    clinic = cast.clinic()
    sheet = cast.activity(clinic, name="Suivi de {NAME}")
cast.add_member(clinic, cast.account("Élise Étienne", "elise@exemple.fr"), "manager")
for person in (clinic.alice, *(each.account for each in clinic.members.values())):
    person.set_password({PASSWORD!r})
    person.save()
elise = cast.Account.objects.get(email="elise@exemple.fr")
elise.set_password({PASSWORD!r})
elise.save()
activities.update_activity(activity=sheet, lock="1", content={{"name": "Suivi des patients"}}, by=clinic.sign())
with clinic.scope():
    end = receipt()
    with ledger.write(clinic.sign()) as write:
        documents.keep(
            write, content={PDF!r}, kind="register", series="register", title="Registre", on=cast.TODAY, receipt=end
        )
print(json.dumps({{"structure": str(clinic.structure.pk), "sheet": str(sheet.pk), "receipt": f"{{end.seq}}:{{end.hash}}",
    "day": (longer_ago + dt.timedelta(days=1)).date().isoformat()}}))
"""


def test_from_the_proof_to_the_deletion_of_the_structure(server, browser):
    made = json.loads(server.manage("shell", "-v", "0", "-c", PREPARE).splitlines()[-1])
    home = f"{server.address}/s/{made['structure']}/"
    page, watch = signed_in(browser, server.address, "alice@exemple.fr")

    # The proof: verified, told.
    page.goto(f"{home}historique/preuve/")
    press(page, "Vérifier maintenant")
    page.get_by_text("tout se tient").wait_for()
    watch("preuve")
    page.goto(f"{home}historique/")
    watch("historique")

    # Two days compared, a day of the past.
    page.goto(f"{home}registre/comparer/")  # the last month, unless told
    page.get_by_text("Suivi des patients").first.wait_for()
    watch("comparer")
    page.goto(f"{home}registre/au/?jour={made['day']}")
    page.get_by_text(NAME).first.wait_for()
    watch("un autre jour")

    # A version put back is a new version.
    page.goto(f"{home}historique/activity/{made['sheet']}/1/")
    watch("une version")
    page.get_by_label("Pourquoi rétablir cette version").fill("Relu avec l’équipe")
    press(page, "Rétablir comme nouvelle version")
    page.get_by_text("Version 1 rétablie, en tant").wait_for()
    watch("version rétablie")

    # A name goes: looked for by one, confirmed by another.
    page.goto(f"{home}historique/retraits/nouveau/")
    page.get_by_label("Texte à retirer").fill(NAME)
    press(page, "Chercher")
    page.get_by_text("Historique scellé").wait_for()
    watch("où est ce texte")
    page.get_by_label("Pourquoi").fill("Identité d’un patient")
    press(page, "Demander le retrait")
    page.get_by_text("Demande notée").wait_for()
    watch("retrait demandé")
    hers, seen = signed_in(browser, server.address, "elise@exemple.fr")
    hers.goto(f"{home}historique/retraits/")
    seen("retrait à confirmer")
    press(hers, "Confirmer le retrait")
    hers.get_by_text("Texte retiré partout").wait_for()
    seen("retraits")
    page.goto(f"{home}historique/activity/{made['sheet']}/1/")
    assert NAME not in page.inner_text("main") and "[retiré]" in page.inner_text("main")

    # A stranger with a document, a fingerprint, a receipt.
    stranger = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
    look = Watch(stranger)
    verify_as_a_stranger(stranger, look, server.address, made["receipt"])

    # Two managers delete the structure.
    page.goto(f"{home}structure/suppression/")
    watch("supprimer la structure")
    page.get_by_label("Pourquoi").fill("Cessation d’activité")
    press(page, "Demander la suppression")
    page.get_by_text("À confirmer").wait_for()
    watch("suppression demandée")
    hers.goto(f"{home}structure/suppression/")
    seen("suppression à confirmer")
    press(hers, "Supprimer définitivement la structure")
    hers.get_by_role("heading", name="La structure est supprimée").wait_for()
    seen("structure supprimée")
    hers.goto(home)
    hers.wait_for_url("**/compte/login/**")
    verify_as_a_stranger(stranger, look, server.address, made["receipt"])
    assert "(structure supprimée)" in server.manage("verify")

    assert [*watch.violations, *seen.violations, *look.violations] == []
    assert [*watch.complaints, *seen.complaints, *look.complaints] == []


def verify_as_a_stranger(page, look, address, receipt):
    page.goto(f"{address}/verifier/")
    look("vérifier")
    file = {"name": "registre.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Le document, en PDF").set_input_files(file)
    press(page, "Vérifier ce fichier")
    page.get_by_role("heading", name="Ce document a été remis par une structure d’ici").wait_for()
    look("un fichier vérifié")
    page.get_by_label("Les 64 caractères").fill(hashlib.sha256(PDF).hexdigest())
    press(page, "Vérifier cette empreinte")
    page.get_by_role("heading", name="Ce document a été remis par une structure d’ici").wait_for()
    page.get_by_label("Les 64 caractères").fill(receipt)
    press(page, "Vérifier cette empreinte")
    page.get_by_role("heading", name="Ce reçu est celui d’une chaîne d’ici").wait_for()
    look("un reçu vérifié")
    page.get_by_label("Les 64 caractères").fill("0" * 64)
    press(page, "Vérifier cette empreinte")
    page.get_by_role("heading", name="Inconnu ici").wait_for()
    look("inconnu")
    assert page.context.cookies() == []
