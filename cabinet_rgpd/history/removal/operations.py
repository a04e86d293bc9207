"""A removal asked, confirmed by a second person or left for three days, carried out, and applied again after a restoration.

The deletion of a structure is the removal of every word of it: the same door, the same delay, the same entry.
"""

import datetime as dt
import uuid

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.fields import without_nir
from cabinet_rgpd.history.models import Payload
from cabinet_rgpd.history.removal import keeping, listed, places, scrubbing, whole
from cabinet_rgpd.history.removal.door import opened
from cabinet_rgpd.history.removal.models import ACT, Redaction, RemovalRequest, State
from cabinet_rgpd.history.removal.words import REMOVED, SHORTEST, Words

#: Alone, one may only confirm after this long: time to think, and for others to see.
ALONE_AFTER = dt.timedelta(hours=72)
AGAIN = "Retrait appliqué de nouveau après une restauration"


def ask(*, words, reason, files, by):
    """Ask for the removal of words. `files`: keys of `places.File` whose bytes show them. Raises ValidationError."""
    words, reason = words.strip(), reason.strip()
    _may_be_asked(words, reason)
    with transaction.atomic():
        if RemovalRequest.objects.filter(state=State.ASKED, words__iexact=words).exists():
            raise ValidationError({"words": "Le retrait de ce texte est déjà demandé."})
        request = RemovalRequest(
            structure_id=by.structure_id, words=words, reason=reason, files=sorted(files), asked_by=by.actor.pk,
            asked_at=by.at,
        )  # fmt: skip
        request.save(force_insert=True)
    return request


def _may_be_asked(words, reason):
    if len(words) < SHORTEST or Words(words).are_in(REMOVED):
        raise ValidationError({"words": f"Écrivez le texte à retirer, en {SHORTEST}\u00a0caractères au moins."})
    if not reason:
        raise ValidationError({"reason": "Dites pourquoi ce texte doit être retiré : la raison reste."})
    without_nir(reason)
    if Words(words).are_in(reason):
        raise ValidationError(
            {"reason": "La raison reste dans l’historique : elle ne doit pas redire le texte à retirer."}
        )


def ask_deletion(*, name, reason, by, announce):
    """Ask for the deletion of the structure called `name`. `announce(request)` tells the others, in the same transaction.

    Raises ValidationError.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Dites pourquoi la structure doit être supprimée : la raison reste."})
    without_nir(reason)
    if Words(name).are_in(reason):
        raise ValidationError({"reason": "La raison reste dans l’historique : elle ne doit pas nommer la structure."})
    with transaction.atomic():
        if RemovalRequest.objects.filter(state=State.ASKED, whole=True).exists():
            raise ValidationError("La suppression de cette structure est déjà demandée.")
        request = RemovalRequest(
            structure_id=by.structure_id, whole=True, reason=reason, asked_by=by.actor.pk, asked_at=by.at
        )
        request.save(force_insert=True)
        announce(request)
    return request


def withdraw(*, request, by):
    """Give a request up; its words are blanked."""
    with transaction.atomic():
        request = _waiting(request)
        request.state, request.settled_at, request.words, request.files = State.WITHDRAWN, by.at, "", []
        request.save()


def may_confirm_from(request, account_id):
    """The moment from which an account may confirm a request: at once for another than who asked."""
    return request.asked_at + (ALONE_AFTER if request.asked_by == account_id else dt.timedelta(0))


def confirm(*, request, by):
    """Carry a request out. Returns the Redaction. Raises ValidationError when its author is alone and it is too early."""
    with transaction.atomic():
        request, second = _confirmed(request, by)
        # Listed first: what stops half-way is taken up at the next start.
        listed.add(removal_id=request.pk, structure_id=by.structure_id, words=request.words, second=second)
        redaction = _carry_out(request.pk, request.words, set(request.files), second, by.because(request.reason))
        request.state, request.settled_at, request.words, request.files = State.DONE, by.at, "", []
        request.save()
        transaction.on_commit(scrubbing.scrub)
    return redaction


def confirm_deletion(*, request, by):
    """Delete the structure. Returns the Redaction, the last entry that a person writes in its chain.

    Raises ValidationError when its author is alone and it is too early.
    """
    with transaction.atomic():
        request, second = _confirmed(request, by)
        listed.add(removal_id=request.pk, structure_id=by.structure_id, words=None, second=second)
        redaction = _delete(request.pk, second, by.because(request.reason))
        transaction.on_commit(scrubbing.scrub)
    return redaction


def _confirmed(request, by):
    """The request as it waits, and the second person, if it is one."""
    request = _waiting(request)
    if by.at < may_confirm_from(request, by.actor.pk):
        raise ValidationError(
            "Une autre personne confirme, ou vous seul soixante-douze heures après la demande\u00a0: ce retrait ne se défait pas."
        )
    return request, by.actor.pk if by.actor.pk != request.asked_by else None


def _waiting(request):
    found = RemovalRequest.objects.select_for_update().filter(pk=request.pk, state=State.ASKED).first()
    if found is None:
        raise ValidationError("Cette demande a déjà été traitée.")
    return found


def reapply(at):
    """Carry out again each removal of the list that the database does not know. Returns how many."""
    count = 0
    for line in listed.read():
        structure_id, removal_id = uuid.UUID(line["structure"]), uuid.UUID(line["id"])
        if Redaction._base_manager.filter(pk=removal_id).exists() or not _is_here(structure_id):
            continue
        second = uuid.UUID(line["second"]) if line["second"] else None
        by = ledger.Signature(structure_id=structure_id, actor=None, at=at, reason=AGAIN)
        with transaction.atomic():
            if line.get("whole"):
                made = _delete(removal_id, second, by)
            elif "before" in line:
                before = dt.datetime.fromisoformat(line["before"])
                made = keeping.carry_out(before=before, removal_id=removal_id, by=by)
            else:
                made = _carry_out(removal_id, _recovered(structure_id, line), set(), second, by)
            if made:
                transaction.on_commit(scrubbing.scrub)
                count += 1
    return count


def _is_here(structure_id):
    return places.rows(Payload, structure_id).exists()


def _recovered(structure_id, line):
    """The words of a line of the list as the restored database spells them, or None when it holds them nowhere."""
    for text in places.every_text(structure_id):
        if (found := listed.found_again(line, text)) is not None:
            return found
    return None


def _carry_out(removal_id, text, files, second, by):
    """Bodies null, « [retiré] » in every row, bytes destroyed, one entry that says so: in one transaction.

    `text` is None when there is nothing left to remove: the entry alone is written.
    """
    with ledger.write(by) as write, opened():
        words = Words(text) if text else None
        found = list(places.entries(by.structure_id, words)) if words else []
        since = found[0][0] if found else None
        if words:
            files = files | {each.key for each in places.files(by.structure_id, words, since) if each.plainly}
        places.rows(Payload, by.structure_id).filter(pk__in=[pk for _, pk in found]).update(body=None, salt=None)
        for place in list(places.find(by.structure_id, words)) if words else []:
            places.rows(place.model, by.structure_id).filter(pk=place.pk).update(**place.fields)
        for key in files:
            _destroy(key, by.structure_id)
        return write.create(Redaction, act=ACT, pk=removal_id, second=second, seqs=[seq for seq, _ in found])


def _delete(removal_id, second, by):
    """No word of the structure anywhere, its chain closed, one entry that says so: in one transaction."""
    with ledger.write(by) as write, opened():
        seqs = whole.erase(by.structure_id, write.at)
        write.head.closed_at = write.at
        return write.create(Redaction, act=ACT, pk=removal_id, second=second, seqs=seqs)


def _destroy(key, structure_id):
    label, _, pk = key.partition(":")
    model = apps.get_model(label)
    for field in places.byte_fields(model):
        places.rows(model, structure_id).filter(pk=pk).update(**{field.attname: None if field.null else b""})
