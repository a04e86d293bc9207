"""`make look`: pictures of every screen of the journey, at 390 px and 1280 px, and of every PDF page, under var/look/.

`python -m tests.look --screenshots` also renews the pictures of the README.
"""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import look_notices
from tests.server import CHROMIUM, CHROMIUM_FLAGS, ROOT, running
from tests.steps import Journey

FOLDER = ROOT / "var" / "look"
WIDTHS = (390, 1280)
DOTS_PER_INCH = "70"
YEAR = time.strftime("%Y")
SCREENSHOTS = ROOT / "docs" / "screenshots"
#: Pages of the fictional health centre, and the papers that each case of a folder offers beside it.
WITH_A_PAST = {
    "dossier": "dossier/", "registre-ce-jour-la": "registre/au/", "registre-vallon": "registre/", "violations-vallon": "violations/",
    "demandes-vallon": "demandes/", "documents-remis": "documents-remis/",
}  # fmt: skip
PAPERS_OF_THE_PAST = {
    "aipd/": ("decision", "analyse"), "fin-d-exercice/": ("affiche", "lettre-ordre", "inventaire", "acte-de-garde"),
}  # fmt: skip
#: Pictures of the README: end of the name under var/look/, pixels kept from the top.
README = {
    "registre": ("-registre-1280.png", 900),
    "fiche": ("-fiche-modifiee-1280.png", 1000),
    "notice": ("-notice-publique-390.png", 844),
    "registre-pdf": ("registre-04.png", 900),
}


class Camera:
    """Takes the whole page at both widths, numbered in the order of the journey."""

    def __init__(self, page, first=1):
        self.page, self.number = page, first

    def __call__(self, name):
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=FOLDER / f"{self.number:02d}-{name}-{width}.png", full_page=True)
        self.number += 1


def photograph_pdf(name, content):
    """Each page of a PDF as a picture."""
    path = FOLDER / f"{name}.pdf"
    path.write_bytes(content)
    subprocess.run(["pdftoppm", "-r", DOTS_PER_INCH, "-png", path, path.with_suffix("")], check=True)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with running() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_context(locale="fr-FR").new_page()
        journey = Journey(page, server.address, Camera(page))
        path = walk(journey, server)
        signed_out = browser.new_context(locale="fr-FR").new_page()
        signed_out.goto(server.address + path)
        Camera(signed_out, first=90)("notice-publique")
        dark = browser.new_context(locale="fr-FR", color_scheme="dark").new_page()
        dark.goto(server.address + path)
        Camera(dark, first=91)("notice-publique-sombre")
        for name, where in documents(journey, path).items():
            photograph_pdf(name, page.context.request.get(server.address + where).body())
        browser.close()
    demonstration()
    public = look_notices.photograph()
    if "--screenshots" in sys.argv:
        renew_screenshots()
    print(f"{len(list(FOLDER.glob('*.png'))) + public} images dans {Path(FOLDER).relative_to(ROOT)}/")


def demonstration():
    """What only a structure with a past shows: the fictional health centre's impact assessment, end of practice and file."""
    with running() as server, sync_playwright() as playwright:
        accounts = [line.split(" · ") for line in server.manage("demo").splitlines() if line.count(" · ") == 3]
        _, _, email, password = next(each for each in accounts if "Vallon" in each[0])
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_context(locale="fr-FR").new_page()
        page.goto(f"{server.address}/compte/login/")
        page.locator("#id_login").fill(email)
        page.get_by_label("Mot de passe").fill(password)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url("**/s/**")
        home = re.match(r".*/s/[0-9a-f-]{36}/", page.url)[0]
        seen = Camera(page, first=60)
        for name, path in WITH_A_PAST.items():
            page.goto(home + path)
            seen(name)
        for folder, endings in PAPERS_OF_THE_PAST.items():
            page.goto(home + folder)
            links = page.locator("main a").evaluate_all("links => links.map(link => link.href)")
            cases = dict.fromkeys(link for link in links if re.fullmatch(r".*/[0-9a-f-]{36}/", link))
            found = next(case for case in cases if page.context.request.get(f"{case}{endings[0]}.pdf").ok)
            page.goto(found)
            seen(folder.strip("/"))
            for ending in endings:
                photograph_pdf(f"{folder.strip('/')}-{ending}", page.context.request.get(f"{found}{ending}.pdf").body())
        for name, path in {"dossier-de-controle": "dossier/apercu.pdf", "mesures": "mesures.pdf"}.items():
            photograph_pdf(name, page.context.request.get(home + path).body())
        browser.close()


def renew_screenshots():
    """Cut the pictures of the README out of those just taken, with few colours so that they stay light."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for name, (ending, height) in README.items():
        source = next(path for path in sorted(FOLDER.glob("*.png")) if path.name.endswith(ending))
        with Image.open(source) as picture:
            cut = picture.convert("RGB").crop((0, 0, picture.width, min(height, picture.height)))
            cut.quantize(64).save(SCREENSHOTS / f"{name}.png", optimize=True)


def walk(journey, server):
    journey.sign_in_page()
    journey.claim(server.setup_path)
    journey.make_group_practice()
    journey.answer_the_questionnaire()
    journey.accept_the_proposal()
    journey.number_of_sheets()
    journey.edit_a_sheet_with_a_reason("changement de logiciel")
    journey.seen("fiche-modifiee")
    journey.meet_a_conflict(journey.page.context.new_page())
    journey.name_a_supplier()
    journey.decide_about_the_dpo()
    journey.look_at_the_rest()
    for name, where in {
        "echeances": "echeances/", "rappels": "echeances/rappels/", "flux": "flux/", "progres": "progres/",
        "demandes": "demandes/", "droits": "demandes/droits/", "violations": "violations/",
        "bilans": "dpo/bilans/", "bilan": f"dpo/bilans/{YEAR}/", "delegation": "delegation/",
        "validations": "validations/", "depuis-ma-visite": "depuis-ma-visite/",
        "aipd": "aipd/", "fin-d-exercice": "fin-d-exercice/", "changements-de-textes": "textes/",
        "reflexes": "violations/premiers-reflexes/", "violation-nouvelle": "violations/nouvelle/",
        "equipe": "equipe/tableau/", "mouvements": "equipe/mouvements/", "depart": "equipe/mouvements/nouveau/?sens=departure",
        "acces-revus": "equipe/acces/", "propositions": "propositions/",
    }.items():  # fmt: skip
        journey.go(journey.structure + where)
        journey.seen(name)
    journey.go("/mes-propositions/")
    journey.seen("mes-propositions")
    return journey.publish_the_notice()


def documents(journey, path):
    return {
        "registre": f"{journey.structure}registre.pdf",
        "violations": f"{journey.structure}violations/registre.pdf",
        "premiers-reflexes": f"{journey.structure}violations/premiers-reflexes.pdf",
        "demandes": f"{journey.structure}demandes/registre.pdf",
        "durees": f"{journey.structure}durees/tableau.pdf",
        "bilan": f"{journey.structure}dpo/bilans/{YEAR}.pdf",
        "decision-dpo": f"{journey.structure}dpo/decision.pdf",
        "notice": f"{path}notice.pdf",
        "affiche": f"{journey.structure}patients/affiche.pdf",
    }


if __name__ == "__main__":
    main()
