"""Reads of the suppliers of the structure in scope."""

from collections import defaultdict
from dataclasses import fields

from django.utils import timezone

from cabinet_rgpd.history import claims, memory
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.lib.deadlines import Deadline
from cabinet_rgpd.lib.french import sort_key
from registry.law import dated
from registry.law.dependence import Dependence
from registry.law.vocabulary import HdsStatus
from registry.suppliers.files import InterventionRecord, SubProcessorRecord, SupplierFile
from registry.suppliers.models import Intervention, SubProcessor, Supplier, SupplierClause
from registry.suppliers.records import SupplierRecord

NAMES = [field.name for field in fields(SupplierRecord)]
_NOT_COLUMNS = {"supplier", "found", "sub_processors", "interventions"}
_FILE_NAMES = [field.name for field in fields(SupplierFile) if field.name not in _NOT_COLUMNS]
_SUB_PROCESSOR = ("name", "service", "country")
_INTERVENTION = ("done_on", "place", "what", "by", "watched_by", "closed")
_NBSP = "\u00a0"


def suppliers(*, archived=False):
    """Every supplier in use, by name (with `archived`, all of them)."""
    rows = Supplier.objects.all() if archived else Supplier.objects.filter(archived_on__isnull=True)
    found = [record(row) for row in rows.values(*NAMES)]
    return tuple(sorted(found, key=lambda each: (sort_key(each.name), str(each.id))))


def supplier(supplier_id):
    """The row of one supplier, or None."""
    return Supplier.objects.filter(pk=supplier_id).first()


def record(values, prefix=""):
    """A frozen record from a dictionary of columns, each under `prefix`."""
    return SupplierRecord(**{name: values[prefix + name] for name in NAMES})


def files():
    """The whole file of every supplier, archived ones included, by name; four queries."""
    return _files(Supplier.objects.all())


def file(supplier_id):
    """The whole file of one supplier, or None."""
    return next(iter(_files(Supplier.objects.filter(pk=supplier_id))), None)


def stood(then):
    """The whole file of every supplier as it stood at the moment of a `history.past.Past`, by name, those in use first."""
    lists = {
        "found": (SupplierClause, ("clause", "found"), tuple),
        "sub_processors": (SubProcessor, _SUB_PROCESSOR, lambda values: SubProcessorRecord(*values)),
        "interventions": (Intervention, _INTERVENTION, lambda values: InterventionRecord(*values)),
    }
    lines = {name: defaultdict(list) for name in lists}
    for name, (model, columns, made) in lists.items():
        for each in sorted(then.instances(model), key=lambda line: (line.position, str(line.id))):
            lines[name][each.supplier_id].append(made(tuple(getattr(each, column) for column in columns)))
    found = []
    for each in then.instances(Supplier):
        content = {name: getattr(each, name) for name in _FILE_NAMES}
        content |= {
            "hds_activities": tuple(each.hds_activities),
            "found": dict(lines["found"][each.id]),
            "sub_processors": tuple(lines["sub_processors"][each.id]),
            "interventions": tuple(sorted(lines["interventions"][each.id], key=_latest_done)),
        }
        found.append(SupplierFile(supplier=record({name: getattr(each, name) for name in NAMES}), **content))
    return tuple(sorted(found, key=_in_use_by_name))


def reviews_by_party():
    """`{party id: the days when each supplier of its own was last read again, None when never}`; one query."""
    found = defaultdict(list)
    rows = Supplier.objects.filter(archived_on__isnull=True, party__isnull=False)
    for party_id, day in rows.values_list("party_id", "reviewed_on"):
        found[party_id].append(day)
    return dict(found)


def rows_of(supplier, name):
    """The rows of one list of a supplier, in order."""
    return getattr(supplier, name).all()


def deadlines(today):
    """What is due about suppliers: certificates and contracts that end."""
    found = []
    for each in files():
        if each.supplier.archived_on is not None:
            continue
        ends = [
            ("contract", each.contract_ends_on, "Revoir le contrat", "Il arrive à échéance (RGPD, art. 28.3)."),
            (
                "hds",
                each.hds_until,
                "Demander le certificat HDS renouvelé",
                "Il arrive à son terme (CSP, art. L1111-8).",
            ),
        ]
        for kind, day, what, why in ends:
            if day is not None:
                found.append(
                    Deadline(
                        key=f"supplier.{kind}.{each.supplier.id}",
                        subject="Prestataires",
                        on=day,
                        what=f"{what}{_NBSP}: {each.supplier.name}",
                        why=why,
                        route="supplier",
                        arguments=(each.supplier.id,),
                    )  # fmt: skip
                )
    return tuple(found)


def dependences(today):
    """Each certificate of a host of health data follows the law of the day it was noted (registry.law.dependence)."""
    held = Supplier.objects.filter(archived_on__isnull=True, hds=HdsStatus.YES).values_list("id", "name")
    names = dict(held)
    if not names:
        return
    keys = frozenset(each.key for each in dated.all_parameters("hds"))
    first, noted = history.first_entries(Supplier.AGGREGATE, names), memory.written(Supplier, ids=names)
    tz = timezone.get_current_timezone()
    for supplier_id, name in names.items():
        moment = noted.get(supplier_id, {}).get("hds_until") or first.get(str(supplier_id))
        if moment is not None:
            what = f"Le certificat d’hébergeur de données de santé de {name}, et ce que son contrat dit du stockage"
            yield Dependence(keys, moment.astimezone(tz).date(), what, "supplier", (supplier_id,))


def _files(rows):
    found = claims.dated(Supplier, rows.values(*NAMES, *_FILE_NAMES))
    ids = [row["id"] for row in found]
    clauses = _grouped(SupplierClause, ids, ["clause", "found"])
    sub_processors = _grouped(SubProcessor, ids, _SUB_PROCESSOR)
    interventions = _grouped(Intervention, ids, _INTERVENTION, order=("-done_on", "-position"))
    return tuple(
        SupplierFile(
            supplier=record(row),
            **{**{name: row[name] for name in _FILE_NAMES}, "hds_activities": tuple(row["hds_activities"])},
            found=dict(clauses[row["id"]]),
            sub_processors=tuple(SubProcessorRecord(*values) for values in sub_processors[row["id"]]),
            interventions=tuple(InterventionRecord(*values) for values in interventions[row["id"]]),
        )
        for row in found
    )


def _grouped(model, ids, columns, order=("position", "id")):
    found = defaultdict(list)
    rows = model.objects.filter(supplier_id__in=ids).order_by(*order).values("id", "supplier_id", *columns)
    for row in claims.dated(model, rows):
        found[row["supplier_id"]].append(tuple(row[name] for name in columns))
    return found


def _latest_done(intervention):
    return -intervention.done_on.toordinal()


def _in_use_by_name(file):
    supplier = file.supplier
    return (supplier.archived_on is not None, sort_key(supplier.name), str(supplier.id))
