"""Whether what was declared to the insurer is what the measures say. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.law.vocabulary import MeasureState, Prerequisite


@dataclass(frozen=True)
class Backing:
    """A prerequisite declared, and where its measure stands (`state` is empty when nobody answered)."""

    prerequisite: Prerequisite
    state: str

    @property
    def is_backed(self):
        return self.state == MeasureState.IN_PLACE

    @property
    def state_label(self):
        return MeasureState.label_of(self.state) if self.state else "Pas encore répondu"


def backings(declared: Iterable[str], standing: Mapping[str, str]) -> tuple[Backing, ...]:
    """For each prerequisite declared, what `registry.security` says (`{measure key: state}`), in the order of the list.

    An inexact declaration may reduce or void the cover (C. assur., art. L113-8 and L113-9).
    """
    wanted = set(declared)
    return tuple(Backing(each, standing.get(each.value, "")) for each in Prerequisite if each.value in wanted)
