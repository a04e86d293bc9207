"""The map of flows: who is inside, who is outside, who is abroad, and a drawing that says so in words."""

from types import SimpleNamespace

from registry.roadmap import flows


def sheet(**content):
    usual = {
        "id": 1, "reference": "A-01", "name": "Suivi", "persons": ("patients",), "recipients": (), "processors": (),
        "transfers": (),
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **content})


def recipient(kind, name=""):
    return SimpleNamespace(kind=kind, name=name, kind_label="Assurance maladie")


def processor(country="France", hds="yes", name="Hôte (fictif)"):
    supplier = SimpleNamespace(name=name, country=country, hds=hds)
    return SimpleNamespace(kind_label="Hébergeur", supplier=supplier)


def places(activity):
    [flow] = flows.flows([activity])
    return {each.name: (each.place, each.hds) for each in flow.receivers}


def test_each_receiver_is_placed():
    found = places(
        sheet(
            recipients=(recipient("internal", "Le secrétariat"), recipient("health_insurance")),
            processors=(processor(), processor("États-Unis", "no", "Loin (fictif)"), processor("", "unknown", "Vague")),
            transfers=(SimpleNamespace(recipient="Laboratoire", country="Inde"),),
        )
    )
    assert found == {
        "Le secrétariat": (flows.INSIDE, False),
        "Assurance maladie": (flows.OUTSIDE, False),
        "Hôte (fictif)": (flows.OUTSIDE, True),
        "Vague": (flows.OUTSIDE, False),
        "Loin (fictif)": (flows.ABROAD, False),
        "Laboratoire (Inde)": (flows.ABROAD, False),
    }


def test_a_processor_without_a_name_says_so():
    unnamed = SimpleNamespace(kind_label="Hébergeur", supplier=None)
    assert list(places(sheet(processors=(unnamed,)))) == ["Hébergeur (à nommer)"]


def test_the_drawing_has_a_box_for_each_and_a_curve_for_each_flow():
    found = flows.flows(
        [
            sheet(processors=(processor(),)),
            sheet(reference="A-02", persons=("patients", "staff"), processors=(processor("Inde"),)),
        ]
    )
    drawn = flows.picture(found)
    assert len(drawn.boxes) == 2 + 2 + 1  # patients and staff, two activities, one host
    assert len(drawn.curves) == 3 + 2
    assert [box.kind for box in drawn.boxes][-1] == flows.ABROAD  # the most distant place of the same receiver
    assert "Hors de l’Union européenne" in drawn.title
    assert max(box.y + box.height for box in drawn.boxes) < drawn.height


def test_nothing_flows_from_an_empty_register():
    assert flows.picture(flows.flows([])) is None
