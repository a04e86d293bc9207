"""The HTML of every document of the product: each address that ends with « .pdf », asked for as people ask for it."""

import re

from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.documents import answers
from cabinet_rgpd.structures import checks
from patients_info.models import Notice, PublishedNotice
from tests.patients_info.notices import publish
from tests.test_routes import arguments_of, furnish

#: Read back from bytes that were kept: laid out when they were handed over or published, from a source that is in the list.
KEPT = {"issued_pdf", "notice_public_pdf", "notice_public_pdf_in", "notice_edition_pdf"}


def names():
    """The names of the routes whose address ends with a PDF, in order."""
    return sorted(name for path, name, _ in checks.routes() if path.endswith(".pdf") and name not in KEPT)


def written(clinic, client_of, monkeypatch):
    """The documents of a practice with one object of each kind and a published notice: `{name of the route: HTML}`."""
    home, clients = furnish(clinic), [client_of(clinic.alice), client_of(clinic.camille)]
    PublishedNotice.objects.filter(
        structure=clinic.structure
    ).delete()  # stands for a publication: this makes a real one
    with clinic.scope():
        notice = Notice.objects.get()
    publish(clinic, notice)
    routes = {name: path for path, name, _ in checks.routes()}
    monkeypatch.setattr(answers, "rendered", lambda html: html.encode())
    return {name: _asked(home, clients, name, routes[name]) for name in names()}


def _asked(home, clients, name, path):
    """What the first of the clients who is let in reads."""
    values = {each: home.objects[each] for each in arguments_of(path)}
    day = f"?jour={timezone.localdate()}" if name.startswith("past") else ""
    for client in clients:
        answer = client.get(reverse(name, kwargs=values) + day)
        if answer.status_code == 200:
            assert re.match(r"\s*<!DOCTYPE html>", answer.content.decode()), name
            return answer.content.decode()
    raise AssertionError(f"nobody may read {name}: {answer.status_code}")
