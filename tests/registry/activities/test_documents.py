"""The register on paper: the PDFs are made, then read back as a reader, a screen reader and an inspector would."""

import datetime as dt
import re
import subprocess
import uuid
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from django.template.loader import render_to_string

from cabinet_rgpd.documents.rendering import render_pdf
from cabinet_rgpd.history.queries import Receipt
from cabinet_rgpd.structures.models import Party, Structure
from registry.activities import documents
from registry.activities.records import (
    ActivityRecord,
    DataRecord,
    ProcessorRecord,
    PurposeRecord,
    RecipientRecord,
    ResponsibleRecord,
    TransferRecord,
)
from registry.dpo.records import DpoContact
from registry.retention.records import RetentionRecord
from registry.suppliers.records import SupplierRecord

ON = dt.date(2026, 11, 23)
RECEIPT = Receipt(482, "9f3a1c2e" + "0123456789abcdef" * 3 + "deadbeef")
SISA = Party(name="SISA des Tilleuls", kind="sisa")
ALICE = Party(name="Alice Exemple", kind="practitioner", profession="gp", rpps="10003456789")
STRUCTURE = Structure(
    name="Maison de santé des Tilleuls", kind="msp", address="12 allée des Exemples", postcode="99000",
    city="Villefictive", phone="01 99 00 12 34", email="contact@tilleuls.example", siret="73282932000074",
)  # fmt: skip
DPO = DpoContact("Claire Fictive", "Données Sereines", "dpo@sereines.example", "01 99 00 55 66", dt.date(2026, 11, 3))
FILE_RULE = RetentionRecord(
    id=uuid.UUID(int=1), version=1, name="Dossier du patient", trigger="La dernière prise en charge",
    text="20 ans après la dernière prise en charge.", active_use="5 ans", archive="15 ans", fate="Suppression",
    force="recommendation", sources=({"title": "CNIL, délibération 2020-081, point 7", "href": ""},),
)  # fmt: skip
BOOKING_RULE = RetentionRecord(
    id=uuid.UUID(int=2), version=1, name="Rendez-vous", text="12 mois après le rendez-vous.", to_validate=True
)


def sheet_record(number, **content):
    """A rich sheet; `content` replaces what it names."""
    rich = ActivityRecord(
        id=uuid.UUID(int=100 + number),
        version=number,
        lock_token="",
        reference=f"A-{number:02}",
        name=f"Activité fictive {number}",
        description="Ce que le cabinet en fait.",
        family="care",
        persons=("patients", "minors"),
        data_source="La personne elle-même.",
        transfer_stance="some",
        software="Logiciel Fictif",
        security_measures="Comptes nominatifs\nSauvegarde chiffrée",
        information_means="notice",
        dpia_state="not_required",
        started_on=dt.date(2026, 1, 5),
        next_review_on=dt.date(2027, 11, 23),
        updated_at=dt.datetime(2026, 11, 12, 23, 30, tzinfo=dt.UTC),
        sources=({"title": "CNIL, délibération 2020-081", "href": "https://www.cnil.fr/"},),
        responsibles=(ResponsibleRecord(ALICE.pk, ALICE.name, "controller"),),
        purposes=(
            PurposeRecord("Soigner les patients", "6.1.c", "CSP, art. R4127-45", "", "9.2.h", False),
            PurposeRecord("Tenir l’agenda", "6.1.f", "", "Organiser l’accueil", "9.2.h", True),
        ),
        data_categories=(
            DataRecord("Nom et coordonnées", "identity", FILE_RULE, ""),
            DataRecord("Motif du rendez-vous", "health", BOOKING_RULE, ""),
            DataRecord("Antécédents", "health", FILE_RULE, ""),
        ),
        recipients=(RecipientRecord("care_team", "Ceux qui soignent le même patient"),),
        processors=(
            ProcessorRecord(
                "hosting", SupplierRecord(uuid.UUID(int=9), 1, "Horizon Fictif SAS", "hosting", "France", "yes")
            ),
            ProcessorRecord("sms", None),
        ),
        transfers=(TransferRecord("Envois Lointains", "Canada", "adequacy", "https://www.cnil.fr/"),),
    )
    return replace(rich, **content)


def register(activities, *, contact=DPO, decision=None, **more):
    return documents.register_document(
        structure=STRUCTURE, activities=activities, parties=[SISA, ALICE], dpo_contact=contact, dpo_decision=decision,
        receipt=RECEIPT, on=ON, **more,
    )  # fmt: skip


def one_sheet(activity):
    return documents.activity_document(
        structure=STRUCTURE, activity=activity, parties=[SISA, ALICE], dpo_contact=None, dpo_decision=None,
        receipt=RECEIPT, on=ON,
    )  # fmt: skip


def html_of(document):
    kind = "register" if isinstance(document, documents.RegisterDocument) else "activity"
    return render_to_string(f"registry/documents/{kind}.html", {"document": document})


def texts(pdf):
    """The text of each page, in one line."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = read.stdout.decode("utf-8").replace("\u00a0", " ").split("\f")[:-1]
    return [" ".join(page.split()) for page in pages]


def bookmarks(pdf):
    """`(depth, title)` of every bookmark, in order."""
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return list(_walked(outline.root))


def _walked(items, depth=0):
    for item in items:
        yield depth, str(item.title)
        yield from _walked(item.children, depth + 1)


@pytest.fixture(scope="module")
def activities():
    joint = tuple(ResponsibleRecord(party.pk, party.name, "joint_controller") for party in (SISA, ALICE))
    sheets = [sheet_record(n) for n in range(1, 7)]
    return (*sheets, sheet_record(7, name="Dossier partagé", responsibles=joint))


@pytest.fixture(scope="module")
def pdf(activities):
    return render_pdf(html_of(register(activities)))


@pytest.fixture(scope="module")
def pages(pdf):
    return texts(pdf)


# -- The register, read back -------------------------------------------------------------------------------------------


def test_the_pdf_says_what_it_is_and_is_tagged(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.docinfo["/Title"] == "Registre des activités de traitement"
        assert opened.docinfo["/Author"] == STRUCTURE.name
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261123")
        assert opened.Root.Lang == "fr"
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.StructTreeRoot.K[0].S == "/Document"
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_bookmarks_lead_to_every_sheet(pdf, activities):
    assert bookmarks(pdf) == [
        (0, "Registre des activités de traitement"),
        (1, "Sommaire"),
        (1, "Qui répond de ce registre"),
        (1, "Les activités de traitement"),
        *[(2, f"{each.reference} {each.name}") for each in activities],
        (1, "Durées de conservation"),
    ]


def test_the_cover_names_the_controllers_the_dpo_and_the_day(pages):
    for words in (
        STRUCTURE.name, "12 allée des Exemples, 99000 Villefictive", "01 99 00 12 34", "SIRET 73282932000074",
        "État au 23 novembre 2026", "Alice Exemple", "SISA des Tilleuls", "Claire Fictive", "dpo@sereines.example",
        "Reçu 482:9f3a1c2e", "article 30",
    ):  # fmt: skip
        assert words in pages[0]


def test_the_contents_page_gives_the_right_page_of_each_sheet(pages, activities):
    contents = re.findall(r"(A-\d\d) [^.]*?(?: ?\.)+ (\d+)", pages[1])
    assert [reference for reference, _ in contents] == [each.reference for each in activities]
    for (reference, number), each in zip(contents, activities, strict=True):
        assert f"{reference} {each.name} Soins" in pages[int(number) - 1]


def test_headers_and_footers_say_whose_register_it_is_and_when(pages):
    for number, page in enumerate(pages[1:], start=2):
        assert page.startswith("Maison de santé des Tilleuls — registre des activités de traitement")
        assert "État au 23 novembre 2026 · reçu 482:9f3a1c2e" in page
        assert page.endswith(f"page {number} / {len(pages)}")


def test_a_sheet_gives_every_item_of_article_30_with_its_article(pages):
    text = " ".join(pages)
    for words in (
        "Alice Exemple · Responsable de traitement", "Soigner les patients", "Obligation légale (art. 6.1.c)",
        "CSP, art. R4127-45", "(art. 9.2.h)", "Intérêt poursuivi : Organiser l’accueil", "Patients, Patients mineurs",
        "Antécédents · Données de santé", "20 ans après la dernière prise en charge.",
        "12 mois après le rendez-vous.", "Ceux qui soignent le même patient",
        "Horizon Fictif SAS · Hébergeur de données de santé, France, certifié HDS",
        "Envoi de SMS · prestataire à nommer",
        "Envois Lointains, Canada · Décision d’adéquation", "Sauvegarde chiffrée", "Logiciel Fictif",
        "Notice d’information publiée et affichée", "Non requise", "à revoir le 23 novembre 2027",
        "RGPD, art. 30.1.a", "RGPD, art. 30.1.b", "RGPD, art. 30.1.c et 30.1.f", "RGPD, art. 30.1.d",
        "RGPD, art. 30.1.e", "RGPD, art. 30.1.g",
    ):  # fmt: skip
        assert words in text, words


def test_the_version_of_a_sheet_is_dated_in_the_time_zone_of_the_structure(pages):
    assert "version 7 du 13 novembre 2026" in " ".join(pages)


def test_what_is_missing_is_named_with_its_article(pages):
    assert "Le prestataire n’est pas encore nommé. « Envoi de SMS » (RGPD, art. 28 et 30.1.d)" in " ".join(pages)


def test_what_nobody_confirmed_is_marked(pages):
    text = " ".join(pages)
    assert "à valider Intérêt légitime" in text
    assert "à valider 12 mois après le rendez-vous." in text


def test_the_last_page_carries_the_receipt_and_how_to_check_it(pages):
    assert "Vérifier ce document" in pages[-1]
    assert RECEIPT.groups in pages[-1]
    assert "à la position 482" in pages[-1]


def test_the_register_never_says_that_all_is_well(pages):
    assert "conform" not in " ".join(pages).lower()


def test_no_page_of_the_register_is_nearly_empty(pages):
    assert 8 <= len(pages) <= 12
    assert all(len(page) > 500 for page in pages[1:])


def test_the_same_content_gives_the_same_bytes(activities, pdf):
    assert render_pdf(html_of(register(activities))) == pdf


def test_an_empty_register_says_so():
    pages = texts(render_pdf(html_of(register(()))))
    assert "Aucune n’est en vigueur au 23 novembre 2026." in " ".join(pages)
    assert "Durées de conservation" not in " ".join(pages)


# -- What it is made of ------------------------------------------------------------------------------------------------


def test_the_retention_table_holds_each_rule_once_with_the_sheets_that_use_it(activities):
    found = [(line.rule.name, line.references) for line in register(activities).retention]
    everywhere = tuple(each.reference for each in activities)
    assert found == [("Dossier du patient", everywhere), ("Rendez-vous", everywhere)]


def test_data_kept_by_one_rule_stand_together(activities):
    groups = register(activities).sheets[0].data_groups
    assert [[each.description for each in group.categories] for group in groups] == [
        ["Nom et coordonnées", "Antécédents"],
        ["Motif du rendez-vous"],
    ]


def test_the_controllers_come_with_their_roles_the_busiest_first(activities):
    found = [(each.name, each.detail, each.roles) for each in register(activities).controllers]
    assert found == [
        (
            "Alice Exemple",
            "Médecin généraliste, RPPS\u00a010003456789",
            ("Responsable de traitement, 6\u00a0fiches", "Responsable conjoint (art. 26), 1\u00a0fiche"),
        ),
        ("SISA des Tilleuls", "SISA", ("Responsable conjoint (art. 26), 1\u00a0fiche",)),
    ]


@pytest.mark.parametrize(
    ("decision", "name", "line"),
    [
        (None, "Aucun délégué désigné", "La décision reste à prendre et à dater"),
        (
            SimpleNamespace(decided_on=dt.date(2026, 11, 3), designates=False),
            "Aucun délégué désigné",
            "Décision du 3 novembre 2026",
        ),
        (
            SimpleNamespace(decided_on=dt.date(2026, 11, 3), designates=True),
            "Aucun délégué désigné à ce jour",
            "Désignation décidée le 3 novembre 2026, la personne reste à nommer",
        ),
    ],
)
def test_without_a_dpo_the_register_says_so_and_when_it_was_decided(decision, name, line):
    dpo = register((), contact=None, decision=decision).dpo
    assert (dpo.name, dpo.lines) == (name, (line,))


def test_long_lists_are_cut_short_on_the_cover_and_in_the_summary():
    parties = [ResponsibleRecord(uuid.UUID(int=n), f"Praticien {n:02}", "controller") for n in range(1, 10)]
    purposes = tuple(PurposeRecord(f"Finalité {n}", "6.1.c", "", "", "", False) for n in range(1, 6))
    document = register([sheet_record(1, responsibles=tuple(parties), purposes=purposes)])
    assert document.cover_controllers[-1] == "et 3\u00a0autres, nommés plus loin"
    assert document.sheets[0].purposes_in_short == ("Finalité 1", "Finalité 2", "et 3\u00a0autres")


def test_a_short_sheet_is_kept_whole_below_another_and_the_next_opens_a_page():
    short = {"processors": (), "purposes": (), "data_categories": (), "recipients": (), "transfers": (), "sources": ()}
    brief = sheet_record(2, **short)
    long = [sheet_record(n, security_measures="\n".join(["Une mesure"] * 6)) for n in (1, 3)]
    assert [sheet.place for sheet in register([long[0], brief, long[1]]).sheets] == ["flows", "nobreak", "opens"]


# -- One sheet alone ---------------------------------------------------------------------------------------------------


def test_one_sheet_alone_says_who_answers_and_carries_its_receipt():
    pdf = render_pdf(html_of(one_sheet(sheet_record(3))))
    text = " ".join(texts(pdf))
    for words in (
        "A-03 Activité fictive 3",
        "version 3",
        "12 allée des Exemples",
        "Médecin généraliste",
        RECEIPT.groups,
    ):
        assert words in text
    assert bookmarks(pdf)[0] == (0, "A-03 Activité fictive 3")


def test_a_draft_alone_says_that_it_is_not_in_the_register_and_has_no_receipt():
    text = " ".join(texts(render_pdf(html_of(one_sheet(sheet_record(3, version=0, state="draft"))))))
    assert "Elle ne fait pas encore partie du registre." in text
    assert "9f3a1c2e" not in text


def test_a_sheet_with_nothing_in_it_is_printed_with_all_that_it_lacks():
    bare = ActivityRecord(id=uuid.UUID(int=5), version=1, lock_token="", reference="A-05", name="Nue")
    text = " ".join(texts(render_pdf(html_of(one_sheet(bare)))))
    assert "À compléter" in text
    assert "Il manque le responsable de traitement. (RGPD, art. 30.1.a)" in text
    assert "Hors d’Europe À vérifier" in text
