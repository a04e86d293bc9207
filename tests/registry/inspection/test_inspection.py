"""The inspection file: previewed, approved, made once, archivable, and verified by what it carries in itself."""

import datetime as dt
import io
import json
import re
import subprocess
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cabinet_rgpd.documents import queries as issued
from cabinet_rgpd.documents.models import IssuedBytes, IssuedDocument
from cabinet_rgpd.documents.rendering import RenderError
from cabinet_rgpd.history import aggregates, verification
from cabinet_rgpd.history.models import Entry
from registry.inspection import making, operations, parts, queries
from registry.inspection.models import InspectionFile, State
from tests.cabinet_rgpd.history import chains
from tests.patients_info.notices import prepare, publish


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def ask(clinic, client, **given):
    """Approve the preview of today, as a person does; returns the answer."""
    page = client.get(clinic.url("inspection")).text
    approved = re.search(r'name="approved" value="([0-9a-f]{64})"', page)[1]
    form = {"jour": timezone.localdate().isoformat(), "approved": approved, "handed_to": "La CNIL", **given}
    return client.post(clinic.url("inspection_approve"), form)


@pytest.fixture
def made(clinic, activity, client_of, folder):
    """A file made for a structure with a register and a published notice: its row and its bytes."""
    activity(clinic)
    with clinic.scope():
        publish(clinic, prepare(clinic))
    ask(clinic, client_of(clinic.alice))
    assert making.make_waiting() == 1
    row = InspectionFile.objects.get()
    return row, bytes(IssuedBytes.objects.get(pk=row.document_id).content)


def words_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def test_the_file_claims_archiving_and_accessibility_and_holds_what_they_ask(made):
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
        raw = pdf.Root.Metadata.read_bytes()
        assert raw.count(b"pdfaExtension:schemas>") == 2 and b"http://www.aiim.org/pdfua/ns/id/" in raw
        assert "Dossier de contrôle" in metadata["dc:title"] and str(pdf.docinfo["/Title"]) == metadata["dc:title"]
        assert str(pdf.Root.Lang) == "fr" and pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle and "/ID" in pdf.trailer
        [intent] = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFA1
        files = [each.objgen for each in pdf.Root.AF]
        assert len(files) == len(set(files)) == 3
        for each in pdf.Root.AF:
            assert each.AFRelationship in (pikepdf.Name.Source, pikepdf.Name.Supplement)
            assert each.EF.F.Subtype is not None and each.UF is not None
        assert "/JavaScript" not in pdf.Root.Names and "/AcroForm" not in pdf.Root and "/Encrypt" not in pdf.trailer
        for page in pdf.pages:
            assert page.Tabs == pikepdf.Name.S if "/Annots" in page else True
            for picture in page.get_images().values():
                assert not picture.get("/Interpolate", False)


def test_no_heading_skips_a_level_no_drawing_lacks_words_and_every_glyph_exists(made):
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        levels, lacking = [], []
        walk(pdf.Root.StructTreeRoot, levels, lacking)
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                assert "/ToUnicode" in font
    assert levels and levels[0] == 1 and not lacking
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert "□" not in words_of(made[1])


def walk(node, levels, lacking):
    if isinstance(node, pikepdf.Array):
        for each in node:
            walk(each, levels, lacking)
    elif isinstance(node, pikepdf.Dictionary):
        kind = str(node.get("/S", ""))
        if re.fullmatch("/H[1-6]", kind):
            levels.append(int(kind[2]))
        if kind == "/Figure" and not str(node.get("/Alt", "")).strip():
            lacking.append(node.objgen)
        if "/K" in node:
            walk(node.K, levels, lacking)


def test_the_proof_inside_verifies_with_the_verifier_inside(clinic, made, tmp_path):
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        files = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    notice = next(name for name in files if name.startswith("notice-"))
    assert set(files) == {"proof.zip", "register.json", notice}
    contents = unpacked(files["proof.zip"])
    with clinic.scope():
        receipt = IssuedDocument.objects.get(kind="inspection").receipt
    seq, _, fingerprint = receipt.partition(":")
    faults, _ = chains.verifier.verify(contents, [(int(seq), fingerprint)], [(notice, files[notice])])
    assert faults == []
    (tmp_path / "verify.py").write_bytes(contents["verify.py"])
    (tmp_path / "proof.zip").write_bytes(files["proof.zip"])
    done = subprocess.run(
        ["python3", tmp_path / "verify.py", tmp_path / "proof.zip", "--receipt", receipt], capture_output=True
    )
    assert done.returncode == 0, done.stdout.decode()


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_machine_readable_register_says_the_same_as_the_chain(clinic, made):
    with pikepdf.open(io.BytesIO(made[1])) as pdf:
        data = json.loads(pdf.attachments["register.json"].get_file().read_bytes())
    assert set(data) == {"as_of", "format", "receipt", "records", "structure"} and data["format"] == queries.FORMAT
    assert data["structure"]["name"] == clinic.structure.name
    bodies = {line.header["obj"]: json.loads(line.body) for line in verification.read_lines(clinic.structure.pk)}
    for kind, rows in data["records"].items():
        assert kind not in parts.LEFT_OUT
        for row in rows:
            assert set(row) == {"content", "obj", "sealed_at", "version"}
            sealed = {name: value for name, value in bodies[row["obj"]].items() if name not in ("schema", "reason")}
            assert row["content"] == sealed
    assert {"activity", "retention_rule", "supplier", "notice"} <= set(data["records"])


def test_the_file_says_what_it_holds_and_ends_with_its_receipt(clinic, made):
    row, content = made
    text = words_of(content)
    with clinic.scope():
        document = IssuedDocument.objects.get(kind="inspection")
    for words in (
        "Dossier de contrôle",
        "Suivi des patients",
        "Service et rôle",
        "Éditions publiées",
        "proof.zip",
        "inscrit le",
    ):
        assert words in text, words
    seq, _, fingerprint = document.receipt.partition(":")
    assert " ".join(re.findall("." * 8, fingerprint)) in text and document.handed_to == "La CNIL"
    assert (row.state, row.step) == (State.DONE, len(making.STEPS))
    entries = list(Entry._base_manager.filter(seq__gt=int(seq)).order_by("seq").values_list("act", flat=True))
    assert entries == ["export.made", "document.issued"]
    assert verification.verify(clinic.structure.pk).is_ok


def test_a_past_day_shows_what_stood_then(clinic, activity, client_of, folder):
    activity(clinic)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    early = client_of(clinic.alice).get(clinic.url("inspection"), {"jour": yesterday.isoformat()})
    assert early.status_code == 422 and "commence le" in early.text


def test_a_register_that_changed_since_the_preview_is_approved_again(clinic, activity, client_of):
    alice = client_of(clinic.alice)
    activity(clinic)
    page = alice.get(clinic.url("inspection")).text
    approved = re.search(r'name="approved" value="([0-9a-f]{64})"', page)[1]
    activity(clinic, name="Écrit entre-temps")
    answer = ask(clinic, alice, approved=approved)
    assert answer.status_code == 422 and "a changé depuis cet aperçu" in answer.text
    assert not InspectionFile.objects.exists()


def test_what_is_written_after_the_approval_is_not_in_the_file(clinic, activity, client_of, folder, monkeypatch):
    activity(clinic)
    ask(clinic, client_of(clinic.alice))
    activity(clinic, name="Écrit après")
    sources = []

    def render_pdf(html, **_):
        sources.append(html)
        return b"%PDF-1.7"

    monkeypatch.setattr(making, "render_pdf", render_pdf)
    assert making.make_waiting() == 1
    assert "Suivi des patients" in sources[0] and "Écrit après" not in sources[0]


def test_a_form_sent_twice_asks_for_one_file(clinic, activity, client_of):
    activity(clinic)
    alice, key = client_of(clinic.alice), "0b54a3c0-39f7-4f0c-8d47-2f8d0b0f6a02"
    assert ask(clinic, alice, form_key=key).url == ask(clinic, alice, form_key=key).url
    assert InspectionFile.objects.count() == 1


def test_a_maker_that_died_is_replaced_and_one_at_work_is_left_alone(clinic, activity, client_of, monkeypatch):
    activity(clinic)
    ask(clinic, client_of(clinic.alice))
    monkeypatch.setattr(making, "render_pdf", lambda html, **_: b"%PDF-1.7")
    rows = InspectionFile.objects.all()
    rows.update(state=State.RUNNING, claimed_at=timezone.now())
    assert making.make_waiting() == 0
    rows.update(claimed_at=timezone.now() - making.LEASE * 2)
    assert making.make_waiting() == 1 and making.make_waiting() == 0


@pytest.mark.parametrize("error", [RenderError("memory"), RuntimeError("a surprise")])
def test_a_failure_is_told_on_the_page(clinic, activity, client_of, monkeypatch, error):
    def render_pdf(html, **_):
        raise error

    activity(clinic)
    alice = client_of(clinic.alice)
    url = ask(clinic, alice).url
    assert "En attente" in alice.get(url).text
    monkeypatch.setattr(making, "render_pdf", render_pdf)
    assert making.make_waiting() == 0
    page = alice.get(url).text
    assert "Interrompu" in page and "a surprise" not in page and "Revenir à l’aperçu" in page
    assert not IssuedDocument._base_manager.filter(kind="inspection").exists()


def test_who_may_not_export_the_proof_previews_and_does_not_download(clinic, made, client_of):
    row, content = made
    bob, alice = client_of(clinic.bob), client_of(clinic.alice)
    page = bob.get(clinic.url("inspection_file", row.pk)).text
    assert "Un gestionnaire de la structure peut le télécharger" in page
    assert bob.get(clinic.url("issued_pdf", row.document_id)).status_code == 403
    assert alice.get(clinic.url("issued_pdf", row.document_id)).content == content
    assert bob.get(clinic.url("inspection_pdf")).content.startswith(b"%PDF-")
    with clinic.scope():
        assert issued.known(IssuedDocument.objects.get(kind="inspection").sha256).what == "document"


def test_every_aggregate_of_the_product_is_in_a_part_or_left_out_on_purpose():
    kinds = aggregates.roots()
    told = {kind for part in parts.all_parts(kinds) for kind in part.kinds}
    assert told | parts.LEFT_OUT >= set(kinds) and not told & parts.LEFT_OUT


def test_asking_needs_the_content_that_was_read(in_scope):
    today = timezone.localdate()  # the structure was made now: on an earlier evening there was nothing to read
    with pytest.raises(ValidationError, match="a changé"):
        operations.ask(
            structure=in_scope.structure, account=in_scope.alice, day=today, approved="0" * 64, handed_to="",
            at=timezone.now(), on=today,
        )  # fmt: skip
