"""Assumed numbers at the ends of their ranges are told."""

import io
from pathlib import Path

import pytest
from rich.console import Console

import qipan
from qipan.report.assumptions import is_at_an_end, places_in_range, print_assumptions
from qipan.scenario.provenance import ProvenanceRow

TINY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml")


def row(value: "float | list[object]", low: float = 0.0, high: float = 10.0) -> ProvenanceRow:
    return ProvenanceRow("key", value, "", "assumed", assumed="why", range=(low, high))


@pytest.mark.parametrize(
    ("value", "at_an_end"),
    [
        (0.0, True),
        (0.4, True),
        (0.6, False),
        (9.4, False),
        (9.6, True),
        ([0.0, 0.2], True),
        ([0, 10], False),
        ([[0, 0], [0, 1]], True),
    ],
)
def test_near_is_a_twentieth_of_the_range(value: float, at_an_end: bool) -> None:
    assert is_at_an_end(row(value)) is at_an_end


def test_places_are_parts_of_the_range() -> None:
    assert places_in_range(row([2.0, 4.0], 2.0, 6.0)) == [0.0, 0.5]
    assert places_in_range(ProvenanceRow("key", 3, "", "stated", source="s")) == []


def printed(*, show_all: bool) -> str:
    text = io.StringIO()
    false_share = {"value": 0.299, "range": [0, 0.3], "assumed": "a strained guess"}
    scenario = TINY.revise({"closure.false_share": false_share})
    print_assumptions(scenario, Console(file=text, width=140), show_all=show_all)
    return text.getvalue()


def test_strained_numbers_are_listed_and_all_on_request() -> None:
    brief, full = printed(show_all=False), printed(show_all=True)
    strained = next(line for line in brief.splitlines() if "closure.false_share" in line)
    for word in ("0.299", "0 to 0.3", "100 %", "a strained guess"):
        assert word in strained
    assert "city.residents" not in brief and "city.residents" in full
    for status in ("stated", "literature", "derived", "assumed"):
        assert status in brief.splitlines()[0]
