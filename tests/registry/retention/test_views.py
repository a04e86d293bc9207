import pytest

from registry.law import dated
from registry.retention import operations, queries
from tests import cast

OWN = {
    "name": "Badges du parking", "text": "3 mois après le passage, puis suppression.", "trigger": "le passage",
    "active_use": "3 mois", "archive": "", "fate": "Suppression", "force": "practice", "source": "",
}  # fmt: skip
TERMS = ("name", "text", "trigger", "active_use", "archive", "fate", "justification")


@pytest.fixture
def queries_of(django_assert_max_num_queries):
    """How many queries a page asks for, once the session is known."""

    def count(client, url):
        client.get(url)
        with django_assert_max_num_queries(50) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count


@pytest.fixture
def adopt(clinic):
    def take_up(*names):
        with clinic.scope():
            return [
                operations.adopt_parameter(key=f"retention.{name}", by=clinic.sign(), on=cast.TODAY) for name in names
            ]

    return take_up


def fields_of(rule, **content):
    return {name: getattr(rule, name) for name in TERMS} | {"lock": str(rule.version), "reason": "", **content}


def text_of(answer):
    return answer.content.decode()


def test_the_page_shows_each_rule_with_its_force_its_texts_and_who_follows_it(clinic, client_of, adopt):
    rule, *_ = adopt("patient_file", "fse_duplicates", "cctv", "appointments")
    data = [{"description": "Dossier", "kind": "health", "retention_rule": rule}]
    cast.activity(clinic, name="Dossiers", data_categories=data, processors=[])
    text = text_of(client_of(clinic.bob).get(clinic.url("retention")))
    assert "A-01 Dossiers" in text
    assert "obligatoire (CSS, art.\u00a0R161-47)" in text
    assert "recommandé" in text
    assert "à valider" in text
    assert "RGPD, art.\u00a030.1.f" in text
    assert 'href="https://www.cnil.fr/sites/default/files/atoms/files/referentiel_-_cabinet.pdf"' in text
    assert "Des sources se contredisent" in text
    assert 'role="img"' in text
    assert "Ajouter une règle du catalogue" not in text


def test_the_empty_page_teaches_and_offers_the_catalogue(clinic, client_of):
    text = text_of(client_of(clinic.alice).get(clinic.url("retention")))
    assert "Aucune règle pour l’instant" in text
    assert 'value="retention.patient_file"' in text


def test_the_catalogue_is_that_of_the_legal_form_and_of_the_professions(clinic, neighbour, client_of):
    text = text_of(client_of(neighbour.manager).get(neighbour.url("retention")))
    assert 'value="retention.accounting_bnc"' in text
    assert 'value="retention.accounting_merchant"' not in text
    assert 'value="retention.staff_dosimetry"' not in text


def test_a_rule_of_the_catalogue_is_added_with_one_button(clinic, client_of):
    client = client_of(clinic.sophie)
    answer = client.post(clinic.url("retention_adopt"), {"parameter": "retention.patient_file"}, follow=True)
    text = text_of(answer)
    assert "Dossier du patient : règle ajoutée." in text.replace("\u00a0", " ")
    assert 'value="retention.patient_file"' not in text


@pytest.mark.parametrize("key", ["", "retention.nothing", "dpo.public_body", "../secret"])
def test_a_forged_key_leads_nowhere(clinic, client_of, key):
    assert client_of(clinic.alice).post(clinic.url("retention_adopt"), {"parameter": key}).status_code == 404


def test_fifty_rules_ask_as_many_queries_as_five(clinic, client_of, adopt, queries_of):
    client, url = client_of(clinic.alice), clinic.url("retention")
    names = [parameter.name for parameter in dated.all_parameters("retention")]
    for rule in adopt(*names[:5]):
        data = [{"description": "Données", "retention_rule": rule}]
        cast.activity(clinic, data_categories=data, processors=[])
    few = queries_of(client, url)
    for rule in adopt(*names[5:50]):
        data = [{"description": "Données", "retention_rule": rule}]
        cast.activity(clinic, data_categories=data, processors=[])
    assert queries_of(client, url) == few <= 9


def test_leaving_a_recommendation_without_a_reason_is_refused_beside_the_field(clinic, client_of, adopt):
    [rule] = adopt("patient_file")
    client, url = client_of(clinic.alice), clinic.url("retention_edit", rule.pk)
    answer = client.post(url, fields_of(rule, text="30 ans pour tous."))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["justification"]
    assert "30 ans pour tous." in text_of(answer)
    content = fields_of(rule, text="30 ans pour tous.", justification="Notre assureur le demande.")
    assert client.post(url, content).status_code == 302
    page = text_of(client.get(clinic.url("retention")))
    assert "Vous vous écartez de la règle de référence" in page
    assert "Notre assureur le demande." in page


def test_the_form_of_a_copied_rule_shows_its_reference_and_leaves_its_force_alone(clinic, client_of, adopt):
    [rule] = adopt("accounting_bnc")
    client, url = client_of(clinic.alice), clinic.url("retention_edit", rule.pk)
    text = text_of(client.get(url))
    assert "obligatoire (CGI, art.\u00a099)" in text
    assert 'name="force"' not in text
    assert client.post(url, fields_of(rule, force="practice", parameter="")).status_code == 302
    with clinic.scope():
        after = queries.rule(rule.pk)
    assert (after.force, after.parameter) == ("obligation", "retention.accounting_bnc")


def test_a_rule_to_validate_is_ticked_off_once_checked(clinic, client_of, adopt):
    [rule] = adopt("cctv")
    client, url = client_of(clinic.alice), clinic.url("retention_edit", rule.pk)
    assert "Décochez quand vous avez vérifié la règle" in text_of(client.get(url))
    client.post(url, fields_of(rule, reason="vérifié avec l’ordre"))
    with clinic.scope():
        assert not queries.rule(rule.pk).to_validate
    assert "Décochez" not in text_of(client.get(url))


def test_a_rule_of_ones_own_is_written_and_its_source_kept(clinic, client_of):
    client = client_of(clinic.alice)
    answer = client.post(clinic.url("retention_new"), {**OWN, "source": "Règlement du parking"})
    assert answer.status_code == 302
    with clinic.scope():
        [rule] = queries.rules()
    assert rule.sources == ({"title": "Règlement du parking", "href": ""},)
    text = text_of(client.get(clinic.url("retention")))
    assert "Règlement du parking" in text
    assert "1\u00a0règle écrite ou modifiée par vous n’est pas dessinée" in text


def test_a_rule_of_ones_own_said_compulsory_needs_its_text_beside_the_field(clinic, client_of):
    answer = client_of(clinic.alice).post(clinic.url("retention_new"), {**OWN, "force": "obligation"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["source"]


def test_what_is_wrong_is_said_in_french_and_nothing_typed_is_lost(clinic, client_of):
    answer = client_of(clinic.alice).post(clinic.url("retention_new"), {**OWN, "text": "", "fate": "Broyage"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == ["Ce champ est obligatoire."]
    assert "Broyage" in text_of(answer)


def test_a_change_asked_on_an_old_version_gives_both_texts(clinic, client_of, adopt):
    [rule] = adopt("appointments")
    with clinic.scope():
        operations.update_rule(rule=rule, lock="1", content={"text": "6 mois."}, by=clinic.sign())
    answer = client_of(clinic.alice).post(
        clinic.url("retention_edit", rule.pk), fields_of(rule, text="9 mois.", lock="1")
    )
    assert answer.status_code == 409
    assert "6 mois." in text_of(answer)
    assert "9 mois." in text_of(answer)


def test_archiving_a_rule_that_an_activity_follows_is_refused_with_its_name(clinic, client_of, adopt):
    [rule] = adopt("patient_file")
    data = [{"description": "Dossier", "kind": "health", "retention_rule": rule}]
    cast.activity(clinic, name="Dossiers", data_categories=data, processors=[])
    url = clinic.url("retention_archive", rule.pk)
    answer = client_of(clinic.alice).post(url, {"lock": "1", "reason": ""}, follow=True)
    assert "est encore suivie par «\u00a0A-01 Dossiers\u00a0»" in text_of(answer)


def test_a_rule_is_archived_then_brought_back(clinic, client_of, adopt):
    [rule] = adopt("patient_file")
    client, url = client_of(clinic.alice), clinic.url("retention_archive", rule.pk)
    client.post(url, {"lock": "1", "reason": ""})
    assert "1\u00a0règle archivée" in text_of(client.get(clinic.url("retention")))
    client.post(url, {"lock": "2", "reason": ""})
    assert "1\u00a0règle suivie" in text_of(client.get(clinic.url("retention")))


def test_a_rule_made_for_another_legal_form_is_pointed_out(neighbour, client_of):
    with neighbour.scope():
        operations.adopt_parameter(key="retention.accounting_merchant", by=neighbour.sign(), on=cast.TODAY)
    text = text_of(client_of(neighbour.manager).get(neighbour.url("retention")))
    assert "Cette règle vise une autre forme d’exercice que la vôtre" in text


def test_a_reader_and_a_practitioner_change_no_common_rule(clinic, client_of, adopt):
    [rule] = adopt("patient_file")
    for person in (clinic.bob, clinic.denis):
        client = client_of(person)
        assert client.get(clinic.url("retention")).status_code == 200
        assert client.get(clinic.url("retention_new")).status_code == 403
        assert client.get(clinic.url("retention_edit", rule.pk)).status_code == 403
        assert client.post(clinic.url("retention_adopt"), {"parameter": "retention.cctv"}).status_code == 403
        assert client.post(clinic.url("retention_archive", rule.pk), {"lock": "1"}).status_code == 403


def test_a_stranger_finds_nothing(clinic, neighbour, client_of, adopt):
    [rule] = adopt("patient_file")
    client = client_of(neighbour.manager)
    assert client.get(clinic.url("retention")).status_code == 404
    assert client.get(clinic.url("retention_edit", rule.pk)).status_code == 404
    assert client.get(neighbour.url("retention_edit", rule.pk)).status_code == 404
    assert client.post(neighbour.url("retention_archive", rule.pk), {"lock": "1"}).status_code == 404
