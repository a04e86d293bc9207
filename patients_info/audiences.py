"""To whom a notice speaks: each audience as data. Only what concerns it, as the categories of persons decide, reaches it.

`persons` are those of the register (`PersonCategory`). People filmed belong to several of them: for them the typical
activity or the kind of supplier decides. `data_kinds` narrows the data said to an audience that stands beside patients
on their sheets (None: all).
"""

from dataclasses import dataclass

from registry.law.vocabulary import PATIENT_AUDIENCE, DataKind


@dataclass(frozen=True, kw_only=True)
class Audience:
    """`segment` stands in addresses of pages, `suffix` ends the public address. `care`: it is about being cared for."""

    code: str
    segment: str
    label: str
    heading: str
    explained: str
    suffix: str = ""
    persons: frozenset = frozenset()
    origins: frozenset = frozenset()
    processors: frozenset = frozenset()
    data_kinds: frozenset | None = None
    care: bool = False


_KNOWN_OF_THIRD_PARTIES = frozenset({
    DataKind.IDENTITY, DataKind.PROFESSIONAL_LIFE, DataKind.ECONOMIC, DataKind.CONNECTION,
})  # fmt: skip

PATIENTS = Audience(
    code="patients", segment="patients", label="Patients", heading="La notice de vos patients",
    explained="Ceux que vous soignez, leurs représentants et leurs proches.",
    persons=PATIENT_AUDIENCE, care=True,
)  # fmt: skip
MINORS = Audience(
    code="minors", segment="enfants", label="Enfants et adolescents", heading="La notice des enfants et adolescents",
    explained="Les mêmes droits, dans des mots qu’un enfant de douze ans comprend (RGPD, art. 12.1).",
    suffix="enfants", persons=frozenset({"minors"}), care=True,
)  # fmt: skip
STAFF = Audience(
    code="staff", segment="equipe", label="Équipe", heading="La notice de votre équipe",
    explained="Salariés, associés, remplaçants, étudiants\u00a0: ceux qui travaillent ici.",
    suffix="equipe", persons=frozenset({"staff", "associates", "students", "software_users"}),
)  # fmt: skip
APPLICANTS = Audience(
    code="applicants", segment="candidats", label="Candidats", heading="La notice des candidats",
    explained="Ceux qui répondent à une offre d’emploi ou envoient leur candidature.",
    suffix="candidats", persons=frozenset({"applicants"}),
)  # fmt: skip
WEBSITE_VISITORS = Audience(
    code="website_visitors", segment="site", label="Visiteurs du site", heading="La notice des visiteurs du site",
    explained="Ceux qui lisent votre site internet ou vos pages sur les réseaux.",
    suffix="site", persons=frozenset({"website_visitors"}),
)  # fmt: skip
FILMED = Audience(
    code="filmed", segment="images", label="Personnes filmées", heading="La notice des personnes filmées",
    explained="Quiconque passe devant une caméra de vos locaux.",
    suffix="images", origins=frozenset({"cctv"}), processors=frozenset({"cctv"}),
)  # fmt: skip
CORRESPONDENTS = Audience(
    code="correspondents", segment="tiers", label="Correspondants et proches nommés",
    heading="La notice des correspondants et des proches nommés",
    explained="Confrères, prestataires, personnes de confiance ou à prévenir, appelants\u00a0: leurs noms sont dans vos dossiers.",
    suffix="tiers", persons=frozenset({"health_professionals", "suppliers", "relatives", "callers", "visitors"}),
    data_kinds=_KNOWN_OF_THIRD_PARTIES,
)  # fmt: skip

AUDIENCES = {
    each.code: each for each in (PATIENTS, MINORS, STAFF, APPLICANTS, WEBSITE_VISITORS, FILMED, CORRESPONDENTS)
}
BY_SEGMENT = {each.segment: each for each in AUDIENCES.values()}
