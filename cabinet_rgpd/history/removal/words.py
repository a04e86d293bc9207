"""Where words stand in a value, and the value without them. Pure."""

import re
from dataclasses import dataclass

REMOVED = "[retiré]"
#: Shorter, they would be found everywhere.
SHORTEST = 3


@dataclass(frozen=True)
class Words:
    """Words looked for whatever their case, and as whole words."""

    text: str

    @property
    def pattern(self):
        return re.compile(rf"(?<!\w){re.escape(self.text)}(?!\w)", re.IGNORECASE)

    def are_in(self, value):
        """Whether a text, or any text of a list or an object, holds them."""
        return any(self.pattern.search(text) for text in texts(value))

    def out_of(self, value):
        """The same value, « [retiré] » in their place."""
        if isinstance(value, str):
            return self.pattern.sub(REMOVED, value)
        if isinstance(value, list):
            return [self.out_of(each) for each in value]
        if isinstance(value, dict):
            return {key: self.out_of(each) for key, each in value.items()}
        return value


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)


def windows(text, length):
    """Every stretch of `length` characters that begins and ends as whole words do."""
    for start in range(len(text) - length + 1):
        end = start + length
        if not (start and _in_word(text[start - 1])) and not (end < len(text) and _in_word(text[end])):
            yield text[start:end]


def _in_word(character):
    return character == "_" or character.isalnum()
