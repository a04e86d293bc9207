"""Pictures of what the public sees: every page, poster, leaflet and printed notice, of every audience in every language.

Called by `tests.look`; `python -m tests.look_notices` takes these alone, under var/look/public/.
"""

import os
import shutil
import subprocess

import django
from playwright.sync_api import sync_playwright

from tests.public_site import published
from tests.server import CHROMIUM, CHROMIUM_FLAGS, ROOT

FOLDER = ROOT / "var" / "look" / "public"
WIDTHS = (390, 1280)
DOTS_PER_INCH = "60"
ADDRESS = "https://cabinet.exemple.fr/n/cabinet-des-tilleuls/"


def photograph():
    """Take them all; return how many."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    _pages()
    _papers()
    return len(list(FOLDER.glob("*.png")))


def _pages():
    with published() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_context(locale="fr-FR").new_page()
        for name in site.pages:
            page.goto(site.address(name))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=FOLDER / f"page-{name.replace(' ', '-')}-{width}.png", full_page=True)
        browser.close()


def _papers():
    """With a register that gives each text every reason to say all it can."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from cabinet_rgpd.documents.rendering import render_pdf
    from cabinet_rgpd.history.queries import Receipt
    from patients_info import documents, translation
    from patients_info.audiences import AUDIENCES
    from tests.patients_info import registers

    receipt = Receipt(482, "9f3a1c2e" + "0123456789abcdef" * 3 + "deadbeef")
    for audience in AUDIENCES.values():
        codes = [each.code for each in translation.offered(audience.code)]
        content = registers.everything(audience, languages=codes).as_data()
        french = documents.Edition(content=content, number=2, effective_on=registers.ON, receipt=receipt)
        for edition in (each for each in french.in_every_language() if each.spoken.pdf):
            address = ADDRESS if edition.spoken.is_french else f"{ADDRESS}{edition.language}/"
            sources = {size: documents.sheet_source(edition, address=address, size=size) for size in documents.SIZES}
            for name, source in {**sources, "notice": documents.pdf_source(edition)}.items():
                _pdf(f"{name}-{audience.code}-{edition.language}", render_pdf(source))


def _pdf(name, content):
    command = ["pdftoppm", "-r", DOTS_PER_INCH, "-png", "-", FOLDER / name]
    subprocess.run(command, input=content, check=True)


if __name__ == "__main__":
    print(f"{photograph()} images dans {FOLDER.relative_to(ROOT)}/")
