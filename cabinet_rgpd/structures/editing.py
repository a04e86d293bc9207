"""One form, one operation, one answer: what every editing view does, in one place."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from cabinet_rgpd.history.ledger import Stale


def edit(request, *, form, save, template, context=None, done):
    """Show the form, or save it and redirect to `done(result)`.

    `save(form)` calls one operation. A refusal of the operation stands beside its field and nothing typed is lost
    (status 422); a record changed by someone else meanwhile gives both texts side by side (status 409), and sending
    the form again then keeps this person's text knowingly.
    """
    context = {**(context or {}), "form": form}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=422)
    try:
        result = save(form)
    except ValidationError as refusal:
        _beside_their_fields(form, refusal)
        return render(request, template, context, status=422)
    except Stale as stale:
        context["conflict"] = form.disputed(stale.current)
        context["form"] = form.rebased(stale.current)
        return render(request, template, context, status=409)
    return redirect(done(result))


def _beside_their_fields(form, refusal):
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {"__all__": refusal.messages}
    for name, texts in errors.items():
        for message in texts:
            form.add_error(name if name in form.fields else None, message)


def said(request, text, route):
    """Tell the person, on the next page, what was done; the address of that page in her structure."""
    messages.success(request, text)
    return reverse(route, args=[request.structure.pk])


def archive(request, *, form, row, put_away, take_out, refused, done):
    """Put a record away, or take one that was put away back into use: POST of a ConfirmForm, one operation, one answer.

    `put_away` and `take_out` are operations; `refused(text)` answers their refusal, `done(archived)` the address to go to.
    """
    if not form.is_valid():
        return refused(" ".join(error for errors in form.errors.values() for error in errors))
    lock, by = form.cleaned_data["lock"], request.sign(form.cleaned_data["reason"])
    in_use = row.archived_on is None
    try:
        if in_use:
            put_away(lock=lock, on=request.today, by=by)
        else:
            take_out(lock=lock, by=by)
    except ValidationError as refusal:
        return refused(" ".join(refusal.messages))
    return redirect(done(in_use))
