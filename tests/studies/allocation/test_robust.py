"""Plans over draws of the assumed ranges."""

from types import SimpleNamespace

import numpy as np
import pytest

from qipan.programs.cadres.plan import solve_cadres
from qipan.programs.cadres.table import tabulate
from qipan.programs.objectives import (
    ConditionalValueAtRisk,
    LexicographicMaxMin,
    MeanPlusGini,
    Utilitarian,
)
from qipan.runs.at_work import AtWork
from qipan.studies.allocation.cadre_strategy import CadreStrategy
from qipan.studies.allocation.cadres import CadreAllocation, problem
from qipan.studies.allocation.placement import Facts, PlacementError
from qipan.studies.allocation.plans import PlanSimulator, SimulatedPlan
from qipan.studies.allocation.request import Request
from qipan.studies.allocation.robust import (
    KNOWING,
    NOMINAL,
    ROBUST,
    TODAY,
    Draws,
    Ranges,
    _mean,
    robust_frame,
    robust_plan,
    robust_plan_frame,
)
from qipan.studies.allocation.strategy import divide

from .test_allocation import CITY as LARGER

CITY = LARGER.revise(
    {
        "city.community_count": 3,
        "city.residents": 9_000,
        "horizon": {"start": "2019-05-01", "days": 60, "warm_up_days": 30},
    }
)
DRAWS = 2


@pytest.fixture(scope="module")
def simulator():
    return PlanSimulator(CITY)


@pytest.fixture(scope="module")
def nominal():
    request = Request(Utilitarian(), amount=3, cap=2, replications=2, fresh=2, loop=False)
    return divide(CadreStrategy(CITY, request, AtWork()))


@pytest.fixture(scope="module")
def result(simulator, nominal):
    return robust_plan(nominal, simulator, DRAWS)


def test_every_assumed_number_is_drawn_within_its_range(simulator) -> None:
    drawn = Ranges(simulator).draw(4, 7)
    rows = [row for row in CITY.provenance if row.range and isinstance(row.value, int | float)]
    nominal = {row.key: row.value for row in rows}
    moved = set()
    for world in drawn.simulators:
        assert world.communities == simulator.communities
        for row in world.scenario.provenance:
            if row.key in nominal:
                assert row.range is not None
                assert row.range[0] <= row.value <= row.range[1], row.key
                moved |= {row.key} if row.value != nominal[row.key] else set()
    residents = ("residents.choice.", "residents.petitions.", "residents.households.")
    idle = ("volunteers.", "units.", "policy.", "closure.month_end.", *residents)  # that are off
    still = {key for key in nominal if key not in moved and not key.startswith(idle)}
    assert len(moved) > 150 and len(still) < 0.1 * len(moved), sorted(still)
    assert "city.community_count" in drawn.held or "city.community_count" not in nominal


def test_draws_do_not_depend_on_what_was_drawn_before(simulator) -> None:
    ranges = Ranges(simulator)
    one, other, different = ranges.draw(1, 7), ranges.draw(1, 7), ranges.draw(1, 8)
    hashes = [world.scenario.sha256 for world in one.simulators]
    assert hashes == [world.scenario.sha256 for world in other.simulators]
    assert not set(hashes) & {world.scenario.sha256 for world in different.simulators}


def test_a_robust_plan_keeps_the_rules_and_meets_its_rivals_on_fresh_draws(result, nominal) -> None:
    assert set(result.values) == {TODAY, NOMINAL, ROBUST, KNOWING}
    plan = result.plans[ROBUST]
    assert plan.sum() == 3 and plan.max() <= 2
    assert all(row.shape == (DRAWS,) and (row > 0.0).all() for row in result.values.values())
    regrets = {regret.plan: regret for regret in result.regrets}
    assert regrets[KNOWING].mean.mean == 0.0
    for name in (TODAY, NOMINAL, ROBUST):
        lost = result.values[name] - result.values[KNOWING]
        assert regrets[name].mean.mean == pytest.approx(lost.mean())
        assert regrets[name].worst.mean == pytest.approx(lost.max())
    difference = (result.values[ROBUST] - result.values[TODAY]).mean()
    assert result.against_today is not None
    assert result.against_today.mean == pytest.approx(difference)
    planned = {world.scenario.sha256 for world in result.planned_on.simulators}
    assert not planned & {world.scenario.sha256 for world in result.judged_on.simulators}
    assert len(robust_frame(result)) == DRAWS
    assert robust_plan_frame(nominal, result)["plan"].tolist() == plan.tolist()


def test_a_plan_of_another_total_than_todays_leaves_today_out(simulator) -> None:
    request = Request(LexicographicMaxMin(), amount=4, cap=2, replications=2, fresh=2, loop=False)
    found = robust_plan(divide(CadreStrategy(CITY, request, AtWork())), simulator, 2)
    assert TODAY not in found.values and found.against_today is None
    assert np.isfinite(found.against_nominal.mean)


class _Town:
    """Two communities of known residents whose ticket-days a cadre halves, with a little chance."""

    communities = ("a", "b")

    def __init__(self, residents) -> None:
        self.residents = np.array(residents)
        self.city = SimpleNamespace(places=SimpleNamespace(residents=self.residents))

    def __call__(self, cadres, seeds, criteria=False):
        chance = np.random.default_rng(list(seeds)).uniform(0.99, 1.01, (len(seeds), 1))
        return SimulatedPlan(chance * np.array([100.0, 40.0]) / (1.0 + cadres), {})

    at_receivers = __call__  # nobody here has senders


def _one_cadre(objective):
    given = _Town([1000, 1000])
    ones = np.ones(2)
    known = Facts(given.communities, given.residents, np.array([1, 0]), ones, ones, ones)
    request = Request(objective, amount=1, cap=1, replications=2, fresh=2)
    table = tabulate(given, 2, 0, 1, [1, 2])
    first = solve_cadres(problem(known, table.numbers, table.values, 1, 0, 1), objective)
    return CadreAllocation(
        scenario=CITY,
        request=request,
        in_force=CITY,
        years=0,
        facts=known,
        first=first,
        table=table,
        loop=None,
        solves=(first,),
    )


@pytest.mark.parametrize(
    ("objective", "knowing", "value"),
    [
        (LexicographicMaxMin(), [0, 1], 100.0),
        (ConditionalValueAtRisk(), [0, 1], 100.0),
        (MeanPlusGini(), [0, 1], 90.0 + 5.0),
        (Utilitarian(), [1, 0], 90.0),
    ],
)
def test_a_draws_residents_are_those_of_the_plans_made_for_it(
    monkeypatch, objective, knowing, value
) -> None:
    """By head b is worse off in every draw (40 of 250, not of 1,000), which the plans must know."""

    class Drawn:
        def __init__(self, simulator) -> None:
            pass

        def draw(self, count, seed):
            return Draws((_Town([1000, 250]),) * count, 1, (), {})

    monkeypatch.setattr("qipan.studies.allocation.robust.Ranges", Drawn)
    nominal = _one_cadre(objective)
    assert nominal.placed.tolist() == [1, 0]
    result = robust_plan(nominal, None, 3)
    assert result.plans[ROBUST].tolist() == knowing
    assert result.values[KNOWING] == pytest.approx(value, rel=0.01)
    lost = result.values[NOMINAL] - result.values[KNOWING]
    assert (lost > 0.0).all() if knowing == [0, 1] else (lost == 0.0).all()
    assert result.values[ROBUST] == pytest.approx(result.values[KNOWING])


def test_mean_scores_are_by_the_residents_of_each_draw() -> None:
    worlds = [_Town([1000, 500]), _Town([1000, 250])]
    tables = [tabulate(world, 2, 0, 1, [3]) for world in worlds]
    by_head = _mean(_one_cadre(LexicographicMaxMin()), tables, worlds).values
    plain = _mean(_one_cadre(Utilitarian()), tables, worlds).values
    assert by_head == pytest.approx(plain * np.array([[1.0], [(2.0 + 4.0) / 2.0]]))
    assert plain == pytest.approx(tables[0].values)


def test_one_draw_gives_no_interval(simulator, nominal) -> None:
    with pytest.raises(PlacementError, match="2 at least"):
        robust_plan(nominal, simulator, 1)
