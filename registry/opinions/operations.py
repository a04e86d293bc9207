"""Writes of opinions: given once, never changed; a new one follows the old."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from registry.opinions import queries
from registry.opinions.models import Opinion
from registry.opinions.vocabulary import Kind


def validate(*, waiting, member, by, on):
    """Validate what a delegate wrote, several records at once: `waiting` are those that the controller read.

    Returns the opinions. Raises ValidationError, and validates nothing, when one changed since it was read.
    """
    with ledger.write(by) as write:
        made = []
        for each in waiting:
            seen = each.row.version
            root = write.take(each.row)
            if root.version != seen:
                raise ValidationError(
                    f"«\u00a0{root}\u00a0» a changé depuis que vous l’avez lu\u00a0: relisez la liste."
                )
            if queries.author_of(root) == str(by.actor.pk):
                raise ValidationError(
                    f"Vous avez écrit «\u00a0{root}\u00a0» vous-même\u00a0: une autre personne le valide."
                )
            made.append(
                write.create(
                    Opinion,
                    aggregate=root.AGGREGATE,
                    object_id=root.pk,
                    object_version=root.version,
                    label=str(root)[:200],
                    kind=Kind.VALIDATION.value,
                    stance="",
                    text="",
                    member=member,
                    given_on=on,
                )  # fmt: skip
            )
        return made


def give(*, root, seen, kind, stance, text, member, by, on):
    """Give an opinion, a visa or a validation on the version `seen` of the record `root`.

    Raises ValidationError when the record changed since it was read, when one would put a visa on one's own edit, or when
    an opinion says nothing.
    """
    with ledger.write(by) as write:
        root.refresh_from_db()
        if seen != root.version:
            raise ValidationError(
                "Ce texte a changé depuis que vous l’avez lu. Relisez-le\u00a0: votre avis est conservé."
            )
        if kind != Kind.OPINION and queries.author_of(root) == str(by.actor.pk):
            raise ValidationError(
                "Vous avez écrit cette version vous-même\u00a0: une autre personne la vise ou la valide."
            )
        if kind == Kind.OPINION and not (stance and text.strip()):
            raise ValidationError({"text": "Dites le sens de votre avis, et pourquoi (RGPD, art. 38.2 et 39.1)."})
        content = {
            "aggregate": root.AGGREGATE, "object_id": root.pk, "object_version": root.version, "label": str(root)[:200],
            "kind": kind, "stance": stance, "text": text, "member": member, "given_on": on,
        }  # fmt: skip
        return write.create(Opinion, **content)
