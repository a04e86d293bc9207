"""The parts of a sheet, as people fill it: each with its fields, its list, and the text that asks for it. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """`fields` of the sheet itself, then the fields of each line of `list_name`, if the part has a list."""

    key: str
    title: str
    fields: tuple[str, ...] = ()
    list_name: str = ""
    line_fields: tuple[str, ...] = ()
    line_title: str = ""
    law: str = ""
    article: str = ""

    @property
    def template(self):
        """Shows what the part says."""
        return f"registry/activities/parts/{self.key}.html"


PARTS = (
    Part(
        "identity", "L’activité", ("reference", "name", "description", "family", "software", "started_on"),
        law="Une activité de traitement est un usage que le cabinet fait de données personnelles. Le registre en tient la liste.",
        article="RGPD, art. 30.1",
    ),
    Part(
        "responsibles", "Qui en répond", (), "responsibles", ("party", "role"), "Responsable",
        law="Le responsable décide du pourquoi et du comment. Deux responsables qui décident ensemble s’accordent par écrit.",
        article="RGPD, art. 4.7, 26 et 30.1.a",
    ),
    Part(
        "purposes", "Pourquoi ces données", (), "purposes",
        ("name", "legal_basis", "basis_text", "interest", "article_9", "to_validate"), "Finalité",
        law="Chaque finalité a sa base légale (article 6)\u00a0; des données de santé demandent en plus une condition de l’article 9.",
        article="RGPD, art. 6, 9 et 30.1.b",
    ),
    Part(
        "people", "Qui est concerné", ("persons", "data_source"),
        law="Les catégories de personnes, et d’où viennent les données quand elles ne viennent pas d’elles.",
        article="RGPD, art. 14.2.f et 30.1.c",
    ),
    Part(
        "data", "Quelles données, combien de temps", (), "data_categories",
        ("description", "kind", "retention_rule", "justification"), "Données",
        law="La durée se dit par catégorie de données. S’écarter d’une recommandation se justifie par écrit.",
        article="RGPD, art. 30.1.c et f",
    ),
    Part(
        "recipients", "Qui les reçoit", (), "recipients", ("kind", "name"), "Destinataire",
        law="Au cabinet, chacun voit ce dont sa mission a besoin. L’équipe de soins\u00a0: ceux qui soignent le même patient.",
        article="RGPD, art. 30.1.d ; CSP, art. L1110-4 et L1110-12",
    ),
    Part(
        "processors", "Les prestataires", (), "processors", ("kind", "supplier"), "Prestataire",
        law="Un prestataire qui agit pour vous s’engage par écrit\u00a0; celui qui héberge des données de santé est certifié HDS.",
        article="RGPD, art. 28.3 ; CSP, art. L1111-8",
    ),
    Part(
        "transfers", "Hors d’Europe", ("transfer_stance",), "transfers",
        ("recipient", "country", "safeguard", "link"), "Transfert",
        law="Une donnée qui sort de l’Espace économique européen, ou qui y est lue de l’extérieur, demande une garantie.",
        article="RGPD, art. 30.1.e et 44 à 49",
    ),
    Part(
        "security", "Comment elles sont protégées", ("security_measures",),
        law="Une description générale suffit\u00a0: qui peut ouvrir quoi, ce qui est chiffré, ce qui est sauvegardé.",
        article="RGPD, art. 30.1.g et 32.1",
    ),
    Part(
        "information", "Information, analyse d’impact, revue",
        ("information_means", "information_note", "dpia_state", "dpia_note", "reviewed_on", "next_review_on"),
        law="Les personnes savent ce que vous faites de leurs données. Une analyse d’impact précède les usages à risque élevé.",
        article="RGPD, art. 12 à 14 et 35",
    ),
)  # fmt: skip

BY_KEY = {part.key: part for part in PARTS}
