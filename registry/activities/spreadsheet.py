"""The register as tables, for those who go on with a spreadsheet (GDPR art. 30.1). Pure: the document in, texts out."""

from cabinet_rgpd.documents.workbooks import Table
from cabinet_rgpd.lib.french import date_in_words
from registry.activities.documents import HDS_IN_WORDS, RegisterDocument, Sheet

UNTOLD = "Non renseigné"
NBSP = "\u00a0"
#: The columns of a sheet: heading with its article, width in characters.
COLUMNS = (
    ("Référence", 11),
    ("Activité", 30),
    ("Description", 40),
    ("Famille", 18),
    ("Qui en répond (RGPD, art. 30.1.a)", 32),
    ("Finalités et bases légales (art. 30.1.b et 6.1)", 60),
    ("Personnes (art. 30.1.c)", 30),
    ("Données et durées (art. 30.1.c et 30.1.f)", 60),
    ("Données sensibles (art. 9)", 12),
    ("D’où elles viennent (art. 14.2.f)", 30),
    ("Destinataires (art. 30.1.d)", 36),
    ("Prestataires (art. 28 et 30.1.d)", 36),
    ("Hors d’Europe (art. 30.1.e)", 30),
    ("Mesures de sécurité (art. 30.1.g et 32.1)", 50),
    ("Logiciel", 20),
    ("Information donnée (art. 12 à 14)", 30),
    ("Analyse d’impact (art. 35)", 24),
    ("Commencée le", 18),
    ("Relue le", 18),
    ("À revoir le", 18),
    ("Version", 28),
    ("À compléter", 50),
)


def tables(document: RegisterDocument) -> tuple[Table, ...]:
    """Who answers for the register, its sheets, the rules they quote, the measures: the same words as the PDF."""
    found = [_cover(document), _sheets(document)]
    if document.retention:
        found.append(_retention(document))
    if document.measures:
        rows = tuple((theme, "\n".join(sentences)) for theme, sentences in document.measures)
        found.append(Table("Mesures", ("Thème", "Mesures (RGPD, art. 30.1.g et 32.1)"), rows, (30, 100)))
    return tuple(found)


def _cover(document):
    structure, dpo = document.structure, document.dpo
    controllers = (_joined((each.name, each.detail, ", ".join(each.roles))) for each in document.controllers)
    receipt = f"{document.receipt.seq}:{document.receipt.hash}" if document.receipt else ""
    rows = (
        ("Registre", document.title),
        ("Structure", structure.name),
        ("Adresse", structure.full_address),
        ("Téléphone", structure.phone),
        ("Courriel", structure.email),
        ("Responsables (RGPD, art. 30.1.a)", "\n".join(controllers) or UNTOLD),
        (
            "Délégué à la protection des données (art. 37 à 39)",
            "\n".join(filter(None, (dpo.name, *dpo.lines, dpo.email))),
        ),
        ("État au", date_in_words(document.on)),
        ("Fiches", str(len(document.sheets))),
        ("Reçu de l’historique", receipt),
        (
            "Ce que vaut ce fichier",
            "Une copie de travail\u00a0: la preuve est le PDF remis, ou l’archive de la page «\u00a0Preuve\u00a0».",
        ),
    )
    return Table("Qui répond", ("Ce registre", ""), tuple((name, text or UNTOLD) for name, text in rows), (46, 90))


def _sheets(document):
    heads, widths = zip(*COLUMNS, strict=True)
    return Table("Activités", heads, tuple(_row(sheet) for sheet in document.sheets), widths)


def _row(sheet: Sheet):
    record = sheet.record
    return (
        record.reference,
        record.name,
        record.description,
        record.family_label,
        _lines(f"{each.name}, {each.role_label}" for each in record.responsibles),
        _lines(_purpose(each) for each in record.purposes),
        _lines(record.person_labels),
        _lines(_kept(group) for group in sheet.data_groups),
        "oui" if record.is_sensitive else "non",
        record.data_source,
        _lines(_joined((each.name, each.kind_label)) for each in record.recipients),
        "\n".join(_processor(each) for each in record.processors),
        _lines((record.stance_label, *(_transfer(each) for each in record.transfers))),
        _lines(record.measures),
        record.software,
        _lines(filter(None, (record.information_label, record.information_note))),
        _lines(filter(None, (record.dpia_label, record.dpia_note))),
        _day(record.started_on),
        _day(record.reviewed_on),
        _day(record.next_review_on),
        sheet.version,
        "\n".join(_finding(each) for each in sheet.findings),
    )


def _purpose(purpose):
    basis = _joined((purpose.basis_label or "base légale non renseignée", purpose.basis_text), f"{NBSP}: ")
    interest = f"intérêt poursuivi{NBSP}: {purpose.interest}" if purpose.interest else ""
    waits = "à valider" if purpose.to_validate else ""
    return _joined((purpose.name, basis, purpose.article_9_label, interest, waits))


def _kept(group):
    data = ", ".join(_joined((each.description, each.kind_label), " · ") for each in group.categories)
    rule = group.rule.text if group.rule else "durée de conservation non renseignée"
    gap = f"motif de l’écart{NBSP}: {group.justification}" if group.justification else ""
    return _joined((data, rule, "à valider" if group.rule and group.rule.to_validate else "", gap))


def _processor(each):
    if each.supplier is None:
        return f"{each.kind_label}, prestataire à nommer"
    hosting = HDS_IN_WORDS[each.supplier.hds] if each.supplier.hosts_health_data else ""
    return _joined((each.supplier.name, each.kind_label, each.supplier.country, hosting), ", ")


def _transfer(each):
    return _joined((each.recipient, each.country, each.safeguard_label or "garantie non renseignée", each.link), ", ")


def _finding(finding):
    about = f" «{NBSP}{finding.about}{NBSP}»" if finding.about else ""
    return f"{finding.words.text}{about} ({finding.words.article})"


def _retention(document):
    heads = ("Données", "Point de départ", "Usage courant", "Archivage", "Sort final", "Force", "Textes", "Fiches")
    rows = tuple(
        (
            line.rule.name,
            line.rule.trigger,
            line.rule.active_use or ("" if line.has_phases else line.rule.text),
            line.rule.archive,
            line.rule.fate,
            _joined(
                (line.rule.force_label, "à valider" if line.rule.to_validate else "", line.rule.justification), ", "
            ),
            "\n".join(source["title"] for source in line.rule.sources),
            ", ".join(line.references),
        )
        for line in document.retention
    )
    return Table("Durées", heads, rows, (40, 34, 34, 34, 30, 28, 50, 24))


def _lines(texts):
    return "\n".join(texts) or UNTOLD


def _joined(parts, between=" — "):
    return between.join(part for part in parts if part)


def _day(day):
    return day.isoformat() if day else ""
