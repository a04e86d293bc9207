"""The terms of opinions."""

from cabinet_rgpd.lib.terms import Term


class Kind(Term):
    OPINION = "opinion", "Avis du délégué"
    VISA = "visa", "Visa du délégué"
    VALIDATION = "validation", "Validation du responsable"


class Stance(Term):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "Défavorable"


#: What an opinion may be given on: the aggregates of the history whose content is a decision about data.
SUBJECTS = frozenset({
    "supplier", "measure", "journal", "insurance",  # what a DPO may write by delegation
    "activity", "dpo_decision", "dpia", "responsibility", "agreement", "retention_rule", "notice", "incident", "request",
})  # fmt: skip
