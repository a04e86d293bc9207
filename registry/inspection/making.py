"""Making the files asked for: by the server right after the form, or by the scheduler if that one died.

A file is claimed by a change of its row, so that two makers never make the same. What it shows was fixed by the moment it
was asked: writing goes on meanwhile.
"""

import datetime as dt
import logging
import threading
import uuid

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from cabinet_rgpd.documents import archival
from cabinet_rgpd.documents import operations as documents
from cabinet_rgpd.documents import queries as issued
from cabinet_rgpd.documents.archival import Attachment
from cabinet_rgpd.documents.rendering import RenderError, render_pdf
from cabinet_rgpd.history import export, ledger
from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.lib import canonical
from cabinet_rgpd.lib.french import date_in_words
from registry.inspection import queries
from registry.inspection.models import InspectionFile, State

logger = logging.getLogger(__name__)
#: A maker that says nothing for so long has died.
LEASE = dt.timedelta(minutes=15)
SECONDS = 400
STEPS = ("Lecture de l’historique", "Preuve complète", "Mise en page", "Dépôt dans l’historique")


class NotMade(Exception):
    """The file cannot be made; the text is for the person."""


def start_soon():
    """Make what waits in a thread of this process, once the transaction under way is over."""
    transaction.on_commit(lambda: threading.Thread(target=_in_thread, name="inspection", daemon=True).start())


def _in_thread():
    try:
        make_waiting()
    finally:
        connection.close()


def make_waiting():
    """Make every file that waits, or whose maker died. Returns how many were made."""
    return sum(_make(row) for row in queries.waiting(timezone.now() - LEASE))


def _make(row):
    claim = uuid.uuid4()
    free = Q(state=State.ASKED) | Q(state=State.RUNNING, claim=row.claim, claimed_at=row.claimed_at)
    ours = InspectionFile.objects.filter(pk=row.pk)
    if not ours.filter(free).update(state=State.RUNNING, claim=claim, claimed_at=timezone.now(), step=0):
        return False
    ours = ours.filter(claim=claim)
    try:
        with structure_scope(row.structure_id), timezone.override(row.structure.tz):
            _make_claimed(row, ours)
    except (NotMade, RenderError, export.NotExportable) as refusal:
        text = (
            str(refusal) or "La base a été modifiée en dehors de ce logiciel\u00a0: la preuve ne peut pas être faite."
        )
        ours.update(state=State.FAILED, error=text[:400], done_at=timezone.now())
        return False
    except Exception:
        logger.exception("inspection file %s failed", row.pk)
        ours.update(
            state=State.FAILED, error="Une erreur imprévue a interrompu la préparation.", done_at=timezone.now()
        )
        return False
    return True


def _make_claimed(row, ours):
    tz, at = row.structure.tz, queries.moment_of(row.as_of, row.structure.tz, row.asked_at)
    document = queries.document(at, row.as_of, row.asked_at.astimezone(tz).date())
    _still_approved(document, row)
    by = ledger.Signature(
        structure_id=row.structure_id, actor=row.asked_by, at=timezone.now(), reason="Dossier de contrôle"
    )
    _step(ours, 1)
    attachments = _attachments(row, at, document, export.make(by=by))
    _step(ours, 2)
    content = render_pdf(queries.html(document), variant=archival.VARIANT, attachments=attachments, seconds=SECONDS)
    _step(ours, 3)
    by = ledger.Signature(
        structure_id=row.structure_id, actor=row.asked_by, at=timezone.now(), reason="Dossier de contrôle"
    )
    with ledger.write(by) as write:
        _still_approved(queries.document(at, row.as_of, document.made_on), row)
        kept = documents.keep(
            write, content=content, kind="inspection", series="inspection",
            title=f"Dossier de contrôle, état au {date_in_words(row.as_of)}", receipt=document.receipt,
            on=timezone.localdate(), handed_to=row.handed_to,
        )  # fmt: skip
        if not ours.update(state=State.DONE, step=len(STEPS), done_at=write.at, document=kept):
            raise NotMade("Un autre processus a repris cette préparation.")


def _still_approved(document, row):
    """A text removed from the history since the preview changes what is shown: approved again, or not made."""
    if queries.fingerprint(document) != row.approved:
        raise NotMade("L’historique ne dit plus ce que montrait l’aperçu. Relisez-le, puis approuvez de nouveau.")


def _step(ours, number):
    if not ours.update(step=number, claimed_at=timezone.now()):
        raise NotMade("Un autre processus a repris cette préparation.")


def _attachments(row, at, document, proof):
    data = queries.machine_readable(at, row.as_of, document.receipt)
    files = [
        Attachment("proof.zip", proof.content, "La preuve complète et son vérificateur"),
        Attachment(
            "register.json", canonical.canon(data, free_top_keys=True), "Le registre, lisible par une machine", "Source"
        ),
    ]
    for name, content in issued.last_of_each_series("notice", at):
        files.append(Attachment(f"notice-{name}.pdf", content, "La notice en vigueur, telle que publiée"))
    return files
