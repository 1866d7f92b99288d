"""Cadres placed anew inside the simulation: by whom, when, at what cost, and to what effect."""

import itertools
import math
from typing import Any

import numpy as np
import pytest

import qipan
from qipan.agents.planned_cadres import CadresOffice
from qipan.agents.planner import Planner
from qipan.outcomes.metrics import compute_metrics
from qipan.scenario import ScenarioError

from .conftest import CADRES, CITY, falls

DAYS = CITY.document.horizon.total_days
OFFICE = {
    "period_days": 30,
    "ahead_days": 90,
    "most_per_community": 4,
    "notice_days": 5,
    "hand_over_hours": 8,
    "yuan_per_move": 2000,
    "survey_hours": 4,
}
SENT = {**CADRES, "on": True, "full_time_per_community": 1, "from_outside_share": 1}
UNEVEN = CITY.revise({"city.issue_rate_sigma": 0.6, "policy.sent_down": SENT})


def planned(base: qipan.Scenario = UNEVEN, /, **other: Any) -> qipan.Scenario:
    cadres = {**OFFICE, **other}
    office = {"on": True, "hours": None, "funds": None, "cadres": cadres}
    return base.revise({"policy.planner": office})


class Watched(Planner):
    """A planner who keeps its cases and placements."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.cases: list[Any] = []

    def place_cadres(self, case: Any) -> Any:
        found = super().place_cadres(case)
        self.cases.append((case, found))
        return found


def watched(scenario: qipan.Scenario, seed: int = 1) -> Any:
    return qipan.CityModel(scenario, seed=seed, institutions=[Watched]).run()


def test_a_planner_without_cadres_is_what_it_was() -> None:
    none = UNEVEN.revise({"policy.planner.on": False})
    assert "cadres" not in none.document.policy.planner.model_dump()
    record = qipan.CityModel(none, seed=1).run().record()
    assert "cadres_moved" not in record.costs
    assert math.isnan(compute_metrics(record)["cadres_moved_per_year"])


def test_nobody_comes_or_goes_and_who_moves_has_had_notice() -> None:
    model = watched(planned())
    assert model.planner.moves
    for move in model.planner.moves:
        assert move.change.sum() == 0
        assert move.day - move.ordered == OFFICE["notice_days"]
        assert move.ordered % OFFICE["period_days"] == 0
    placed = model.planner.full_time()
    assert placed.sum() == 4
    assert (placed >= 0).all()
    assert [c.cadres.heads for c in model.communities] == placed.tolist()


def test_until_the_notice_is_over_they_work_where_they_are() -> None:
    model = qipan.CityModel(planned(), seed=1)
    while not model.planner.moves:
        model.simulate_day()
    move = model.planner.moves[0]
    before = [c.cadres.heads for c in model.communities]
    assert before == [1.0] * 4
    while model.day < move.day:
        model.simulate_day()
        assert [c.cadres.heads for c in model.communities] == before
    model.simulate_day()
    assert [c.cadres.heads for c in model.communities] == (1 + move.change).tolist()
    came = int(np.argmax(move.change))
    # Who came does not know the place yet.
    assert model.communities[came]._arrivals.mean_speed(
        model.document.policy.sent_down, model.day
    ) < max(
        c._arrivals.mean_speed(model.document.policy.sent_down, model.day)
        for c in model.communities
    )


def test_its_placement_is_the_best_of_all_by_its_curves() -> None:
    model = watched(planned())
    assert len(model.planner.cases) == (DAYS - 1) // OFFICE["period_days"]
    for case, found in model.planner.cases:
        total, most = case.total, OFFICE["most_per_community"]
        tried = [
            sum(float(c.value_at(x)) for c, x in zip(case.curves, each, strict=True))
            for each in itertools.product(range(most + 1), repeat=4)
            if sum(each) <= total
        ]
        assert sum(
            float(c.value_at(x)) for c, x in zip(case.curves, found, strict=True)
        ) == pytest.approx(min(tried), rel=1e-3)


def test_what_it_sees_is_near_what_comes() -> None:
    """Loads by its counts, against the arrivals and work of the whole run."""
    model = watched(planned(least_saved_days=1e9, survey_hours=0))
    record, first = model.record(), model.layer.layout.first_community
    desks = record.desks_after[first : first + 4]
    came = desks["arrivals"] * (desks["busy_hours"] * desks["speed"]).sum()
    truth = came / desks["services"].sum() / DAYS
    last, _ = model.planner.cases[-1]
    assert last.load_hours == pytest.approx(truth, rel=0.25)
    assert np.argmax(last.load_hours) == np.argmax(truth)


def test_it_does_not_look_ahead() -> None:
    longer = planned(UNEVEN.revise({"horizon.days": 200}))
    first, same = (watched(each).planner.cases[0][0] for each in (planned(), longer))
    assert np.array_equal(first.load_hours, same.load_hours)


def test_a_move_that_must_save_more_than_it_can_is_not_made() -> None:
    assert not watched(planned(least_saved_days=1e9)).planner.moves
    assert watched(planned(least_saved_days=1)).planner.moves


def test_moves_are_counted_and_cost_hours_and_yuan() -> None:
    names = "worker_yuan_year patroller_yuan_year clerk_yuan_year centre_yuan_per_m2_year"
    prices = dict.fromkeys([*names.split(), "volunteer_yuan_per_hour", "cadre_yuan_year"], 0)
    priced = UNEVEN.revise({"costs": {**prices, "post_hours_per_year": 2000}})
    model = watched(planned(priced))
    warm_up, days = model.horizon.warm_up_days, model.horizon.days
    measured = [each for each in model.planner.moves if warm_up <= each.day < warm_up + days]
    moved = sum(each.cadres for each in measured)
    metrics = compute_metrics(model.record())
    assert moved > 0
    assert metrics["cadres_moved_per_year"] == pytest.approx(moved * 365 / days)
    assert metrics["moving_yuan_per_year"] == pytest.approx(2000 * moved * 365 / days)
    own = compute_metrics(qipan.CityModel(priced, seed=1).run().record())
    spent = metrics["cost_yuan_year"] - metrics["moving_yuan_per_year"]
    assert spent == pytest.approx(own["cost_yuan_year"], rel=1e-6)
    plans = sum(warm_up <= n < warm_up + days for n in range(30, DAYS, 30))
    handed = sum(-each.change[each.change < 0].sum() for each in measured) * 8
    hours = metrics["meeting_hours_per_year"] - own["meeting_hours_per_year"]
    assert hours * days / 365 == pytest.approx(4 * plans + handed)


def test_where_others_are_sent_all_begins_anew() -> None:
    change = {
        "on": "2019-06-15",
        "set": {"policy": {"sent_down": {"full_time_per_community": 2}}},
    }
    model = qipan.CityModel(planned().revise({"policy.changes": [change]}), seed=1)
    day = model.regimes[1].day
    while model.day <= day:
        model.simulate_day()
    assert model.planner.full_time().tolist() == [2.0] * 4
    assert [c.cadres.heads for c in model.communities] == [2.0] * 4


def test_cadres_placed_by_what_was_seen_leave_less_open_where_loads_differ() -> None:
    long = UNEVEN.revise({"horizon.days": 240})
    assert falls(planned(long), "backlog_ticket_days", long)
    assert falls(planned(long, rule="by_load"), "backlog_ticket_days", long)


def test_the_office_is_one_that_can_be_overridden() -> None:
    class Stays(Planner):
        def place_cadres(self, case: Any) -> Any:
            return case.present

    model = qipan.CityModel(planned(), seed=1, institutions=[Stays]).run()
    assert not model.planner.moves
    assert isinstance(model.planner._cadres, CadresOffice)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"policy.sent_down.on": False}, "policy.sent_down is off"),
        ({"policy.planner.cadres.most_per_community": 0}, "most_per_community: found 0"),
        ({"policy.sent_down.full_time_per_community": 6}, "must be at least 6"),
        ({"policy.planner.cadres.period_days": 5000}, "nobody would move"),
        ({"policy.planner.cadres.rule": "by_luck"}, "by_load"),
    ],
)
def test_what_cannot_be_planned_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        planned().revise(changes)
    assert said in str(refused.value)
