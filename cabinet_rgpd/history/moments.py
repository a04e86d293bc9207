"""A moment typed on a form: read and shown in the structure's time zone, kept in UTC."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

_SHAPE = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """To the minute. An hour that comes twice, in the night the clocks go back, is its first: the earlier, prudent moment.

    An hour that does not exist, in the night they go forward, is read as the hour it would have been.
    """

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_SHAPE))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value
        try:
            local = dt.datetime.fromisoformat(str(value).strip()[:16])
            return local.replace(tzinfo=timezone.get_current_timezone()).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            raise ValidationError("Donnez une date et une heure.", code="invalid") from None

    def prepare_value(self, value):
        if isinstance(value, dt.datetime):
            return timezone.localtime(value).strftime(_SHAPE)
        return value
