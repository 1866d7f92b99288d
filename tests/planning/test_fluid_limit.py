"""A plan's program against the simulation where both are the same fluid.

The program knows no chance: work flows in, capacity takes it away, what is handed up flows on, and
what is left over waits. The simulation is made of tickets, which come by chance and are worked on
one by one. Split into many small ones, of work that is always the same, their law of large numbers
is the program's flow; whatever then differs, a unit, a period, an hour of somebody, is a fault of
one of the two.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.planning.plan_file import load_plan
from qipan.planning.posing import measure, pose
from qipan.planning.problem import PlanProblem
from qipan.planning.program import Plan, solve
from qipan.runs.kept import open_tickets
from qipan.runs.runs import replication_seed
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import FROM_OUTSIDE, PlanSimulator

ONE_QUEUE = Path(__file__).parents[2] / "scenarios" / "one_queue.yaml"
HOURS = 0.5  # of work in a ticket
LOAD = 2.8  # of one worker: two are too few, three are enough
CITY = f"""\
extends: {ONE_QUEUE}
name: fluid
title: {{en: Fluid, zh: 流体}}
horizon: {{start: 2019-01-01, days: 365, warm_up_days: 0}}
city: {{community_count: 3, residents: 3000}}
issues:
  kinds:
    task: {{births_per_1000_residents_year: {LOAD * 8760 / HOURS}, work_hours: {HOURS}}}
desks:
  community: {{staff_per_desk: 1, success: {{simple: 0.8}}}}  # a fifth is handed up
  subdistrict: {{staff_per_desk: 1}}
"""
PLAN = """\
plan: {en: Fluid, zh: 流体}
scenario: fluid.yaml
budgets_yuan: [1000000]
periods_per_year: 12
lapse_share_year: 0
staff:
  head: {yuan_year: 1, price_from: none is paid, cap: 3}
"""
HEADS = np.array([0, 1, 2])


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[PlanSimulator, PlanProblem]:
    folder = tmp_path_factory.mktemp("fluid")
    (folder / "fluid.yaml").write_text(CITY, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    file = load_plan(folder / "plan.yaml")
    simulator = PlanSimulator(with_cadres(file.scenario))
    return simulator, pose(file, measure(simulator, [replication_seed(1, 0)]))


def planned(given: PlanProblem, heads: np.ndarray) -> Plan:
    """The program's promise of posts that are set."""
    posts = np.append(heads, 0.0)
    staff = replace(given.staff[0], floors=posts, caps=posts)
    return solve(replace(given, staff=(staff,), budgets={}))


def simulated(simulator: PlanSimulator, heads: np.ndarray) -> np.ndarray:
    """Open tickets at the end of each day, of all residents at whatever desk."""
    scenario = simulator.placed(heads, FROM_OUTSIDE)
    record = qipan.CityModel(scenario, seed=5, city=simulator.city).run().record()
    return open_tickets(record).sum(axis=1)


def test_promised_and_simulated_waiting_are_the_same(
    city: tuple[PlanSimulator, PlanProblem],
) -> None:
    simulator, given = city
    for heads in (HEADS, np.array([0, 0, 0]), np.array([1, 1, 1])):
        promised = planned(given, heads).ticket_days(given).sum()
        assert promised == pytest.approx(simulated(simulator, heads).sum(), rel=0.02)


def test_backlogs_grow_alike_from_month_to_month(city: tuple[PlanSimulator, PlanProblem]) -> None:
    simulator, given = city
    plan, days = planned(given, HEADS), simulated(simulator, HEADS)
    ends = np.interp(np.arange(1, 13) * 365.0 / 12, np.arange(1, 366), days)
    hours = plan.backlog.sum(axis=1)
    assert (hours / HOURS).sum(axis=0) == pytest.approx(ends, rel=0.02)
    assert hours[2].max() == 0.0  # three workers are enough for 2.8
    assert hours[3, -1] > 0.0  # what is handed up is too much for the one above


def test_what_one_more_head_saves_is_what_the_simulation_shows(
    city: tuple[PlanSimulator, PlanProblem],
) -> None:
    simulator, given = city
    more = HEADS + np.array([1, 0, 0])
    promised = planned(given, HEADS).ticket_days(given) - planned(given, more).ticket_days(given)
    found = simulated(simulator, HEADS) - simulated(simulator, more)
    assert promised.sum() == pytest.approx(found.sum(), rel=0.03)


def test_both_put_placements_of_three_heads_in_the_same_order(
    city: tuple[PlanSimulator, PlanProblem],
) -> None:
    simulator, given = city
    tried = [np.array(heads) for heads in ((1, 1, 1), (0, 1, 2), (0, 0, 3))]
    promised = [planned(given, heads).ticket_days(given).sum() for heads in tried]
    found = [simulated(simulator, heads).sum() for heads in tried]
    assert np.argsort(promised).tolist() == np.argsort(found).tolist() == [0, 1, 2]
