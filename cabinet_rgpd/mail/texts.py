"""Messages from templates: plain text, the subject on the first line."""

from django.conf import settings
from django.template import Context
from django.template.loader import get_template


def written(name, context):
    """`(subject, text)` of templates/mail/<name>.txt. Nothing is escaped: the text is no page."""
    template = get_template(f"mail/{name}.txt").template
    subject, _, text = template.render(Context(context, autoescape=False)).lstrip().partition("\n")
    return subject.strip(), text.strip() + "\n"


def absolute(path):
    """The address to write in a message; without PUBLIC_URL, the path and where it is."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else f"{path} (sur l’installation de la structure)"
