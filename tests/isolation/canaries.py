"""A word in every text of one structure, which no page of another may ever show."""

from django.apps import apps
from django.db import Error, models, transaction

from cabinet_rgpd.isolation.foreign_keys import holders
from tests import cast

#: Texts that decide what a page is, or that the database checks: a word in their place would change the test itself; and
#: those that no person writes (fingerprints, series).
LEFT = {
    "second_factor", "time_zone", "slug", "hash", "prev", "pay", "obj", "act", "actor", "salt", "key", "token_hash",
    "sha256", "receipt", "series",
}  # fmt: skip


def plant(structure_id):
    """Write `Kookaburra…` into each free text of the live rows of a structure; returns the fields that took it."""
    taken = set()
    for model in holders():
        if model.__name__.startswith("Historical"):
            continue  # what they hold was written through the rows; they refuse to be changed
        for row in model._base_manager.filter(structure_id=structure_id):
            for field in texts(model):
                if _write(model, row, field, f"{cast.CANARY} {model._meta.model_name}.{field.name}"):
                    taken.add((model._meta.model_name, field.name))
    return taken


def texts(model):
    """The fields of a model in which people write."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not (field.choices or field.primary_key or field.name in LEFT)
        and (field.max_length or 4000) >= len(cast.CANARY)
    ]


def _write(model, row, field, text):
    if isinstance(field, models.EmailField):
        text = f"{cast.CANARY}@{model._meta.model_name}.exemple.fr"
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{field.name: text[: field.max_length or None]})
    except Error:  # append-only, or checked by the database
        return False
    return True


def models_with_texts():
    return {model._meta.model_name for model in apps.get_models() if texts(model)}
