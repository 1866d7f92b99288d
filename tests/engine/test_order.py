"""Who is served next: each order serves whom it says, and the usual one is what it was."""

import numpy as np
import pytest

import qipan
from qipan.engine.codes import ORDERS
from qipan.scenario import ScenarioError

from .conftest import BEFORE, SCENARIOS, same_records

SHORT = BEFORE.revise({"horizon": {"start": "2019-03-01", "days": 30, "warm_up_days": 0}})
ONE = qipan.load(SCENARIOS / "one_queue.yaml")
KIND = ONE.document.issues.kinds["task"].model_dump(mode="json")
QUEUE = ONE.revise(
    {
        "city.community_count": 1,
        "city.residents": 1000,
        "horizon": {"start": "2019-01-01", "days": 40, "warm_up_days": 0},
        "desks.community.staff_per_desk": 1,
        "issues.kinds.task": {**KIND, "births_per_1000_residents_year": 0.4 * 8760},
        "issues.kinds.task.work_hours": {"distribution": "exponential", "mean": 1.0},
        "issues.kinds.later": {
            **KIND,
            "births_per_1000_residents_year": 0.4 * 8760,
            "work_hours": {"distribution": "exponential", "mean": 1.0},
            "sla_class": "urgent",
        },
    }
)


def ordered(order: str, base: qipan.Scenario = QUEUE) -> qipan.Scenario:
    levels = ("estate", "community", "subdistrict", "department")
    return base.revise({f"desks.{level}.order": order for level in levels})


def choices(order: str) -> list[tuple[np.ndarray, int]]:
    """Tickets that waited at each start of a service, and the place of the one that was taken."""
    record = qipan.simulate(ordered(order), 1).record
    table = record.tickets[record.tickets["closed"] >= 0.0]
    found = []
    for row in np.argsort(table["responded"]):
        now = table["responded"][row]
        waiting = np.flatnonzero((table["opened"] < now) & (table["responded"] >= now))
        if len(waiting) > 1 and row in waiting:
            found.append((table[waiting], int(np.flatnonzero(waiting == row)[0])))
    return found


@pytest.mark.parametrize("order", ["oldest", "shortest", "by_age"])
def test_an_order_takes_the_one_it_says(order: str) -> None:
    sla = QUEUE.document.issues.sla_hours
    names = list(QUEUE.document.issues.kinds)
    record = qipan.simulate(ordered(order), 1).record
    hours = np.array([sla[QUEUE.document.issues.kinds[name].sla_class] for name in names])
    several = choices(order)
    assert len(several) > 50
    for waiting, taken in several:
        now = waiting["responded"][taken]
        marks = {
            "oldest": waiting["opened"],
            "shortest": waiting["closed"] - waiting["responded"],
            "by_age": (waiting["opened"] - now) / hours[record.issues["kind"][waiting["issue"]]],
        }[order]
        assert marks[taken] <= marks.min() + 1e-9


def test_anyone_may_be_next_where_the_order_is_random() -> None:
    taken = np.array([place / (len(waiting) - 1) for waiting, place in choices("random")])
    assert 0.35 < taken.mean() < 0.65 and (taken == 0.0).any() and (taken == 1.0).any()


def test_the_usual_order_is_what_a_scenario_has_that_says_none() -> None:
    said = qipan.simulate(ordered("priority_first_come", SHORT), 1)
    assert same_records(qipan.simulate(SHORT, 1), said)


@pytest.mark.parametrize("order", [order for order in ORDERS if order != "priority_first_come"])
def test_another_order_serves_the_same_issues_otherwise(order: str) -> None:
    usual, other = (qipan.simulate(s, 1) for s in (SHORT, ordered(order, SHORT)))
    cohort = [run.record.issues[run.record.issues["cohort"] == 1] for run in (usual, other)]
    assert set(cohort[0]["key"].tolist()) == set(cohort[1]["key"].tolist())
    assert not same_records(usual, other)


def test_an_order_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ScenarioError) as raised:
        QUEUE.revise({"desks.community.order": "shortst"})
    said = str(raised.value)
    assert "desks.community.order" in said and "shortest" in said and "by_age" in said
