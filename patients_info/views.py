"""Pages of the notices inside a structure: their state, settings, publication, and what is made of them."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.rendering import RenderError
from cabinet_rgpd.evidence import queries as evidence
from cabinet_rgpd.history.queries import Receipt, receipt
from cabinet_rgpd.structures import queries as structures
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit
from patients_info import documents, forms, operations, queries, texts, translation
from patients_info.checklist import blocking, checklist
from patients_info.differences import differs
from patients_info.pasted import pasted
from patients_info.translation import FRENCH


@structure_view("register.read")
def notices(request):
    """Every audience and where its notice stands."""
    return render(
        request, "patients_info/notices.html", {"standings": queries.standings(request.structure, request.today)}
    )


@structure_view("register.read")
def notice(request, audience):
    """Where the notice stands: not prepared, not published, published, or no longer saying what the register says."""
    return _overview(request, audience)


def _overview(request, audience, *, status=200, refusal=""):
    row = queries.notice(audience.code)
    content = queries.content_today(request.structure, row, request.today, audience)
    items = checklist(content)
    said = queries.said(row)
    context = {
        "audience": audience,
        "notice": row,
        "published": queries.published(row) if said else None,
        "differences": differs(said, content.as_data()) if said else (),
        "items": _placed(request, audience, row, content, items),
        "blocking": _grouped(request, audience, blocking(items)),
        "blocking_count": len(blocking(items)),
        "to_look_at": _grouped(
            request, audience, [item for item in items if item.state == "missing" and not item.blocks]
        ),
        "public_path": reverse("notice_public", args=[row.slug]) if row else "",
        "public_address": _public_address(row) if row else "",
        "languages": translation.offered(audience.code),
        "on_paper": _in_force(row).on_paper if said else (),
        "refusal": refusal,
        "may_publish": request.may("notice.edit"),
        "form": forms.PublishForm(initial={"lock": row.lock_token}) if row else None,
        "displays": queries.displays(row),
        "display_form": forms.DisplayForm(
            initial={"lock": row.lock_token, "since": request.today}, parties=_practitioners(request)
        )
        if row
        else None,
        "evidence": evidence.shelf(request, row) if row else None,
    }
    return render(request, "patients_info/overview.html", context, status=status)


def _practitioners(request):
    """Among whom to say at whose place a notice is displayed: nobody where one practises alone."""
    found = structures.practitioners(request.structure.pk, present_on=request.today)
    return found if len(found) > 1 else ()


def _grouped(request, audience, items):
    """`[(item, [(what is missing, where it is filled)])]`: what several sheets lack is said once."""
    groups = {}
    for item in items:
        key = (item.code, item.label)
        groups.setdefault(key, (item, []))[1].append((item.detail, _where(request, audience, item)))
    return list(groups.values())


def _placed(request, audience, row, content, items):
    """`[(item, heading it stands under, link to it in the preview, link to what fills it)]`."""
    places = documents.places(documents.fragment(_edition(row, content, request.today, draft=True)))
    preview = reverse("notice_preview", args=[request.structure.pk, audience])
    found = []
    for item in items:
        anchor, heading = places.get(item.code, ("", ""))
        link = f"{preview}#{anchor}" if anchor and item.state != "not_applicable" else ""
        fill = _where(request, audience, item) if item.state == "missing" else ""
        found.append((item, heading, link, fill))
    return found


def _where(request, audience, item):
    """The page that fills an item of the checklist; blank when there is nothing to fill, or not by this person."""
    structure_id = request.structure.pk
    if item.activity:
        may = request.may("register.edit")
        return reverse("activity_part", args=[structure_id, item.activity, item.field]) if may else ""
    route, permission, arguments = {
        "structure": ("structure_edit", "structure.edit", ()),
        "notice": ("notice_edit", "notice.edit", (audience,)),
        "dpo": ("dpo_contact", "decisions.edit", ()),
        "agreements": ("agreement_new", "decisions.edit", ()),
        "activities": ("activities", "register.read", ()),
    }.get(item.field, ("", "", ()))
    return reverse(route, args=[structure_id, *arguments]) if route and request.may(permission) else ""


@structure_view("notice.edit")
def notice_edit(request, audience):
    row = queries.notice(audience.code)
    if row is None:
        initial = {"slug": queries.free_slug(request.structure, audience)}
        form = forms.NoticeForm(request.POST or None, initial=initial, audience=audience)
    else:
        form = forms.NoticeForm(request.POST or None, instance=row, audience=audience)
    return edit(
        request,
        form=form,
        save=lambda form: _save_settings(request, audience, row, form),
        template="patients_info/settings.html",
        context={"notice": row, "audience": audience},
        done=lambda _: reverse("notice", args=[request.structure.pk, audience]),
    )


def _save_settings(request, audience, row, form):
    if row is None:
        return operations.prepare_notice(audience=audience.code, content=form.content(), by=request.sign())
    by = request.sign(form.cleaned_data["reason"])
    return operations.update_notice(notice=row, lock=form.cleaned_data["lock"], content=form.content(), by=by)


@structure_view("notice.edit")
def notice_publish(request, audience):
    """Render outside any transaction, then store and seal in one."""
    row = queries.notice(audience.code)
    if request.method != "POST" or row is None:
        return redirect("notice", structure_id=request.structure.pk, audience=audience)
    content = queries.content_today(request.structure, row, request.today)
    if blocking(checklist(content)):
        return _overview(request, audience, status=422, refusal="Il manque de quoi informer\u00a0: voyez ci-dessous.")
    form = forms.PublishForm(request.POST)
    lock = form.cleaned_data["lock"] if form.is_valid() else ""
    edition = _edition(row, content, request.today)
    try:
        pages = operations.rendered(edition, pdf=answers.rendered)
        operations.publish_notice(
            notice=row, lock=lock, pages=pages, content=edition.content, receipt=edition.receipt,
            by=request.sign(), on=request.today,
        )  # fmt: skip
    except ValidationError as refused:
        return _overview(request, audience, status=422, refusal=" ".join(refused.messages))
    except RenderError as failed:
        return _overview(request, audience, status=503, refusal=str(failed))
    messages.success(request, "La notice est publiée.")
    return redirect("notice", structure_id=request.structure.pk, audience=audience)


@structure_view("notice.edit")
@require_POST
def notice_display(request, audience):
    """Note where the edition in force is displayed."""
    row = queries.notice(audience.code)
    form = forms.DisplayForm(request.POST, parties=_practitioners(request))
    if row is None or not form.is_valid():
        return _overview(request, audience, status=422, refusal=_said_of(form))
    try:
        operations.record_display(notice=row, by=request.sign(), **form.content())
    except ValidationError as refused:
        return _overview(request, audience, status=422, refusal=" ".join(refused.messages))
    messages.success(request, "L’affichage est noté.")
    return redirect("notice", structure_id=request.structure.pk, audience=audience)


@structure_view("notice.edit")
@require_POST
def notice_display_end(request, audience):
    """Note that the notice is no longer displayed at a place."""
    row = queries.notice(audience.code)
    form = forms.DisplayEndForm(request.POST)
    if row is None or not form.is_valid():
        return _overview(request, audience, status=422, refusal=_said_of(form))
    lock, display = form.cleaned_data["lock"], form.cleaned_data["display"]
    try:
        operations.end_display(notice=row, lock=lock, display_id=display, on=request.today, by=request.sign())
    except LookupError:
        return _overview(request, audience, status=422, refusal="Ce lieu n’est pas dans la liste.")
    return redirect("notice", structure_id=request.structure.pk, audience=audience)


def _said_of(form):
    if form.is_valid():
        return "Préparez d’abord la notice."
    return " ".join(f"{form[name].label}\u00a0: {' '.join(errors)}" for name, errors in form.errors.items())


def _edition(row, content, on, *, draft=False, language=FRENCH):
    number = (row.edition if row else 0) + 1
    return documents.Edition(
        content=content.as_data(), number=number, effective_on=on, receipt=receipt(), draft=draft, language=language
    )


def _edition_today(request, audience, language=FRENCH):
    row = queries.notice(audience.code)
    content = queries.content_today(request.structure, row, request.today, audience)
    return _edition(row, content, request.today, draft=True, language=language)


@structure_view("register.read")
def notice_preview(request, audience, language=FRENCH):
    if language != FRENCH and language not in {each.code for each in translation.offered(audience.code)}:
        raise Http404
    edition = _edition_today(request, audience, language)
    back = reverse("notice", args=[request.structure.pk, audience])
    page = documents.preview_page(
        title=documents.title(edition), body=documents.fragment(edition), back=back, language=language
    )
    return HttpResponse(page)


@structure_view("register.read")
def notice_pdf(request, audience):
    return answers.document(request, documents.pdf_source(_edition_today(request, audience)), "notice-projet.pdf")


@structure_view("register.read")
def notice_poster(request, audience, language=FRENCH):
    """The poster of the edition in force, for the waiting room."""
    row = queries.notice(audience.code)
    if queries.said(row) is None:
        return _after_publication(request, audience, "L’affiche")
    edition, address = _on_paper(row, language)
    own = language == FRENCH and (texts.ROOT / texts.FOLDER / audience.code / FRENCH / "poster").is_dir()
    source = (
        documents.poster_source(edition, address=address) if own
        else documents.sheet_source(edition, address=address, size="A4")
    )  # fmt: skip
    return answers.document(request, source, "affiche.pdf")


@structure_view("register.read")
def notice_leaflet(request, audience, language=FRENCH):
    """The leaflet of the edition in force, to hand out."""
    row = queries.notice(audience.code)
    if queries.said(row) is None:
        return _after_publication(request, audience, "Le feuillet")
    edition, address = _on_paper(row, language)
    return answers.document(request, documents.sheet_source(edition, address=address, size="A5"), "feuillet.pdf")


def _on_paper(row, language):
    """(edition, where it is read) in a language of the edition in force that the documents can set, or 404."""
    edition, address = _in_force(row), _public_address(row)
    if language == FRENCH:
        return edition, address
    if language not in {each.code for each in edition.on_paper}:
        raise Http404
    return replace(edition, language=language), f"{address}{language}/" if address else ""


@structure_view("register.read")
def notice_snippets(request, audience):
    """Texts to paste elsewhere, for this audience, in each language of the edition in force."""
    row = queries.notice(audience.code)
    if queries.said(row) is None:
        return _after_publication(request, audience, "Un texte à reprendre")
    address = _public_address(row)
    told = [(each.spoken, pasted(each, address=address)) for each in _in_force(row).in_every_language()]
    return render(request, "patients_info/snippets.html", {"audience": audience, "address": address, "languages": told})


def _in_force(row):
    stored = queries.published(row)
    return documents.Edition(
        content=queries.said(row), number=row.edition, effective_on=row.published_on,
        receipt=Receipt(stored.receipt_seq, stored.receipt_hash),
    )  # fmt: skip


def _after_publication(request, audience, what):
    messages.info(
        request, f"{what} se prépare après la première publication\u00a0: il faut une notice à laquelle mener."
    )
    return redirect("notice", structure_id=request.structure.pk, audience=audience)


def _public_address(row):
    """Where the notice is read; blank when the installation does not know its own address."""
    return settings.PUBLIC_URL + reverse("notice_public", args=[row.slug]) if settings.PUBLIC_URL else ""
