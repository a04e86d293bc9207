"""The house style, on a fictional register put into the real frame without Django."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from cabinet_rgpd.documents import rendering

FRAME = Path(__file__).parents[3] / "templates" / "documents" / "base.html"

STRIP = """<figure class="strip"><figcaption>Dossier du patient</figcaption>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 14" role="img">
<title>Dossier du patient : utilisation courante cinq ans, archivage quinze ans, puis suppression</title>
<rect x="0" y="2" width="75" height="9" fill="#0f5c63"/><rect x="75" y="2" width="200" height="9" fill="#9cc4c2"/>
<text x="79" y="9" font-family="Source Sans 3" font-size="6" fill="#1c2a33">archivage, 15 ans</text></svg></figure>"""


def filled(**blocks: str) -> str:
    """The frame with its blocks replaced; blocks that are not given keep their default."""
    frame = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", FRAME.read_text(), flags=re.DOTALL)

    def block(found: re.Match) -> str:
        return blocks.get(found[1], found[2])

    return re.sub(r"{% block (\w+) %}(.*?){% endblock %}", block, frame, flags=re.DOTALL)


def register() -> str:
    activities = [f"Activité fictive numéro {n}" for n in range(1, 46)]
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>Organiser les soins et tenir l’agenda</td>'
        "<td>Patients, représentants légaux</td>"
        "<td>12 mois après le rendez-vous, puis suppression</td></tr>"
        for name in activities
    )
    return filled(
        title="Registre des activités de traitement",
        author="Cabinet des Tilleuls",
        subject="Article 30 du RGPD",
        meta='<meta name="dcterms.created" content="2026-11-23">',
        header_text="Cabinet des Tilleuls — registre des activités de traitement",
        footer_text="Cabinet RGPD · reçu 482·9f3a1c2e · établi le 23 novembre 2026",
        cover="""<section class="cover"><p class="owner">Cabinet des Tilleuls</p>
<p class="owner-line">12, allée des Exemples, 99000 Ville-Fictive</p>
<h1>Registre des activités de traitement</h1><p class="lead">Ce que le cabinet fait des données personnelles de ses
patients, de son équipe et de ses correspondants.</p><p class="as-of">Tel qu’il était écrit le 23 novembre 2026</p>
<div class="foot"><p>Tenu en application de l’article 30 du règlement (UE) 2016/679. Référent\u00a0: Dr Claire
Exemple.</p></div></section>""",
        contents="""<nav class="contents"><h2 id="sommaire">Sommaire</h2><ol><li><a href="#liste">Les activités</a>
<ol><li><a href="#agenda">Rendez-vous et accueil</a></li></ol></li><li><a href="#durees">Durées de
conservation</a></li>
<li><a href="#recu">Vérifier ce document</a></li></ol></nav>""",
        body=f"""<section><h2 id="liste">Les activités</h2><p class="lead">Une activité de traitement est un
usage que le cabinet fait de données personnelles.</p><table><caption>Les activités en vigueur</caption><thead><tr><th
scope="col">Activité</th>
<th scope="col">Pourquoi</th><th scope="col">Personnes</th><th
scope="col">Durée</th></tr></thead><tbody>{rows}</tbody></table></section>
<section class="chapter"><h2 id="fiche">Une fiche</h2><div class="with-law"><h3 id="agenda">Rendez-vous et
accueil des patients</h3>
<div class="law"><p>Le motif du rendez-vous est une donnée de santé\u00a0: il faut une base de l’article 6
<em>et</em> une condition de l’article 9.</p><p>RGPD, art. 6 et 9 · CNIL, délibération 2020-081, point 4</p></div>
<table class="facts"><tr><th scope="row">Pourquoi</th><td>Organiser les soins <span class="chip law">art.
6.1.f</span></td></tr>
<tr><th scope="row">Données</th><td>Identité, téléphone, créneau, motif 😀 שלום</td></tr>
<tr><th scope="row">Prestataire</th><td>Agenda Horizon <span class="chip done">hébergeur certifié HDS</span></td></tr>
<tr><th scope="row">Hors d’Europe</th><td>Aucun transfert</td></tr></table>
<p class="finding">Il manque le contrat de l’article 28 avec Agenda Horizon.</p></div>
<h3>Ce qui reste à faire</h3><ol><li>Demander le contrat<ul><li>avec ses annexes</li></ul></li><li>Former
l’équipe</li></ol>
<dl><dt>Revue</dt><dd>23 novembre 2027</dd></dl></section>
<section><h2 id="durees">Durées de conservation</h2>{STRIP}{STRIP.replace("patient", "personnel")}
<ul class="legend"><li><span class="swatch"></span>utilisation courante</li><li><span
class="swatch archive"></span>archivage</li></ul>
<p>Source\u00a0: <a href="https://www.cnil.fr/">www.cnil.fr</a>.</p>
<div class="key"><p>Rien n’est supprimé sans qu’une personne l’ait décidé.</p></div>
<div class="signatures"><div>Pour le cabinet</div><div>Pour le prestataire</div></div></section>""",
        receipt="""<section class="receipt"><h2 id="recu">Vérifier ce document</h2><p>Position 482 de
l’historique.</p>
<p class="code">9f3a1c2e 00000000 11111111 22222222 33333333 44444444 55555555 66666666</p></section>""",
    )


@pytest.fixture(scope="module")
def run():
    command = rendering._command(rendering.VARIANT, 60, 2048)
    return subprocess.run(
        command, input=register().encode(), capture_output=True, env=rendering._environment(), timeout=60, check=False
    )


@pytest.fixture(scope="module")
def pdf(run):
    with pikepdf.open(BytesIO(run.stdout)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(pdf):
    return [" ".join(lines(page)) for page in pdf.pages]


def elements(node) -> list:
    """Every structure element under `node`, in reading order."""
    found = []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def shown(page) -> list[tuple[str, list[int]]]:
    """(name of the font, glyph numbers) of every text shown; the fonts of ours are all written on two bytes."""
    found, font = [], ""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
            raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            found.append((font, [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)]))
    return found


def characters(font) -> dict[int, str]:
    """Glyph number → text, from the table that a screen reader uses."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    block = "".join(re.findall("beginbfchar(.*?)endbfchar", table, flags=re.DOTALL))
    pairs = re.findall("<([0-9a-fA-F]+)> *<([0-9a-fA-F]+)>", block)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def lines(page) -> list[str]:
    tables = {name: characters(font) for name, font in page.resources.Font.items()}
    return ["".join(tables[font][glyph] for glyph in glyphs) for font, glyphs in shown(page)]


def test_the_house_style_is_read_without_a_single_warning(run):
    assert (run.returncode, run.stderr.decode()) == (0, "")


def test_the_document_says_what_it_is_and_in_which_language(pdf):
    assert pdf.docinfo["/Title"] == "Registre des activités de traitement"
    assert pdf.docinfo["/Author"] == "Cabinet des Tilleuls"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261123")
    assert pdf.Root.Lang == "fr"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_document_is_tagged_and_declares_pdf_ua(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.StructTreeRoot.K[0].S == "/Document"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_headings_skip_no_level_and_drawings_have_a_text(pdf):
    tags = elements(pdf.Root.StructTreeRoot)
    levels = [int(str(tag.S)[2]) for tag in tags if re.fullmatch("/H[1-6]", str(tag.S))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    drawings = [tag for tag in tags if tag.S == "/Figure"]
    assert len(drawings) == 2
    assert all("archivage quinze ans" in str(tag.Alt) for tag in drawings)


def test_every_kind_of_tag_a_reader_needs_is_there(pdf):
    names = {str(tag.S) for tag in elements(pdf.Root.StructTreeRoot)}
    assert {"/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD", "/Link", "/Caption", "/Sect"} <= names


def test_every_cell_of_a_table_names_its_headers(pdf):
    cells = [tag for tag in elements(pdf.Root.StructTreeRoot) if tag.S in ("/TH", "/TD")]
    heads = {bytes(cell.ID) for cell in cells if cell.S == "/TH"}
    named = [{bytes(head) for head in cell.A.Headers} for cell in cells if cell.S == "/TD"]
    assert len(named) == 45 * 3 + 4
    assert all(names and names <= heads for names in named)


def test_bookmarks_follow_the_headings(pdf):
    with pdf.open_outline() as outline:
        (register_entry,) = outline.root
        titles = [item.title for item in register_entry.children]
        assert register_entry.title == "Registre des activités de traitement"
    assert titles == ["Sommaire", "Les activités", "Une fiche", "Durées de conservation"]


def test_the_cover_is_bare_and_the_other_pages_are_numbered(pages, pdf):
    assert len(pages) == len(pdf.pages) == 7
    assert "page" not in pages[0]
    assert "Tel qu’il était écrit le 23 novembre 2026" in pages[0]
    for number, page in enumerate(pages[1:], start=2):
        assert f"page {number} / 7" in page
        assert "Cabinet des Tilleuls — registre des activités de traitement" in page
        assert "reçu 482" in page


def test_the_contents_page_gives_the_page_of_each_part(pages):
    contents = dict(re.findall(r"([A-ZÉ][^.]*?)[ .]* \.[ .]*(\d+)", pages[1].partition("Sommaire")[2]))
    assert contents.keys() == {
        "Les activités",
        "Rendez-vous et accueil",
        "Durées de conservation",
        "Vérifier ce document",
    }
    for title, number in contents.items():
        assert title in pages[int(number) - 1]


def test_a_long_table_repeats_its_header_and_keeps_its_rows_whole(pages):
    held = [page for page in pages if "Activité fictive" in page]
    assert len(held) == 3
    for page in held:
        assert page.count("Activité Pourquoi Personnes Durée") == 1
        assert page.count("Activité fictive") == page.count("numéro ") == page.count("Organiser les soins")


def test_a_page_that_continues_a_part_names_it_in_its_header(pages):
    assert pages[2].count("Les activités") == 2  # the heading and the caption
    assert pages[3].count("Les activités") == 1


def test_characters_that_the_font_lacks_are_shown_as_boxes_and_never_as_a_missing_glyph(pages, pdf):
    assert "motif □ □□□□" in pages[5]
    glyphs = [glyph for page in pdf.pages for _, shown_glyphs in shown(page) for glyph in shown_glyphs]
    assert len(glyphs) > 2000
    assert 0 not in glyphs


def test_only_the_font_of_the_house_is_embedded(pdf):
    names = {str(o.FontName) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o}
    assert names
    assert all("Source-Sans-3" in name for name in names)


def test_links_are_kept_and_lead_where_they_say(pdf):
    addresses = [
        str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note and "/URI" in note.A
    ]
    assert addresses == ["https://www.cnil.fr/"]
