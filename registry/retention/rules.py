"""Retention periods in words and in pictures. Pure: a dated value comes in, French texts and lengths go out."""

from dataclasses import dataclass

from registry.law import dated
from registry.law.dated import ACTIVE, ARCHIVE, DatedValue, Phase
from registry.law.vocabulary import Fate, LegalForm, TriggerEvent

NBSP = "\u00a0"
NOTHING = "—"
DAYS_PER_MONTH = 365.25 / 12

#: Kept when the legal form does not say which accounting rule binds: the longer period deletes nothing too soon.
PRUDENT_ACCOUNTING = "retention.accounting_merchant"


@dataclass(frozen=True)
class Duration:
    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def in_months(self) -> int:
        """Whole months, days being rounded; never less than one unless the duration is nought. For pictures only."""
        exact = 12 * self.years + self.months + self.days / DAYS_PER_MONTH
        return max(1, round(exact)) if exact else 0


@dataclass(frozen=True)
class RetentionTexts:
    """The retention columns of a register, in French; a dash where a column has nothing to say."""

    trigger: str
    active: str
    archive: str
    fate: str


@dataclass(frozen=True)
class Strip:
    """A bar of a retention picture, lengths in months.

    `active_until_event` is true when current use lasts until an event and has no length of its own; `open_ended` when
    nothing is deleted at the end of the bar.
    """

    active_months: int
    archive_months: int
    active_until_event: bool
    open_ended: bool

    @property
    def total_months(self) -> int:
        return self.active_months + self.archive_months


def parse_duration(iso: str) -> Duration:
    """`P5Y`, `P3M`, `P90D` or a mix, in this order. Raises ValueError for anything else."""
    match = dated.DURATION.fullmatch(iso)
    if match is None:
        raise ValueError(f"{iso!r} is not an ISO 8601 duration in years, months and days")
    return Duration(**{unit: int(number) for unit, number in match.groupdict().items() if number})


def duration_in_words(iso: str) -> str:
    """« 5 ans », « 3 mois », « 1 an et 6 mois », with a non-breaking space. Raises ValueError."""
    duration = parse_duration(iso)
    parts = [
        f"{number}{NBSP}{unit}"
        for number, unit in (
            (duration.years, "an" if duration.years == 1 else "ans"),
            (duration.months, "mois"),
            (duration.days, "jour" if duration.days == 1 else "jours"),
        )
        if number
    ]
    return " et ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts) or f"0{NBSP}jour"


def describe(value: DatedValue) -> RetentionTexts:
    """The columns « événement déclencheur », « usage courant », « archive » and « sort final » of a register."""
    events = [phase.trigger for phase in value.phases if phase.trigger not in (None, TriggerEvent.ACTIVE_END)]
    return RetentionTexts(
        trigger=_joined(list(dict.fromkeys(event.label for event in events)), separator=f"{NBSP}; "),
        active=_joined([_phase_in_words(phase) for phase in value.phases if phase.phase == ACTIVE]),
        archive=_joined([_phase_in_words(phase) for phase in value.phases if phase.phase == ARCHIVE]),
        fate=fate_in_words(value.fate),
    )


def fate_in_words(fate: tuple[Fate, ...]) -> str:
    """« Suppression ou anonymisation » is one term of the vocabulary: it takes the place of the bare deletion."""
    kept = [kind for kind in fate if not (kind == Fate.DELETE and Fate.ANONYMISE in fate)]
    return _joined([kind.label[:1].lower() + kind.label[1:] for kind in kept], separator=" ou ")


def strip(value: DatedValue) -> Strip:
    """What to draw for a value. The events that start the phases are drawn at the same point of the scale."""
    active = max((_months(phase) for phase in value.phases if phase.phase == ACTIVE), default=0)
    archive = max((_archive_months(phase, active) for phase in value.phases if phase.phase == ARCHIVE), default=0)
    return Strip(
        active_months=active,
        archive_months=archive,
        active_until_event=not active and any(phase.phase == ACTIVE for phase in value.phases),
        open_ended=not value.phases or Fate.KEEP in value.fate,
    )


def scale(values: tuple[DatedValue, ...]) -> int:
    """The length in whole years of a scale on which every bar fits; at least one."""
    longest = max((strip(value).total_months for value in values), default=0)
    return max(1, -(-longest // 12))


def accounting_rule(legal_form: str) -> str:
    """The key of the accounting rule that binds this legal form (CGI art. 99 and LPF L102 B, or C. com. L123-22).

    A form that neither rule names answers the longer one, until somebody says more. Raises ValueError when the form is
    not in the vocabulary.
    """
    return _accounting_named(legal_form) or PRUDENT_ACCOUNTING


def accounting_is_settled(legal_form: str) -> bool:
    """Whether one of the accounting rules names this legal form; otherwise the longer one stands, to be validated."""
    return _accounting_named(legal_form) is not None


def _accounting_named(legal_form):
    form = LegalForm(legal_form)
    keys = ("retention.accounting_bnc", PRUDENT_ACCOUNTING)
    return next((key for key in keys if form in dated.get(key).legal_forms), None)


def _figure(phase: Phase) -> str:
    return phase.duration or phase.at_most or phase.at_least


def _months(phase: Phase) -> int:
    figure = _figure(phase)
    months = parse_duration(figure).in_months if figure else 0
    return max(months, parse_duration(phase.not_before.duration).in_months) if _same_start(phase) else months


def _same_start(phase: Phase) -> bool:
    """A bound that runs from another event (a birth) has no place on a scale that starts at the last visit."""
    return phase.not_before is not None and phase.not_before.trigger == phase.trigger


def _archive_months(phase: Phase, active_months: int) -> int:
    months = _months(phase)
    return months if phase.trigger == TriggerEvent.ACTIVE_END else max(0, months - active_months)


def _phase_in_words(phase: Phase) -> str:
    figure = _figure_in_words(phase)
    if figure and phase.trigger:
        figure = f"{figure} après {phase.trigger.label}"
    words = f"{phase.until}, et {figure}" if phase.until and figure else phase.until or figure
    if phase.not_before:
        bound = phase.not_before
        words += f", et au moins jusqu’à {duration_in_words(bound.duration)} après {bound.trigger.label}"
    return words


def _figure_in_words(phase: Phase) -> str:
    if phase.at_least and phase.at_most:
        return f"{duration_in_words(phase.at_least)} au moins, {duration_in_words(phase.at_most)} au plus"
    if phase.at_least:
        return f"{duration_in_words(phase.at_least)} au moins"
    if phase.at_most:
        return f"{duration_in_words(phase.at_most)} au plus"
    if not phase.duration:
        return ""
    words = duration_in_words(phase.duration)
    counts_from_event = phase.phase == ARCHIVE and phase.trigger != TriggerEvent.ACTIVE_END
    return f"jusqu’à {words}" if counts_from_event else words


def _joined(parts: list[str], *, separator: str = ", puis ") -> str:
    text = separator.join(part for part in parts if part)
    return text[:1].upper() + text[1:] if text else NOTHING
