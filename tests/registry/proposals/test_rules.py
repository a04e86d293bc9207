"""Three texts of one thing: what is proposed, what is kept, what is taken."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from registry.proposals import rules

CASES = yaml.safe_load(Path(__file__).with_name("cases").joinpath("three_texts.yaml").read_text(encoding="utf-8"))
WORDS = st.sampled_from(["", "Soigner", "Coordonner", "Former", "Facturer"])
LINE = st.fixed_dictionaries({"name": WORDS, "interest": WORDS})


def rows(lines):
    return [{"id": key, **line} for key, line in lines.items()]


TEXT = st.fixed_dictionaries(
    {"name": WORDS, "software": WORDS, "persons": st.lists(WORDS, max_size=2)},
    optional={"purposes": st.dictionaries(st.sampled_from("abcd"), LINE, max_size=4).map(rows)},
).map(lambda text: {"purposes": [], **text})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_proposed(case):
    found = rules.compare(case["base"], case["mine"], case["theirs"])
    assert {each.key: "local" if each.local else "free" for each in found} == case["changes"]


@given(TEXT, TEXT, TEXT)
def test_taking_nothing_changes_nothing(base, mine, theirs):
    assert rules.merged(mine, rules.compare(base, mine, theirs), set()) == {}


@given(TEXT, TEXT, TEXT, st.randoms())
def test_own_words_are_never_lost_without_a_choice(base, mine, theirs, chance):
    changes = rules.compare(base, mine, theirs)
    free = sorted(rules.suggested(changes))
    taken = set(chance.sample(free, chance.randint(0, len(free))))
    result = {**mine, **rules.merged(mine, changes, taken)}
    for name in ("name", "software", "persons"):
        if mine[name] != base[name] and (mine[name] or base[name]):
            assert result[name] == mine[name]
    before, after = ({row["id"]: row for row in text["purposes"]} for text in (base, result))
    for row in mine["purposes"]:
        given_as = before.get(row["id"])
        if given_as is None:
            assert after[row["id"]] == row or row["id"] in {each["id"] for each in theirs["purposes"]}
            continue
        for field in ("name", "interest"):
            if row[field] != given_as[field]:
                assert after[row["id"]][field] == row[field]


SOIGNER = {"name": "Soigner", "interest": "Soigner"}


def text(*purposes):
    return {"purposes": list(purposes), "name": "", "software": "", "persons": []}


@given(TEXT, TEXT)
@example(text({"id": "a", **SOIGNER}), text({"id": "a", "name": "", "interest": ""}, {"id": "b", **SOIGNER}))
@example(text({"id": "a", **SOIGNER}), text({"id": "b", **SOIGNER}))
def test_whoever_wrote_nothing_of_his_own_and_takes_all_has_the_model_s_text(base, theirs):
    changes = rules.compare(base, base, theirs)
    result = {**base, **rules.merged(base, changes, {each.key for each in changes})}
    assert rules.same_text(result, theirs)
    assert not any(each.local for each in changes)


@given(TEXT, TEXT, TEXT, st.randoms())
def test_what_was_answered_is_not_proposed_again(base, mine, theirs, chance):
    changes = rules.compare(base, mine, theirs)
    keys = sorted(each.key for each in changes)
    taken = set(chance.sample(keys, chance.randint(0, len(keys))))
    after = {**mine, **rules.merged(mine, changes, taken)}
    assert rules.compare(theirs, after, theirs) == ()


@given(TEXT, TEXT, TEXT)
def test_an_answer_is_named_by_what_was_taken(base, mine, theirs):
    changes = rules.compare(base, mine, theirs)
    keys = [each.key for each in changes]
    assert rules.outcome(changes, keys) == "taken"
    assert rules.outcome(changes, set()) == ("refused" if keys else "taken")
    if len(keys) > 1:
        assert rules.outcome(changes, keys[:1]) == "partly"


@pytest.mark.parametrize(
    ("edits", "own", "represented", "answers"),
    [
        (True, "denis", {"denis"}, True),
        (True, None, {"denis"}, False),
        (True, None, set(), True),
        (True, "maud", {"denis", "maud"}, False),
        (False, "denis", {"denis"}, False),
        (False, None, set(), False),
    ],
)
def test_the_people_of_a_party_answer_for_it_and_others_only_where_it_has_none(edits, own, represented, answers):
    assert rules.may_answer(edits=edits, own_party=own, party="denis", represented=represented) is answers
