"""One form, one operation, one answer: what every editing view does, in one place."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

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
    for name, messages in errors.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
