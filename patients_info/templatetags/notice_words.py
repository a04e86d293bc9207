"""Filters of the notice texts: lines grouped as a person reads them, the register's words in the language of the page."""

from django import template

from patients_info import translation
from registry.law.vocabulary import ProcessorKind, Role, TransferSafeguard

register = template.Library()


@register.filter
def by_basis(purposes):
    """`[(legal basis, [purposes])]`, in the order in which the bases are met."""
    return _grouped(purposes, lambda row: row["basis"])


@register.filter
def by_retention(data):
    """`[((rule in one sentence, what happens then), [data])]`: what is kept as long stands together."""
    return _grouped(data, lambda row: (row["retention"], row.get("end", "")))


@register.filter
def conditions(section):
    """The distinct conditions of art. 9(2) among the purposes of a use of sensitive data."""
    if not section.get("sensitive", True):
        return []
    return list(dict.fromkeys(each["article_9"] for each in section["purposes"] if each["article_9"]))


@register.filter
def jointly(controllers):
    """Whether some of them are joint controllers (GDPR art. 26)."""
    return any(each["role"] == Role.JOINT_CONTROLLER for each in controllers)


@register.filter
def said(text, language):
    """A text of the register in the language of the page."""
    return translation.said(text, language)


@register.filter
def said_inside(text, language):
    """The same for the middle of a sentence: no capital, no full stop."""
    return translation.said(text, language, inside=True)


@register.filter
def said_each(names, language):
    """Several texts of the register, or lines of data, one after the other."""
    names = [each["description"] if isinstance(each, dict) else each for each in names]
    return translation.said_each(names, language)


@register.filter
def own(text, language):
    """A text of the structure: French, and marked so where the page is not."""
    return translation.own(text, language)


@register.filter
def service(kind, language):
    """What a supplier does, in words."""
    return translation.said(ProcessorKind.label_of(kind), language)


@register.filter
def safeguard(value, language):
    return translation.said(TransferSafeguard.label_of(value), language, inside=True)


@register.filter
def on_day(date, language):
    """A date in words."""
    return language.day(date)


@register.filter
def dialled(phone):
    """The digits of a telephone number, for a link."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def _grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())
