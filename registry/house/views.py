"""Pages of the team: who has what to do, and one message to those who are late."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from cabinet_rgpd.mail import texts
from cabinet_rgpd.structures.access import structure_view
from cabinet_rgpd.structures.editing import edit, said
from cabinet_rgpd.structures.vocabulary import Profession
from registry.house import forms, queries, rules
from registry.people import operations
from registry.people import queries as people


@structure_view("people.read")
def team(request):
    filters = forms.FilterForm(request.GET)
    filters.is_valid()
    wanted = filters.cleaned_data
    everyone = queries.table(request.structure.pk, request.today)
    rows = rules.chosen(
        everyone, only_late=wanted.get("retard", False), column=wanted.get("colonne", ""),
        profession=wanted.get("profession", ""),
    )  # fmt: skip
    context = {
        "rows": [(each, Profession.label_of(each.facts.profession), _cells(request, each)) for each in rows],
        "columns": [words[0] for words in rules.COLUMNS.values()],
        "filters": filters,
        "everyone": len(everyone),
        "late": sum(bool(each.late) for each in everyone),
        "calls": people.calls()[:5],
        "may_call": request.may("members.manage"),
    }
    return render(request, "registry/house/team.html", context)


@structure_view("members.manage")
def team_call(request):
    """One message, with what waits for each: sent once, kept with who was told what."""
    rows = [each for each in queries.table(request.structure.pk, request.today) if each.to_tell]
    seated = queries.accounts(request.structure.pk, request.today)
    told = [each for each in rows if each.facts.party_id in seated]
    context = {
        "told": told,
        "unreached": [each for each in rows if each.facts.party_id not in seated],
        "mail": settings.EMAIL_CONFIGURED,
    }

    def send(form):
        recipients = [
            (each.facts.party_id, account, ", ".join(each.to_tell), _message(request, form.cleaned_data["text"], each))
            for each in told
            for account in seated[each.facts.party_id]
        ]
        return operations.call(
            text=form.cleaned_data["text"], recipients=recipients, subject=f"{request.structure.name}\u00a0: ce qui vous attend",
            on=request.today, by=request.sign(),
        )  # fmt: skip

    return edit(
        request,
        form=forms.CallForm(request.POST or None),
        save=send,
        template="registry/house/call.html",
        context=context,
        done=lambda _: said(request, "Message mis à l’envoi, une fois pour chacun.", "team"),
    )


def _cells(request, row):
    """Each cell with the address of its place."""
    return [(cell, _address(request, cell)) for cell in row.cells]


def _address(request, cell):
    url = reverse(cell.route, args=[request.structure.pk, *cell.arguments])
    return f"{url}?{cell.query}" if cell.query else url


def _message(request, text, row):
    _, body = texts.written(
        "call",
        {
            "text": text, "row": row, "structure": request.structure, "sender": request.user.name,
            "address": texts.absolute(reverse("overview", args=[request.structure.pk])),
        },
    )  # fmt: skip
    return body
