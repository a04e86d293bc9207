"""Two practices made through the real operations: twenty sheets and a published notice, two hundred sheets.

`python -m tests.bench.data FOLDER` writes the HTML of the first register to FOLDER/register.html and prints what the
other measures need. Refuses a database that holds an account.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import django

SMALL, LARGE = 20, 200
#: How many structures each DPO follows.
DESKS = {"desk, 5 structures": 5, "desk, 500 structures": 500}
#: How many versions the first and the second sheet have.
VERSIONS = (10, 50)


@dataclass(frozen=True)
class Made:
    """A practice with its sheets; the first of them have several versions."""

    practice: object
    sheets: list


def main(folder):
    django.setup()
    from cabinet_rgpd.structures import queries

    if queries.any_account():
        raise SystemExit("This database holds accounts; the measures want one of their own.")
    small, large = _practice("Vingt", SMALL), _practice("Deuxcent", LARGE)
    Path(folder, "register.html").write_text(_register_html(small.practice), encoding="utf-8")
    sessions = {name: _session(made.practice.manager) for name, made in (("small", small), ("large", large))}
    desks = {name: _session(_dpo(count)) for name, count in DESKS.items()}
    told = {
        "notice": _notice(small.practice),
        "sessions": sessions,
        "desks": desks,
        "saved": [str(each) for each in (small.practice.structure.pk, small.sheets[2].pk, small.practice.manager.pk)],
        "paths": {
            "small": _pages(small, SMALL),
            "large": {
                **_pages(large, LARGE),
                f"sheet, {VERSIONS[1]} versions": large.practice.url("activity", large.sheets[1].pk),
            },
            "document": {"register PDF again, over HTTP": small.practice.url("register_pdf")},
        },
    }
    print(json.dumps(told))


def _dpo(count):
    """An account that follows as many structures."""
    from tests import cast

    account = cast.account(f"Camille {count}", f"camille{count}@exemple.fr", password=None)
    cast.followed(account, 0, count)
    return account


def _practice(name, count):
    from registry.activities import operations
    from tests import cast
    from tests.bench import content

    practice = cast.practice(
        manager=cast.account(f"Alix {name}", f"{name.lower()}@exemple.fr", password=None), name=f"Cabinet {name}",
        address="1 rue des Mesures", postcode="49000", city="Villefictive", phone="02 00 00 00 03",
    )  # fmt: skip
    second = _second_party(practice)
    rules = [cast.retention_rule(practice, **content.rule(*each)) for each in content.RULES]
    suppliers = [(kind, cast.supplier(practice, name=called, kind=kind)) for called, kind in content.SUPPLIERS]
    parties = [practice.party, second]
    sheets = [
        cast.activity(practice, **content.sheet(number, rules=rules, suppliers=suppliers, parties=parties))
        for number in range(count)
    ]
    for place, versions in enumerate(VERSIONS):
        for number in range(2, versions + 1):
            sheets[place] = operations.update_activity(
                activity=sheets[place], lock=sheets[place].lock_token, by=practice.sign("Relecture"),
                content={"description": f"Le dossier de chaque patient, relu {number} fois."},
            )  # fmt: skip
    return Made(practice, sheets)


def _second_party(practice):
    from cabinet_rgpd.structures import operations

    content = {"kind": "practitioner", "name": "Dominique Mesure", "profession": "nurse"}
    return operations.add_party(content=content, by=practice.sign())


def _pages(made, count):
    return {
        f"list, {count} activities": made.practice.url("activities"),
        f"sheet, {count} activities": made.practice.url("activity", made.sheets[0].pk),
    }


def _client(account):
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(account)
    return client


def _session(account):
    from django.conf import settings

    return _client(account).cookies[settings.SESSION_COOKIE_NAME].value


def _notice(practice):
    """Prepare and publish the notice by its own pages; return its public path."""
    from django.urls import reverse

    from patients_info import queries

    client, slug = _client(practice.manager), "cabinet-vingt"
    settings = {"slug": slug, "rights_contact": "le secrétariat", "rights_phone": "02 00 00 00 03"}
    _sent(client, practice.url("notice_edit", "patients"), settings)
    with practice.scope():
        lock = queries.notice().lock_token
    _sent(client, practice.url("notice_publish", "patients"), {"lock": lock})
    return reverse("notice_public", args=[slug])


def _sent(client, url, fields):
    answer = client.post(url, fields)
    if answer.status_code != 302:
        raise SystemExit(f"{url} answered {answer.status_code}: {answer.content.decode()[:3000]}")


def _register_html(practice):
    """The HTML that the page of the register gives to the renderer."""
    from django.template.loader import render_to_string

    from cabinet_rgpd.history.queries import receipt
    from cabinet_rgpd.structures import queries as structures
    from registry.activities import queries
    from registry.activities.documents import register_document
    from registry.dpo import queries as dpo
    from tests.cast import TODAY

    with practice.scope():
        document = register_document(
            structure=practice.structure, activities=queries.register(), receipt=receipt(), on=TODAY,
            parties=structures.parties(practice.structure.pk), dpo_contact=dpo.contact(TODAY),
            dpo_decision=dpo.decision(),
        )  # fmt: skip
        return render_to_string("registry/documents/register.html", {"document": document})


if __name__ == "__main__":
    main(sys.argv[1])
