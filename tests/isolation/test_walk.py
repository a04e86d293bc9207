"""The walk of isolation.md: every route, method and actor; every identifier replaced by a neighbour's (T1 to T5).

T1 and the expected answers stand in tests/routes.yaml and tests/test_routes.py; T6 in test_foreign_keys.py; T7 in
tests/cabinet_rgpd/structures/test_doors.py.
"""

import io
import itertools
import re
import subprocess
import uuid
import zipfile

import pytest
from django.db import transaction
from django.urls import reverse

from cabinet_rgpd.isolation.foreign_keys import holders
from tests import cast
from tests.html_forms import forms_of
from tests.test_routes import ACTORS, DECLARED, PARAMETERS, ROUTES, body, changed_since, everything_stored, expected

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
#: What an earlier request left to be said on the next page.
MESSAGE = re.compile(r'<p class="note[^>]*role="status">.*?</p>', re.DOTALL)
OF_STRUCTURES = {name: path for name, path in ROUTES.items() if DECLARED[name].startswith("structure:")}


@pytest.fixture
def kinds(world, third):
    """`{id as text: model}` of every row of A, and `{model: id}` of one row of B and of C."""
    mine, theirs, others = {}, {}, {}
    homes = [(world.theirs, theirs), (third, others)]
    for model in holders():
        if model.__name__.startswith("Historical"):
            continue
        for pk in model._base_manager.filter(structure_id=world.mine.practice.structure.pk).values_list(
            "pk", flat=True
        ):
            if isinstance(pk, uuid.UUID):
                mine[str(pk)] = model
        for home, found in homes:
            pk = (
                model._base_manager.filter(structure_id=home.practice.structure.pk).values_list("pk", flat=True).first()
            )
            if isinstance(pk, uuid.UUID):
                found[model] = str(pk)
    return mine, theirs, others


def taken_back(ask, *args, **kwargs):
    """The answer to a request whose writes are then undone."""
    with transaction.atomic():
        answer = ask(*args, **kwargs)
        transaction.set_rollback(True)
    return answer


def told(answer, *ids):
    """What the answer says, the identifiers that were asked for aside."""
    text = f"{answer.status_code} {answer.headers.get('Location', '')} {MESSAGE.sub('', body(answer))}"
    text = re.sub(r"\s+", " ", text)
    for each in ids:
        text = text.replace(str(each), "ID")
    return re.sub(rf'(?<=[a-z]-){UUID.pattern}(?=")', "DRAWN", text)  # labels of fields drawn afresh for each page


def text_of(answer):
    """Everything in an answer that a person or a machine may read: PDF and archives opened."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    texts = [str(answer.headers), content.decode("utf-8", "replace")]
    if content.startswith(b"%PDF-1.7") and len(content) > 100:
        texts.append(
            subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
        )
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(texts)


def canaries_in(text):
    return sorted(set(re.findall(rf"{cast.CANARY}[^<\n\"]{{0,40}}", text)))


def test_every_room_of_the_neighbour_holds_its_canary(world):
    """The walk proves nothing about texts that the neighbour does not have."""
    assert len(world.planted) > 60
    assert {"party", "processingactivity", "purpose", "supplier", "retentionrule"} <= {
        model for model, _ in world.planted
    }


def test_nobody_but_the_neighbour_s_own_reads_a_word_of_him(world):
    """T2, T4, T5: every route, every actor, by GET; documents read as text."""
    before, wrong = everything_stored(), []
    for name in ROUTES:
        for actor, status in zip(ACTORS, expected(name), strict=True):
            if actor == "charlie":
                continue
            answer = world.clients[actor].get(world.mine.url(name))
            if answer.status_code != status:
                wrong.append(f"{name}: {actor} got {answer.status_code}, not {status}")
            document = "html" not in answer.headers.get("Content-Type", "")
            if not document or actor in ("alice", "camille"):
                wrong += [f"{name}: {actor} reads « {found} »" for found in canaries_in(text_of(answer))]
    assert not wrong
    assert not changed_since(before)


def test_the_desk_of_a_dpo_of_two_opens_these_two_and_no_third(world, third):
    """T3, T4 on what crosses: the DPO of A and C reads both on his desk, whatever he asks for, and not a word of B."""
    before, wrong = everything_stored(), []
    camille = world.clients["camille"]
    mine, theirs, others = (each.practice.structure for each in (world.mine, world.theirs, third))
    for page in ("desk", "desk_due"):
        whole = camille.get(reverse(page), {"nature": "tout"})
        assert all(str(each.pk) in body(whole) for each in (mine, others))
        for key, value in (("structure", theirs.pk), ("q", cast.CANARY), ("nature", "tout"), ("etat", "nouveau")):
            answer = camille.get(reverse(page), {key: str(value), "nature": "tout"})
            if canaries_in(text_of(answer).replace(f'value="{cast.CANARY}"', "")) or world.theirs.url(
                "overview"
            ) in body(answer):
                wrong.append(f"{page}: {key} shows the neighbour")
        asked = {key: camille.get(reverse(page), {"structure": str(key)}) for key in (theirs.pk, uuid.uuid4())}
        if len({told(answer, key) for key, answer in asked.items()}) > 1:
            wrong.append(f"{page}: the neighbour is told from a random structure")
        refused = {actor for actor in ACTORS if world.clients[actor].get(reverse(page)).status_code == 404}
        assert refused == set(ACTORS) - {"nobody", "camille"}
    assert not wrong
    assert not changed_since(before)


def test_a_stranger_in_the_neighbour_s_structure_is_answered_as_in_none(world):
    """T3 on the structure itself: GET and POST, by every actor of A, against a structure that never was."""
    before, wrong = everything_stored(), []
    for name in OF_STRUCTURES:
        for actor in ("alice", "bob", "camille", "denis", "sophie", "ended", "fresh"):
            for method in ("get", "post"):
                ask = getattr(world.clients[actor], method)
                theirs, nowhere = world.theirs.url(name), world.theirs.url(name, structure_id=uuid.uuid4())
                answer, random = ask(theirs), ask(nowhere)
                if answer.status_code != 404 or told(answer) != told(random) or canaries_in(text_of(answer)):
                    wrong.append(f"{method} {name}: {actor} got {answer.status_code}")
    assert not wrong
    assert not changed_since(before)


def test_each_identifier_of_an_address_is_worth_no_more_than_a_random_one(world, third):
    """T3 on addresses: B's for the manager, C's for the DPO who is at home there too."""
    before, wrong, tried = everything_stored(), [], 0
    for name, path in OF_STRUCTURES.items():
        for argument in re.findall(r"<uuid:(\w+)>", path):
            if argument == "structure_id":
                continue
            for actor, home in (("alice", world.theirs), ("alice", third), ("camille", third), ("denis", world.theirs)):
                for ask in (world.clients[actor].get, world.clients[actor].post):
                    tried += 1
                    theirs, never = home.objects[argument], uuid.uuid4()
                    answer = ask(world.mine.url(name, **{argument: theirs}))
                    random = ask(world.mine.url(name, **{argument: never}))
                    if answer.status_code not in (403, 404, 405) or told(answer, theirs) != told(random, never):
                        wrong.append(f"{name}: {actor} with the {argument} of {home.practice.structure.name}")
    assert not wrong and tried > 150
    assert not changed_since(before)


def test_each_identifier_of_a_query_is_worth_no_more_than_a_random_one(world, third):
    before, wrong = everything_stored(), []
    keys = ("party_id", "activity_id", "supplier_id")
    for name, path in OF_STRUCTURES.items():
        if path.endswith(".pdf") and name != "register_pdf":
            continue
        for home, key in ((home, key) for home in (world.theirs, third) for key in keys):
            theirs, never = home.objects[key], uuid.uuid4()
            answer = world.clients["alice"].get(world.mine.url(name), dict.fromkeys(PARAMETERS, str(theirs)))
            random = world.clients["alice"].get(world.mine.url(name), dict.fromkeys(PARAMETERS, str(never)))
            if told(answer, theirs) != told(random, never) or canaries_in(text_of(answer)):
                wrong.append(f"{name}: {key} of {home.practice.structure.name}")
    assert not wrong
    assert not changed_since(before)


def forms_on(world, name, actor="alice"):
    """The forms of a route's page, with the address each is sent to."""
    url = world.mine.url(name)
    answer = world.clients[actor].get(url)
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return []
    return [(form.action or url, form) for form in forms_of(answer.text) if "logout" not in form.action]


def test_each_identifier_of_a_form_is_worth_no_more_than_a_random_one(world, kinds):
    """T3 on forms: each identifier that a form holds or offers, replaced by B's, then C's, then a random one."""
    mine, theirs, others = kinds
    before, wrong, tried = everything_stored(), [], 0
    for name in OF_STRUCTURES:
        for address, form in forms_on(world, name):
            for field, values in {**form.choices, **form.values}.items():
                found = next((mine[each] for each in [*values, *form.choices.get(field, [])] if each in mine), None)
                if found is None:
                    continue
                answers = {}
                for whose, value in (("B", theirs.get(found)), ("C", others.get(found)), ("random", str(uuid.uuid4()))):
                    if value:
                        sent = {**form.values, field: [value]}
                        answer = taken_back(world.clients["alice"].post, address, sent)
                        answers[whose] = told(answer, value)
                        wrong += [f"{name}: {field} shows « {each} »" for each in canaries_in(text_of(answer))]
                        tried += 1
                if len(set(answers.values())) > 1:
                    wrong.append(
                        f"{name}: {field} tells {found.__name__} of {list(answers)} apart: "
                        f"{[a[:80] for a in answers.values()]}"
                    )
    assert not wrong and tried > 40
    assert not changed_since(before)


def test_whoever_may_not_look_may_not_send_a_whole_form_either(world):
    """T5 on POST: what the manager's own page would send, sent by everybody else who is refused the page."""
    before, wrong, tried = everything_stored(), [], 0
    for name in OF_STRUCTURES:
        forms = forms_on(world, name)
        for actor, status in zip(ACTORS, expected(name), strict=True):
            if status not in (302, 403, 404) or (status == 302 and actor != "nobody"):
                continue
            for address, form in forms:
                if address != world.mine.url(name):
                    continue
                tried += 1
                answer = world.clients[actor].post(address, form.values)
                if answer.status_code != status:
                    wrong.append(f"{name}: {actor} posts and gets {answer.status_code}, not {status}")
    assert not wrong and tried > 60
    assert not changed_since(before)


def test_a_practitioner_changes_nothing_that_another_answers_for(world):
    """isolation.md §7: every form of a record that is not his, sent by Denis as the manager's page would send it."""
    clinic = world.mine.practice
    sheet = cast.activity(clinic, name="Suivi des soins d’un confrère")
    breach, asked = cast.breach(clinic, title="Chez un confrère"), cast.asked(clinic)
    others = {
        "activity_id": sheet.pk, "supplier_id": cast.supplier(clinic, name="Celui d’un confrère").pk,
        "incident_id": breach.pk, "step_id": breach.step_id, "request_id": asked.pk,
        "evidence_id": cast.evidence(clinic, asked, content=b"%PDF-1.7 d'un confrere").pk,
    }  # fmt: skip
    homes = [
        type(world.mine)(clinic, {**world.mine.objects, **others, "aggregate": aggregate, "object_id": others[key]})
        for aggregate, key in (
            ("activity", "activity_id"), ("supplier", "supplier_id"), ("incident", "incident_id"), ("request", "request_id"),
        )
    ]  # fmt: skip
    before, tried = everything_stored(), 0
    for stranger, (name, path) in itertools.product(homes, OF_STRUCTURES.items()):
        named = set(re.findall(r"<uuid:(\w+)>", path)) & {*others, "object_id"}
        if not named or (stranger is not homes[0] and named != {"object_id"}):
            continue
        url = stranger.url(name)
        page = world.clients["alice"].get(url)
        forms = (
            [form for form in forms_of(page.text) if not form.action or form.action == url] if _is_page(page) else []
        )
        for values in [form.values for form in forms] or [{"lock": "1", "reason": "Essai"}]:
            changed = {
                key: ([f"{value[0]} changé"] if key in ("name", "description", "title", "scope") else value)
                for key, value in values.items()
            }
            answer = world.clients["denis"].post(url, changed)
            tried += 1
            assert answer.status_code < 500, name
    assert tried > 40
    assert not changed_since(before)


def _is_page(answer):
    return answer.status_code == 200 and "html" in answer.headers.get("Content-Type", "")


def test_no_message_of_mine_speaks_of_the_neighbour(world):
    from cabinet_rgpd.mail.models import Message

    rows = Message.objects.filter(structure_id=world.mine.practice.structure.pk)
    assert rows.exists()
    assert not canaries_in("\n".join(f"{row.subject} {row.text} {row.to}" for row in rows))
