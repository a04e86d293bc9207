"""The last section of a document, read back as a reader and a telephone would."""

import io
import re
import subprocess

import pytest
import zxingcpp
from django.template import Context, Template
from PIL import Image

from cabinet_rgpd.documents.rendering import render_pdf
from cabinet_rgpd.history.queries import Receipt

RECEIPT = Receipt(482, "9f3a1c2e" + "0123456789abcdef" * 3 + "deadbeef")
PAGE = Template(
    '{% extends "documents/base.html" %}{% load receipts %}{% block title %}Essai{% endblock %}'
    "{% block body %}<h1>Essai</h1>{% endblock %}{% block receipt %}{% receipt_section receipt %}{% endblock %}"
)


def scanned(pdf):
    done = subprocess.run(["pdftoppm", "-r", "150", "-png", "-l", "1", "-"], input=pdf, capture_output=True, check=True)
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(done.stdout)))]


@pytest.mark.parametrize(
    ("public_url", "code"),
    [
        ("", f"482:{RECEIPT.hash}"),
        ("https://rgpd.exemple.fr", f"https://rgpd.exemple.fr/verifier/?recu=482:{RECEIPT.hash}"),
    ],
)
def test_the_receipt_is_read_by_an_eye_and_by_a_telephone(settings, public_url, code):
    settings.PUBLIC_URL = public_url
    pdf = render_pdf(PAGE.render(Context({"receipt": RECEIPT})))
    words = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert RECEIPT.groups in re.sub(r"\s+", " ", words) and RECEIPT.groups.count(" ") == 7
    assert scanned(pdf) == [code]
