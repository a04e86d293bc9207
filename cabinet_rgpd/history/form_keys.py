"""Where the first answer to a form led, so that the same form sent twice leads there again."""

from cabinet_rgpd.history.models import FormKey


def seen(structure_id, key):
    """The location the first answer led to (may be empty), or None when the key is new."""
    return FormKey.objects.filter(structure_id=structure_id, key=key).values_list("location", flat=True).first()


def remember(structure_id, key, location):
    FormKey.objects.filter(structure_id=structure_id, key=key, location="").update(location=location[:500])
