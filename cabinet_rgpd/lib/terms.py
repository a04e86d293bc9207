"""A vocabulary: values that are stored and sealed, each with its French label. Plain Python, so that pure rules may use it."""

from enum import StrEnum


class Term(StrEnum):
    """A value with its French label. `Term.choices()` feeds forms; `Term.label_of(value)` answers the value itself when unknown."""

    def __new__(cls, value, label):
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term

    def __str__(self):
        return self.value

    @classmethod
    def choices(cls):
        return [(term.value, term.label) for term in cls]

    @classmethod
    def values(cls):
        return [term.value for term in cls]

    @classmethod
    def label_of(cls, value):
        try:
            return cls(value).label
        except ValueError:
            return value
