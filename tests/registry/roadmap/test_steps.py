"""The six steps: what is done, what is next, and the path drawn."""

from dataclasses import replace

from registry.roadmap import steps
from registry.roadmap.steps import DONE, LATER, NEXT, Facts


def states(facts):
    return {step.key: step.state for step in steps.six(facts)}


def test_with_nothing_entered_the_questionnaire_is_next_and_everything_says_why():
    found = steps.six(Facts())
    assert [step.state for step in found] == [NEXT, *[LATER] * 5]
    assert all(step.why and step.left for step in found)
    assert found[0].route == "questionnaire"


def test_a_step_done_out_of_order_is_done_and_the_first_left_is_next():
    found = states(Facts(in_force=9, notice_published=True, lacking=0, twelve_missing=0))
    assert found == {
        "awareness": DONE, "method": NEXT, "training": LATER, "reference": DONE, "technical": DONE, "insurance": LATER,
    }  # fmt: skip


def test_what_is_left_is_said_in_a_few_words():
    left = {step.key: step.left for step in steps.six(Facts(in_force=9, lacking=2, twelve_missing=1))}
    assert left["reference"] == "Il reste à publier la notice des patients et compléter 2 points du registre."
    assert left["technical"].startswith("1 des douze premières mesures est")
    assert left["awareness"] == ""


def test_the_path_draws_six_dots_and_says_them():
    facts = Facts(in_force=9, method_chosen=True, trained=True)
    found = steps.path(steps.six(facts))
    assert [dot.number for dot in found.dots] == [1, 2, 3, 4, 5, 6]
    assert found.done_x == found.dots[2].x and found.first_x == "8%" and found.last_x == "92%"
    assert "Former l’équipe, fait" in found.title and "à faire maintenant" in found.title
    assert steps.path(steps.six(replace(facts, in_force=0))).done_x == "8%"
