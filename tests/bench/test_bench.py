"""The figures are right and the table says them; nothing is timed here."""

import json
from types import SimpleNamespace

import pytest

from tests.bench import bare, processes
from tests.bench.figures import Aim, Figure, measure, quantile
from tests.bench.table import as_data, number, table


def test_the_median_and_the_spread_of_known_samples():
    figure = Figure(tuple(range(1, 102)))
    assert (figure.median, figure.p5, figure.p95, figure.n) == (51, 6, 96, 101)


def test_a_quantile_lies_between_its_neighbours_whatever_the_order():
    assert quantile([40, 10, 30, 20], 0.5) == 25
    assert quantile([40, 10, 30, 20], 0.95) == pytest.approx(38.5)
    assert quantile([7], 0.05) == quantile([7], 0.95) == 7
    with pytest.raises(ValueError, match="no sample"):
        quantile([], 0.5)


def test_the_ratio_is_that_of_the_medians():
    assert measure("x", "ms", [3, 4, 5], [1, 2, 9]).ratio == 2
    assert measure("x", "ms", [3]).ratio is None


@pytest.mark.parametrize(
    ("aim", "met"),
    [
        (Aim("p95", "<", 60), False),
        (Aim("p95", "<", 70), True),
        (Aim("median", "<", 60), True),
        (Aim("ratio", "≤", 10), True),
        (Aim("ratio", ">", 10), False),
        (None, None),
    ],
)
def test_an_aim_is_met_or_not(aim, met):
    assert measure("x", "ms", [10, 50, 65], [5], aim=aim).met is met


def test_the_table_has_a_line_for_each_measure_and_names_its_baseline_once():
    measures = [
        measure("list, 20", "ms", [10, 20, 30], [2], against="a fixed body", aim=Aim("p95", "<", 20)),
        measure("list, 200", "ms", [123.4], [2], against="a fixed body", note="49 kB"),
        measure("pages", "pages", [30]),
    ]
    lines = table(measures).splitlines()
    assert lines[0].split()[0] == "measure"
    assert " ".join(lines[2].split()) == "list, 20 20.0 ms 11.0–29.0 3 2.00 ms 10.00 p95 < 20 NO"
    assert "123 ms" in lines[3]
    assert "30.0 pages" in lines[4]
    assert sum("a fixed body" in line for line in lines) == 1
    assert "  list, 200: 49 kB" in lines


def test_what_is_kept_is_plain_data():
    kept = json.loads(json.dumps(as_data(measure("x", "ms", [4], [2], against="raw", aim=Aim("ratio", "≤", 1.2)))))
    assert (kept["median"], kept["baseline"]["median"], kept["ratio"], kept["aim"]) == (4, 2, 2, "ratio ≤ 1.2")
    assert kept["met"] is False
    assert as_data(measure("x", "ms", [4]))["baseline"] is None


def test_numbers_keep_three_digits():
    assert [number(each) for each in (1234.5, 12.345, 1.2345, 0.0012)] == ["1234", "12.3", "1.23", "0.00"]


def test_the_bare_application_answers():
    said = SimpleNamespace(status="")
    body = bare.application({}, lambda status, headers: setattr(said, "status", status))
    assert (said.status, body) == ("200 OK", [bare.BODY])


def test_the_memory_of_a_process_counts_its_children(tmp_path):
    with processes.process(["sh", "-c", "sleep 30 & sleep 30 & wait"], log=tmp_path / "log") as parent:
        while len(processes._tree(parent.pid)) < 3:
            assert parent.poll() is None
        assert processes.memory(parent.pid) > 0
    assert processes.memory(parent.pid) == 0
