"""Cadres placed by a rule, levers tried beside a question, assumed numbers changed."""

import json

import pytest

from qipan.workbench.asides import STEPS
from qipan.workbench.placement import ALLOCATION
from qipan.workbench.workspace import ASIDES, Question

MOVED = "policy.burden.community_duties_ratio"


@pytest.fixture
def begun(bench):
    """A browser, and the address of a question about the smallest city."""
    browser = bench.browser()
    at = browser.post("/cities/tiny/ask").json()["go"].removesuffix("/city")
    return browser, at


def bounded(browser, at, floor=0, cap=9):
    count = len(browser.get(f"{at}/city/table").json())
    return [{"floor": floor, "cap": cap} for _ in range(count)]


def share(browser, at, rows, total, rule="residents"):
    return browser.post(
        f"{at}/place", json={"do": "share", "total": total, "rule": rule, "rows": rows}
    )


def test_a_rule_keeps_total_floors_and_caps(begun):
    browser, at = begun
    rows = bounded(browser, at, floor=1, cap=3)
    rows[0]["cap"] = 1
    cadres = share(browser, at, rows, str(2 * len(rows))).json()["cadres"]
    assert sum(cadres) == 2 * len(rows)
    assert cadres[0] == 1
    assert all(1 <= n <= 3 for n in cadres)


@pytest.mark.parametrize(("floor", "cap", "total"), [(2, 9, 1), (0, 1, 999)])
def test_what_cannot_be_is_told_in_numbers(begun, floor, cap, total):
    browser, at = begun
    rows = bounded(browser, at, floor, cap)
    said = share(browser, at, rows, total)
    assert said.status_code == 422
    short = abs(total - (floor or cap) * len(rows))
    assert str(short) in said.json()["faults"][0]


def test_a_wrong_bound_is_told_by_row(begun):
    browser, at = begun
    rows = bounded(browser, at)
    rows[1]["floor"] = "two"
    faults = share(browser, at, rows, 3).json()["faults"]
    assert faults == ["row 2, at least: found “two”; must be a whole number, 0 or more"]


def test_a_placement_becomes_an_option(bench, begun):
    browser, at = begun
    rows = [{"cadres": n % 3} for n, _ in enumerate(bounded(browser, at))]
    said = browser.post(f"{at}/place", json={"do": "option", "title": "mine", "rows": rows})
    assert said.json()["go"] == f"{at}/options"
    (question,) = bench.workspace.questions()
    assert sum(question.options[1]["set"][ALLOCATION].values()) == sum(r["cadres"] for r in rows)
    assert browser.get(f"{at}/options").status_code == 200


def try_out(browser, at, **changes):
    asked = {"option": 0, "set": {MOVED: 0.5}, "replications": STEPS[0], **changes}
    return browser.post(f"{at}/whatif", json=asked)


def test_a_lever_is_tried_once_and_the_one_before_is_stopped(bench, begun):
    browser, at = begun
    first = try_out(browser, at).json()["aside"]
    assert try_out(browser, at).json()["aside"] == first
    assert browser.get(f"{at}/whatif/{first}").json()["state"] == "waiting"
    second = try_out(browser, at, set={MOVED: 0.7}).json()["aside"]
    assert second != first
    assert browser.get(f"{at}/whatif/{first}").json()["state"] == "stopped"
    (question,) = bench.workspace.questions()
    command = json.loads((question.folder / ASIDES / second / "job.json").read_text())["command"]
    assert command[:2] == ["qipan", "compare"]
    asked = Question(question.folder / ASIDES / second).options
    assert asked[1]["set"] == {MOVED: 0.7, "policy.burden.on": True}
    assert len(question.options) == 1


@pytest.mark.parametrize(
    "changes", [{"set": {MOVED: 7}}, {"set": {"seed": 1}}, {"option": 5}, {"replications": 3}]
)
def test_what_cannot_be_tried_is_refused_and_nothing_begun(bench, begun, changes):
    browser, at = begun
    assert try_out(browser, at, **changes).status_code == 422
    (question,) = bench.workspace.questions()
    assert not (question.folder / ASIDES).exists()


def test_an_assumed_number_is_changed_within_its_range_alone(bench, begun):
    browser, at = begun
    browser.post(f"{at}/city/own")
    (question,) = bench.workspace.questions()
    before = bench.workspace.city(question.city).provenance
    row = next(r for r in before if r.status == "assumed" and r.range and r.range[1] > r.value > 0)
    beyond = {"key": row.key, "value": row.range[1] + 1e6}
    assert browser.post(f"{at}/assumptions", json=beyond).status_code == 422
    assert bench.workspace.city(question.city).provenance == before
    said = browser.post(f"{at}/assumptions", json={"key": row.key, "value": row.range[1]})
    assert said.status_code == 200, said.text
    after = {r.key: r for r in bench.workspace.city(question.city).provenance}
    assert after[row.key].value == row.range[1]
    assert (after[row.key].status, after[row.key].range) == ("assumed", row.range)
    assert len(after) == len(before)


def test_a_shipped_city_is_not_changed(begun):
    browser, at = begun
    said = browser.post(f"{at}/assumptions", json={"key": "x", "value": 1})
    assert said.status_code == 404


@pytest.mark.parametrize("screen", ["place", "whatif", "assumptions"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_screens_are_shown(begun, screen, language):
    browser, at = begun
    browser.get(f"/language/{language}")
    assert browser.get(f"{at}/{screen}").status_code == 200
