"""The parts of the file, in the order an inspector asks for them: what each holds, and the text that asks for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part made of whole records. `kinds` are the aggregates it holds; one that does not exist is left out."""

    key: str
    title: str
    article: str
    kinds: tuple[str, ...]


REGISTER, RETENTION = "register", "retention"
REGISTER_KIND, RETENTION_KIND = "activity", "retention_rule"

PARTS = (
    Part(REGISTER, "Le registre des activités de traitement", "RGPD, art. 30", ("activity",)),
    Part(RETENTION, "Les durées de conservation", "RGPD, art. 5.1.e et 30.1.f", ("retention_rule",)),
    Part("notice", "L’information des personnes", "RGPD, art. 12 à 14", ("notice",)),
    Part(
        "responsibilities",
        "Qui répond de quoi",
        "RGPD, art. 4.7, 26 et 28",
        ("responsibility", "agreement", "processing_for_others", "access_matrix"),
    ),
    Part(
        "dpo",
        "Le délégué à la protection des données",
        "RGPD, art. 37 à 39",
        ("dpo_decision", "dpo_designation", "delegation"),
    ),
    Part("dpia", "Les analyses d’impact", "RGPD, art. 35", ("dpia",)),
    Part("security", "Les mesures de sécurité et leurs preuves", "RGPD, art. 32", ("measure",)),
    Part("suppliers", "Les prestataires", "RGPD, art. 28\u00a0; CSP, art. L1111-8", ("supplier",)),
    Part("incidents", "Les violations de données", "RGPD, art. 33.5", ("incident",)),
    Part("requests", "Les demandes des personnes", "RGPD, art. 12.3 et 15 à 22", ("request",)),
    Part("journal", "Les formations et le journal", "RGPD, art. 24 et 39.1.b", ("journal", "insurance")),
    Part("changes", "Les changements de textes et leur suite", "RGPD, art. 5.2 et 24", ("law_decision", "text_review")),
    Part(
        "people",
        "Les arrivées, les départs et la revue des accès",
        "RGPD, art. 29 et 32.4",
        ("access_review", "passage", "call"),
    ),
    Part("closing", "Les fins d’exercice", "CSP, art. L1111-7\u00a0; RGPD, art. 5.2", ("closing",)),
    Part("campaigns", "Les campagnes de suppression", "RGPD, art. 5.1.e", ("campaign",)),
)
#: Who is at home, and the traces of the proof itself: not the matter of an inspection, or told elsewhere in the file.
LEFT_OUT = frozenset(
    {
        "structure",
        "party",
        "member",
        "document",
        "export",
        "import",
        "anchor",
        "ledger",
        "witness",
        "invitation",
        "questionnaire",
    }
)
OTHERS = ("others", "Les autres décisions", "RGPD, art. 5.2 et 24")


def all_parts(kinds):
    """The parts for the aggregates that exist; those that no part names come last."""
    named = {kind for part in PARTS for kind in part.kinds}
    parts = [Part(part.key, part.title, part.article, tuple(k for k in part.kinds if k in kinds)) for part in PARTS]
    others = tuple(sorted(kind for kind in kinds if kind not in named and kind not in LEFT_OUT))
    return tuple(part for part in (*parts, Part(*OTHERS, others)) if part.kinds)
