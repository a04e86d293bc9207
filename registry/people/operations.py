"""Writes about people who arrive, leave and may enter. Each is signed and sealed; accesses end by the operation of the members."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from cabinet_rgpd.history import ledger
from cabinet_rgpd.mail import operations as mail
from cabinet_rgpd.structures import operations as members
from registry.people import queries, rules
from registry.people.models import AccessReview, Call, Passage
from registry.people.records import APP_ACCESS
from registry.people.vocabulary import Kept

_STEP = ("key", "done_on", "by", "aside", "note")


def open_passage(*, content, by):
    """Open the checklist of an arrival or a departure and return its row. Raises ValidationError."""
    with ledger.write(by) as write:
        return write.create(Passage, **content)


def update_passage(*, passage, lock, content, by):
    """Bring the named fields to `content`. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        passage = write.take(passage, lock)
        write.apply(passage, content)
    return passage


def note_step(*, passage, lock, key, content, on, by):
    """Note what was done of one point, or that it does not apply. Raises ValidationError for a day to come, Stale."""
    if content["done_on"] and content["done_on"] > on:
        raise ValidationError({"done_on": "Ce jour n’est pas encore venu."})
    if content["aside"] and not content["note"].strip():
        raise ValidationError({"note": "Dites pourquoi ce point est sans objet."})
    if key == APP_ACCESS:
        raise ValidationError("Ce point se note de lui-même, quand l’accès est fermé.")
    with ledger.write(by) as write:
        passage = write.take(passage, lock)
        rows = [{"id": each.pk, **{name: getattr(each, name) for name in _STEP}} for each in passage.steps.all()]
        known = next((row for row in rows if row["key"] == key), None)
        if known is None:
            rows.append({"key": key, **content})
        else:
            known.update(content)
        write.apply(passage, {"steps": rows}, act="passage.step")
    return passage


def finish_passage(*, passage, lock, on, by):
    """Say that everything is done. Raises ValidationError while a door stays open or files are not handed over; Stale."""
    with ledger.write(by) as write:
        passage = write.take(passage, lock)
        missing = [gap.text for gap in rules.gaps(queries.record_of(passage, on))]
        if missing:
            raise ValidationError(missing)
        write.apply(passage, {"finished_on": on}, act="passage.finished")
    return passage


def reopen_passage(*, passage, lock, by):
    """Take it up again. Raises Stale."""
    with ledger.write(by) as write:
        passage = write.take(passage, lock)
        write.apply(passage, {"finished_on": None}, act="passage.reopened")
    return passage


def review_accesses(*, decisions, reviewer, note, next_on, on, by):
    """Record what was decided of each access, and carry it out: all of it, or nothing.

    `decisions` are `(membership, ends, role, note)`: an access that ends does so on the day, by the operation of the
    members; another role is given the same way. Raises ValidationError, for instance when no manager would be left.
    """
    lines = []
    with transaction.atomic():
        for membership, ends, role, said in decisions:
            before = {"role": membership.role, "party": membership.party_id, "person": membership.account.name}
            decision = Kept.ENDED if ends else Kept.CHANGED if role != membership.role else Kept.KEPT
            content = {Kept.ENDED: {"ends_on": on}, Kept.CHANGED: {"role": role}, Kept.KEPT: {}}[decision]
            if content:
                members.change_member(
                    membership=membership, lock=membership.lock_token, content=content,
                    by=replace(by, key=None, reason=f"Revue des accès{f' : {said}' if said else ''}"[:300]),
                )  # fmt: skip
            new_role = role if decision == Kept.CHANGED else ""
            lines.append(
                {**before, "membership": membership.pk, "decision": decision.value, "new_role": new_role, "note": said}
            )
        with ledger.write(by) as write:
            return write.create(
                AccessReview,
                act="access_review.made",
                reviewed_on=on,
                by=reviewer,
                next_on=next_on,
                note=note,
                lines=lines,
            )


def call(*, text, recipients, subject, on, by):
    """Write one message to each practitioner for whom something is late, and keep who was told what. Returns the row.

    `recipients` are `(party id, account, what is late in words, the message for this person)`: one entry of the outbox
    each, in the same transaction. Raises ValidationError when nobody is to be told.
    """
    if not recipients:
        raise ValidationError("Personne n’est en retard, ou personne n’a de compte\u00a0: il n’y a rien à envoyer.")
    with ledger.write(by) as write:
        told = {party_id: late for party_id, _, late, _ in recipients}
        row = write.create(
            Call, act="call.sent", sent_on=on, text=text,
            recipients=[{"party": party_id, "late": late[:300]} for party_id, late in told.items()],
        )  # fmt: skip
        for party_id, account, _, message in recipients:
            mail.queue(
                to=account.email, subject=subject, text=message, at=by.at, structure_id=by.structure_id,
                key=f"call:{row.pk}:{party_id}:{account.pk}",
            )  # fmt: skip
    return row
