"""Options in the scenario: what units change, what they cost by its prices, what they do there."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.outcomes.yuan import yuan_by_lever
from qipan.planning.document import FundLever, MeetingLever, PatrolLever, PlanDocument
from qipan.planning.effects import measured_effects, points_of
from qipan.planning.learning import Years
from qipan.planning.options import OptionWork
from qipan.planning.problem import Option
from qipan.runs.kept import yearly_issue_days
from tests.outcomes.test_yuan import PRICES

from .cases import problem

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
DAYS = 73  # a fifth of a year


@pytest.fixture(scope="module")
def work() -> OptionWork:
    scenario = qipan.load(TINY).revise(
        {
            "costs": PRICES,
            "horizon": {"start": "2019-03-01", "days": DAYS, "warm_up_days": 0},
            "policy.fund.on": True,
            "policy.councils.on": True,
        }
    )
    document = PlanDocument(
        plan={"en": "a plan", "zh": "方案"},
        scenario="tiny.yaml",
        budgets_yuan=(1e6,),
        patrols=PatrolLever(cap=4),
        meetings=MeetingLever(cap=12),
        funds={"service": FundLever(cap=1000)},
    )
    return OptionWork(document, scenario, qipan.CityModel(scenario, 1).city)


def bounds() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    caps = np.array([4.0, 4.0, 0.0])
    return dict.fromkeys(("patrols", "meetings", "service"), (np.zeros(3), caps))


def test_no_unit_is_the_scenario_as_it_is(work: OptionWork) -> None:
    assert work.changes(np.zeros((3, 2))) == {}


def test_units_come_beside_what_there_is_today(work: OptionWork) -> None:
    changed = work.scenario.revise(work.changes(np.array([[1.0, 0.0], [0.0, 6.0], [500.0, 0.0]])))
    policy, today = changed.document.policy, work.scenario.document.policy
    assert policy.patrol.extra == {"c0001": 1.0, "c0002": 0.0}
    assert policy.patrol.patrollers_per_grid == today.patrol.patrollers_per_grid
    assert policy.councils.council is not None
    assert policy.councils.council.extra == {"c0001": 0.0, "c0002": 6.0}
    usual = today.fund.earmarks["service"].yuan_per_community_year
    assert policy.fund.allocation["service"] == {"c0001": usual + 500.0, "c0002": usual}


def test_where_nobody_walks_today_only_those_of_the_plan_do(work: OptionWork) -> None:
    still = work.scenario.revise({"policy.patrol.on": False})
    sent = OptionWork(work.document, still, work.city).changes(np.array([[1, 0], [0, 0], [0, 0.0]]))
    patrol = still.revise(sent).document.policy.patrol
    assert patrol.on
    assert patrol.patrollers_per_grid == 0


def test_the_programs_price_is_what_the_simulated_year_costs(work: OptionWork) -> None:
    options = work.options(bounds())
    units = {"patrols": 2.0, "meetings": 5.0}
    plain = yuan_by_lever(_record(work.scenario), DAYS / 365)
    for row, (option, key) in enumerate(zip(options, ("patrols", "sittings"), strict=False)):
        amounts = np.zeros((3, 2))
        amounts[row, 0] = units[option.name]
        found = yuan_by_lever(_record(work.scenario.revise(work.changes(amounts))), DAYS / 365)
        assert found[key] - plain[key] == pytest.approx(units[option.name] * option.yuan_year)
    assert options[2].yuan_year == 1.0


def _record(scenario: qipan.Scenario):
    model = qipan.CityModel(scenario, 1)
    model.run()
    return model.record()


def test_issue_days_are_those_from_birth_to_the_end_of_each_issue(work: OptionWork) -> None:
    record = _record(work.scenario)
    hours = np.zeros(2)
    for issue in record.issues:
        over = record.end if issue["over"] < 0 else issue["over"]
        hours[issue["community"]] += max(0.0, min(over, record.end) - max(0.0, issue["birth"]))
    assert yearly_issue_days(record) == pytest.approx(hours / 24 * 365 / DAYS)


def test_an_effect_is_drawn_to_what_communities_have_in_common() -> None:
    caps, none = np.array([4.0] * 20 + [0.0]), np.zeros(21)
    given = problem([1000.0] * 20, staff=(), options=(Option("o", "yuan", 1.0, caps, none),))
    rng = np.random.default_rng(1)
    luck = {seed: rng.normal(size=20) for seed in range(4)}

    def simulate(heads: np.ndarray, seeds, units: np.ndarray | None = None, /) -> Years:
        amount = np.zeros(20) if units is None else units[0]
        saved = 3.65 * amount[None] * (1.0 + np.array([luck[s] for s in seeds]))
        return Years(1000.0 - saved)

    (effect,) = measured_effects(given, simulate, np.zeros(20, int), np.zeros((1, 20)), range(4))
    assert points_of(given.options[0]).tolist() == [0.0, 1.0, 2.0, 4.0]
    told = effect.open.at(np.full(20, 4.0)) - effect.open.at(np.zeros(20))
    alone = -0.04 * (1.0 + np.mean(list(luck.values()), axis=0))
    assert told.std() < alone.std()
    assert told.mean() == pytest.approx(alone.mean(), rel=0.2)
