"""The documents handed over by a structure, and the public page where anyone verifies one."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from cabinet_rgpd.documents import answers, issuing, queries
from cabinet_rgpd.documents.hashing import LARGEST, HashingHandler
from cabinet_rgpd.structures import protection
from cabinet_rgpd.structures.access import public_view, structure_view

#: Kinds of documents that hold the whole proof: read by who may export it.
HOLDING_THE_PROOF = {"inspection"}
#: Questions that one address may ask in a minute.
A_MINUTE = 30


@structure_view("history.read")
def issued(request):
    context = {"documents": queries.issued(), "verifier": issuing.verifier_address()}
    return render(request, "documents/issued.html", context)


@structure_view("history.read")
def issued_pdf(request, document_id):
    """The bytes that were handed over, read back."""
    row = queries.document(document_id)
    if row is not None and row.kind in HOLDING_THE_PROOF:
        if not request.may("proof.export"):
            raise PermissionDenied
        protection.require_fresh_sign_in(request)
    content = queries.content(row) if row is not None else None
    if content is None:
        raise Http404
    name = answers.file_name(row.kind.replace("_", "-"), row.title, row.issued_on)
    response = answers.pdf(content, name)
    response["Cache-Control"] = "private, no-store"
    return response


@csrf_exempt  # no session, no cookie, nothing written: there is nothing that a forged form could do
@public_view
def verifier(request):
    """Drop a PDF or type a fingerprint. `?recu=position:empreinte` is what the code on a document leads to."""
    if request.method == "POST":
        handler = HashingHandler(request)
        request.upload_handlers = [handler]
        file, typed = request.FILES.get("document"), request.POST.get("empreinte", "")
        if handler.too_large:
            return _page({"refusal": f"Ce fichier dépasse {LARGEST // 1_000_000}\u00a0Mo."}, status=422)
        if file is not None:
            return _answered(request, (None, file.sha256), file=file)
    elif "recu" in request.GET:
        typed = request.GET["recu"]
    else:
        return _page({})
    wanted = queries.fingerprint_typed(typed)
    if wanted is None:
        refusal = (
            "Choisissez un fichier, ou recopiez les 64\u00a0caractères de l’empreinte (chiffres et lettres de a à f)."
        )
        return _page({"refusal": refusal, "typed": typed[:200]}, status=422)
    return _answered(request, wanted)


def _answered(request, wanted, *, file=None):
    if _asks_too_often(request):
        return _page({"refusal": "Trop de demandes en une minute. Patientez, puis recommencez."}, status=429)
    position, fingerprint = wanted
    return _page({"answer": queries.known(fingerprint, position), "fingerprint": fingerprint, "file": file})


def _asks_too_often(request):
    key = f"verifier:{get_adapter().get_client_ip(request)}:{timezone.now():%Y%m%d%H%M}"
    cache.add(key, 0, 120)
    return cache.incr(key) > A_MINUTE


def _page(context, *, status=200):
    """Rendered without the request: no session is read, no cookie is set."""
    context = {
        "answer": None, "fingerprint": "", "file": None, "refusal": "", "typed": "", "messages": (), "structure": None,
        **context,
    }  # fmt: skip
    response = HttpResponse(render_to_string("documents/verifier.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response
