"""Filters of the notice texts: lines grouped as a person reads them, codes of the register in French words."""

from django import template

from registry.law.vocabulary import ProcessorKind, Role, TransferSafeguard

register = template.Library()


@register.filter
def by_basis(purposes):
    """`[(legal basis, [purposes])]`, in the order in which the bases are met."""
    return _grouped(purposes, "basis")


@register.filter
def by_retention(data):
    """`[(rule in one sentence, [data])]`: what is kept as long stands together."""
    return _grouped(data, "retention")


@register.filter
def conditions(purposes):
    """The distinct conditions of art. 9(2) among purposes."""
    return list(dict.fromkeys(each["article_9"] for each in purposes if each["article_9"]))


@register.filter
def service(kind):
    """What a supplier does, in words."""
    return ProcessorKind.label_of(kind)


@register.filter
def safeguard(value):
    return TransferSafeguard.label_of(value)


@register.filter
def jointly(controllers):
    """Whether some of them are joint controllers (GDPR art. 26)."""
    return any(each["role"] == Role.JOINT_CONTROLLER for each in controllers)


@register.filter
def uncapitalised(text):
    """For the middle of a sentence; an acronym keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@register.filter
def without_stop(text):
    """A sentence of the register inside one of ours."""
    return text.strip().rstrip(".")


@register.filter
def dialled(phone):
    """The digits of a telephone number, for a link."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def _grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return list(groups.items())
