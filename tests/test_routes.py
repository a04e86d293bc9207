"""Every route, every actor: what stands in routes.yaml is what is answered, and looking changes nothing."""

import hashlib
import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.documents import operations as documents
from cabinet_rgpd.history import ledger
from cabinet_rgpd.history.queries import Receipt
from cabinet_rgpd.history.removal import operations as removals
from cabinet_rgpd.mail import operations as outbox
from cabinet_rgpd.structures import checks, roles
from cabinet_rgpd.structures import operations as members
from patients_info import operations as notices
from patients_info.models import PublishedNotice
from registry.desk import operations as desk
from registry.inspection.models import InspectionFile
from registry.responsibilities import operations as responsibilities
from tests import cast
from tests.registry.proposals import making as models

TABLE = yaml.safe_load(Path(__file__).with_name("routes.yaml").read_text(encoding="utf-8"))
ACTORS = TABLE["actors"]
ROUTES = {name: path for path, name, _ in checks.routes()}
DECLARED = {name: access for _, name, access in checks.routes()}
#: Tables that a reading may touch: the idle clock of sessions, and what the desk remembers of a structure (docs/adr/0009).
MAY_CHANGE = {"Session", "Standing", "DueLine"}
#: Answers to bad input that tell the person something.
FAIR = {200, 302, 400, 404, 405, 409, 422}
#: What our pages read from an address.
PARAMETERS = [
    "page", "avant", "sujet", "q", "etat", "famille", "manque", "tri", "responsable", "toutes", "next", "jour", "du", "au", "retour",
    "regle", "sort", "nature", "quand", "structure", "fiche",
]  # fmt: skip


def arguments_of(path):
    return re.findall(r"<(?:\w+:)?(\w+)>", path)


@dataclass(frozen=True)
class Home:
    """A practice with one object of each kind that an address may name."""

    practice: cast.Practice
    objects: dict

    def url(self, name, **instead):
        values = {**self.objects, **instead}
        return reverse(name, kwargs={each: values[each] for each in arguments_of(ROUTES[name])})


def expected(name):
    """The status that each actor gets, in the order of ACTORS."""
    return TABLE["patterns"][TABLE["routes"][name]]


def at_home(world, name):
    """The client of someone whom the route lets in: the manager, or the DPO for what is his alone."""
    return world.clients["camille" if expected(name)[ACTORS.index("alice")] == 403 else "alice"]


def furnish(practice):
    """One object of each kind, by the name of the argument that names it."""
    parties = [practice.party, *([practice.denis_party] if isinstance(practice, cast.Clinic) else [])]
    his = {"party": parties[-1]}  # what the practitioner of the cast answers for
    named = [{"kind": "practice_software", "supplier": cast.supplier(practice, **his)}]
    answering = [{"party": party, "role": "joint_controller"} for party in parties]
    sheet = cast.activity(practice, responsibles=answering, processors=named)
    slug = f"notice-{practice.structure.name.split()[-1].lower()}"
    with practice.scope():
        rule_id = sheet.data_categories.first().retention_rule_id
        supplier_id = sheet.processors.get().supplier_id
        notices.prepare_notice(content={"slug": slug}, by=practice.sign())
    agreement, service = furnish_responsibilities(practice, sheet)
    proposal = furnish_proposal(practice, sheet)
    shared_id = models.shared(practice, sheet, member=next(iter(practice.members))).pk
    evidence_id = cast.evidence(practice, sheet).pk
    with practice.scope():
        removal = removals.ask(words="Nom retiré", reason="Essai", files=(), by=practice.sign())
    cast.delegate(practice)
    invitation, _ = members.invite(
        email=f"{slug}@exemple.fr", name="Fanny Feuillet", role="reader", party=None, ends_on=None,
        by=practice.sign(), announce=lambda invitation, token: None,
    )  # fmt: skip
    breach = cast.breach(practice, **his)
    asked = cast.asked(practice, **his)
    entry_id = cast.journal_entry(practice).pk
    measure_id = cast.measure(practice, site="Cabinet secondaire").pk
    cast.assessment(practice, sheet)
    closing_id = cast.closing(practice).pk
    passage = cast.passage(practice, membership=next(iter(practice.members.values())).pk)
    review = cast.access_review(practice)
    PublishedNotice.objects.create(
        structure=practice.structure, slug=slug, edition=1, published_on=cast.TODAY, title="Vos données",
        html="<p>…</p>", pdf=b"%PDF-1.7", pdf_sha256="0" * 64, receipt_seq=1, receipt_hash="0" * 64,
    )  # fmt: skip
    message = outbox.queue(
        structure_id=practice.structure.pk, to="lou@exemple.fr", subject=f"Reçu {practice.structure.name}", text="…",
        key=f"essai:{practice.structure.pk}", at=timezone.now(),
    )  # fmt: skip
    inspection = InspectionFile.objects.create(
        structure=practice.structure, as_of=cast.TODAY, approved="0" * 64, asked_by=practice.manager,
        asked_at=timezone.now(),
    )  # fmt: skip
    with practice.scope(), ledger.write(practice.sign()) as write:
        document = documents.keep(
            write, content=b"%PDF-1.7", kind="register", series="register", title="Registre", on=cast.TODAY,
            receipt=Receipt(1, "0" * 64),
        )  # fmt: skip
    campaign = cast.campaign(practice, rule_id)
    furnish_desk(practice)
    delegation = furnish_delegation(practice)
    return Home(
        practice,
        {
            "document_id": document.pk, "delegation_id": delegation.pk, "year": timezone.localdate().year,
            "inspection_id": inspection.pk,
            "message_id": message.pk,
            "rule": "patient_file", "parameter": "dpo.large_scale_threshold", "campaign_id": campaign.pk,
            "structure_id": practice.structure.pk, "party_id": practice.party.pk,
            "membership_id": next(iter(practice.members.values())).pk, "activity_id": sheet.pk,
            "passage_id": passage.pk, "step_key": "software", "review_id": review.pk,
            "closing_id": closing_id, "rule_id": rule_id,
            "supplier_id": supplier_id, "agreement_id": agreement.pk, "service_id": service.pk,
            "aggregate": "activity", "removal_id": removal.pk, "object_id": sheet.pk, "number": 1, "slug": slug,
            "evidence_id": evidence_id, "part": "purposes", "audience": "patients", "language": "fr",
            "source_id": practice.structure.pk, "shared_id": shared_id,
            "proposal_id": proposal.pk, "key": "professions", "token": "A" * 43, "uidb36": "1",
            "invitation_id": invitation.pk, "place_id": 0, "pk": 0,
            "request_id": asked.pk, "letter": "accuse", "incident_id": breach.pk, "step_id": breach.step_id, "breach_part": "what",
            "entry_kind": "note", "entry_id": entry_id, "measure_key": "backups", "measure_id": measure_id,
        },
    )  # fmt: skip


def furnish_delegation(practice):
    """A delegation to a second DPO: what Camille may do stays what her role allows."""
    second = cast.account("Daphne Duval", f"daphne-{practice.structure.pk}@exemple.fr")
    return cast.delegation(practice, member=cast.add_member(practice, second, "dpo"))


def furnish_desk(practice):
    """What the desk of a DPO knows of it, the mark of a visit, the words of a report."""
    content = {"summary": f"L’année de {practice.structure.name}", "recommendations": "Continuer"}
    desk.write_report(year=timezone.localdate().year, report=None, lock="", content=content, by=practice.sign())
    desk.read(practice.structure.pk, timezone.now())
    with practice.scope():
        desk.mark_seen(member=next(iter(practice.members.values())), seq=1, at=timezone.now())


def furnish_proposal(practice, sheet):
    """The sheet given as a model to a party without an account, and a change of it proposed."""
    models.given(practice, sheet, cast.party(practice, name="Confrère sans compte"))
    models.changed(practice, sheet, description="Le dossier de chaque patient, tel qu’il est tenu.")
    models.proposed(practice, sheet, note="Relisez.", member=next(iter(practice.members)))
    return models.waiting(practice)[0]


def furnish_responsibilities(practice, sheet):
    """An agreement, and a service that the first party renders to another."""
    other = cast.party(practice, name="Cabinet voisin de palier")
    both = [{"party": practice.party.pk}, {"party": other.pk}]
    content = {
        "name": "Accord", "informs": practice.party, "answers": practice.party, "notifies": practice.party,
        "contact_point": "L’accueil", "essence": "Chacun répond de ce qu’il écrit.", "parties": both,
        "activities": [{"activity": sheet.pk}],
    }  # fmt: skip
    agreement = responsibilities.save_agreement(agreement=None, lock="", content=content, by=practice.sign())
    content = {
        "name": "Secrétariat commun", "service": "secretariat", "processor": practice.party, "categories": "Accueil",
        "controllers": [{"party": other.pk}],
    }  # fmt: skip
    return agreement, responsibilities.save_service(service=None, lock="", content=content, by=practice.sign())


@dataclass(frozen=True)
class World:
    mine: Home
    theirs: Home
    clients: dict
    #: (model, field) of the neighbour that hold a canary of their own (tests/isolation).
    planted: set = field(default_factory=set)


@pytest.fixture
def world(clinic, neighbour, newcomer):
    return made_world(clinic, neighbour, newcomer)


def made_world(clinic, neighbour, newcomer):
    """The MSP and its neighbour, furnished alike; every actor signed in."""
    eve = cast.account("Eve Ender")
    cast.add_member(clinic, eve, "manager", ends_on=timezone.localdate())
    people = {"fresh": newcomer, "ended": eve, "charlie": neighbour.manager, "alice": clinic.alice}
    people |= {name: clinic.account(name) for name in ("bob", "camille", "denis", "sophie")}
    clients = {"nobody": Client(), **{name: cast.signed_in(person) for name, person in people.items()}}
    return World(furnish(clinic), furnish(neighbour), clients)


def everything_stored():
    """A fingerprint of each table, sessions aside."""
    models = [model for model in apps.get_models() if model.__name__ not in MAY_CHANGE]
    rows = {model.__name__: repr(list(model._base_manager.order_by("pk").values_list())) for model in models}
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in rows.items()}


def changed_since(before):
    after = everything_stored()
    return [name for name in before if before[name] != after[name]]


def body(answer):
    """What a person reads. The tokens of forms differ from one answer to the next."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    return re.sub(r'(name="(?:csrfmiddlewaretoken|form_key)" value)="[^"]*"', r"\1", answer.text)


def test_every_route_stands_in_the_file_and_the_file_names_no_other():
    assert set(TABLE["routes"]) == set(ROUTES)


def test_every_pattern_names_every_actor_and_serves():
    assert all(len(statuses) == len(ACTORS) for statuses in TABLE["patterns"].values())
    assert set(TABLE["routes"].values()) == set(TABLE["patterns"])


def test_the_file_agrees_with_the_roles():
    """Who is let in is what the door of the route says: a permission that some roles hold."""
    roles_of = {"bob": "reader", "camille": "dpo", "denis": "practitioner", "sophie": "secretariat", "alice": "manager"}
    for name, access in DECLARED.items():
        if access.startswith("structure:"):
            let_in = {actor for actor, status in zip(ACTORS, expected(name), strict=True) if status in (200, 302, 405)}
            holders = roles.PERMISSIONS[access.removeprefix("structure:")]
            assert let_in - {"nobody"} == {actor for actor, role in roles_of.items() if role in holders}, name


def test_every_route_answers_each_actor_as_written_and_looking_changes_nothing(world):
    before, wrong = everything_stored(), []
    for name in ROUTES:
        url = world.mine.url(name)
        for actor, status in zip(ACTORS, expected(name), strict=True):
            answer = world.clients[actor].get(url)
            if answer.status_code != status:
                wrong.append(f"{name}: {actor} got {answer.status_code}, not {status}")
            if actor != "charlie" and cast.CANARY in body(answer) + str(answer.headers):
                wrong.append(f"{name}: {actor} reads a word of the neighbour")
    assert not wrong
    assert not changed_since(before)


def test_an_object_of_the_neighbour_is_answered_like_one_that_never_was(world):
    """Each identifier in an address, in turn: alone it must not be told from a random one, by GET or by POST."""
    before, wrong, tried = everything_stored(), [], 0
    alice = world.clients["alice"]
    for name, path in ROUTES.items():
        for argument in re.findall(r"<uuid:(\w+)>", path):
            tried += 1
            for ask in (alice.get, alice.post):
                theirs = ask(world.mine.url(name, **{argument: world.theirs.objects[argument]}))
                random = ask(world.mine.url(name, **{argument: uuid.uuid4()}))
                if not theirs.status_code == random.status_code == (405 if theirs.status_code == 405 else 404):
                    wrong.append(f"{name}: {argument} gives {theirs.status_code}, a random one {random.status_code}")
                if theirs.status_code != 405 and body(theirs) != body(random):
                    wrong.append(f"{name}: the page differs for {argument}")
    assert not wrong and tried > 20
    assert not changed_since(before)


def test_what_is_open_to_all_sets_no_session(world):
    for name, access in DECLARED.items():
        if access == "public":
            answer = Client().get(world.mine.url(name))
            assert "__Host-session" not in answer.cookies, name
            assert not name.startswith("notice") or (not answer.cookies and "Cookie" not in answer.get("Vary", "")), (
                name
            )


def test_whoever_may_not_look_may_not_send_either(world):
    before, wrong = everything_stored(), []
    for name, access in DECLARED.items():
        if not access.startswith("structure:"):
            continue
        for actor, status in zip(ACTORS, expected(name), strict=True):
            if status in (403, 404) or actor == "nobody":
                answer = world.clients[actor].post(world.mine.url(name), {"lock": "1", "reason": "Essai"})
                if answer.status_code != status:
                    wrong.append(f"{name}: {actor} posts and gets {answer.status_code}, not {status}")
    assert not wrong
    assert not changed_since(before)


def test_an_empty_form_is_never_an_error_of_ours(world):
    wrong = []
    for name, path in ROUTES.items():
        if name != "account_logout" and not path.endswith(".pdf"):
            answer = at_home(world, name).post(world.mine.url(name), {})
            if answer.status_code not in FAIR:
                wrong.append((name, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("value", ["9" * 5000, "\x00", "\u0663", "-1", "' OR 1=1 --", "<script>alert(1)</script>"])
def test_nonsense_in_an_address_is_never_an_error_of_ours(world, value):
    wrong = []
    for name, path in ROUTES.items():
        if not path.endswith(".pdf") or name == "register_pdf":
            answer = at_home(world, name).get(world.mine.url(name), dict.fromkeys(PARAMETERS, value))
            if answer.status_code not in FAIR or "<script>alert" in body(answer):
                wrong.append((name, answer.status_code))
    assert not wrong
