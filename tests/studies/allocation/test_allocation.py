"""Cadres allocated in a simulated city."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.programs.objectives import Utilitarian
from qipan.report.allocation import tables
from qipan.runs.at_work import AtWork
from qipan.runs.errors import ResourceError
from qipan.runs.runner import Runner
from qipan.studies.allocation.cadre_strategy import CadreStrategy
from qipan.studies.allocation.placement import PlacementError, cadres_today, facts
from qipan.studies.allocation.plan_comparison import comparison_frame
from qipan.studies.allocation.plans import PlanSimulator
from qipan.studies.allocation.request import Request, objective_named
from qipan.studies.allocation.strategy import divide

SCENARIOS = Path(__file__).parents[3] / "scenarios"
CITY = qipan.load(SCENARIOS / "fuding_before.yaml").revise(
    {
        "city.community_count": 5,
        "city.subdistrict_count": 1,
        "city.residents": 40_000,
        "horizon": {"start": "2019-05-01", "days": 150, "warm_up_days": 60},
        "policy.sent_down.on": True,
        # Even, with so many heads as are told all the time: what is seen is the plan's.
        "city.issue_rate_sigma": 0,
        "desks.community.committee": None,
        "desks.community.staff_per_10000_residents": 18,
        "desks.community.turnover": None,
    }
)
REQUEST = Request(Utilitarian(), amount=7, cap=4, replications=4, fresh=6)


@pytest.fixture(scope="module")
def found():
    return divide(CadreStrategy(CITY, REQUEST, AtWork()))


def test_a_plan_is_simulated_as_it_is_placed() -> None:
    simulator = PlanSimulator(CITY)
    plan = np.array([0, 2, 1, 0, 3])
    model = qipan.CityModel(simulator.placed(plan), 1)
    policy = CITY.document.policy.sent_down
    part = policy.part_time_per_community * policy.part_time_share
    cadres = [community.cadres.heads - part for community in model.communities]
    assert np.allclose(cadres, plan)
    assert (simulator(plan, [1]).ticket_days > 0).all()


def test_parts_of_cadres_are_sent_as_parts() -> None:
    simulator = PlanSimulator(CITY)
    plan = np.zeros(len(simulator.communities))
    plan[:2] = 2.0, 0.35
    sent = simulator.placed(plan).document.policy.sent_down.allocation
    assert [sent[name] for name in simulator.communities[:3]] == [2, 0.35, 0]
    whole = simulator.placed(plan.round().astype(int)).document.policy.sent_down.allocation
    assert repr(whole[simulator.communities[0]]) == repr(sent[simulator.communities[0]])


def test_more_cadres_leave_fewer_tickets_open() -> None:
    simulator = PlanSimulator(CITY)
    few, many = (simulator(np.full(5, n), range(5)).ticket_days.sum(axis=1) for n in (0, 4))
    assert (many < few).all()


def test_facts_know_who_is_overloaded() -> None:
    simulator = PlanSimulator(CITY)
    known = facts(simulator, cadres_today(CITY), [1, 2])
    load = known.offered / known.capacity
    assert ((load > 0.4) & (load < 2.0)).all()
    assert (known.per_cadre > 100).all()


def test_all_cadres_are_placed_within_the_bounds_and_not_worse_than_a_rule(found) -> None:
    assert found.placed.sum() == 7
    assert ((found.placed >= 0) & (found.placed <= 4)).all()
    assert found.loop is not None
    assert found.loop.against_rule.low <= 0.0


def test_today_is_the_scenario_as_it_stands_and_none_is_nobody(found) -> None:
    assert found.loop is not None
    today, none = found.references
    assert (today.name, today.plan.sum()) == ("today", 5)  # 7 are placed
    assert (none.name, none.plan.sum()) == ("none_sent", 0)
    alone = PlanSimulator(CITY)
    as_it_stands = alone.simulate(CITY, found.request.fresh_seeds).ticket_days
    assert np.array_equal(today.ticket_days, as_it_stands)
    assert np.array_equal(
        none.ticket_days, alone(np.zeros(5, int), found.request.fresh_seeds).ticket_days
    )
    rivals = {candidate.name: candidate for candidate in found.loop.candidates}
    assert "today" not in rivals
    assert rivals["proportional_to_today"].plan.sum() == 7


def test_the_comparison_names_today_its_proportions_and_none(found) -> None:
    frame = comparison_frame(found.loop, found.references).query("measure == 'open ticket-days'")
    totals = dict(zip(frame["plan"], frame["cadres"], strict=True))
    assert (totals["today"], totals["proportional_to_today"], totals["none_sent"]) == (5, 7, 0)
    for language, words in (
        ("en", {"today, as it stands", "in today's proportions", "none sent"}),
        ("zh", {"现状（原样不动）", "按现有比例", "不派干部"}),
    ):
        table = tables.candidates(found).said(language)
        assert words <= set(table.frame[tables.RIVALS["plan"].say(language)])


def test_today_has_its_own_total_whatever_floors_and_caps() -> None:
    request = replace(REQUEST, amount=5, cap=1, replications=2, fresh=2)
    uneven = CITY.revise({"policy.sent_down.allocation": {"c0001": 3, "c0002": 1}})
    today, _ = divide(CadreStrategy(uneven, request, AtWork())).references
    assert today.plan.tolist() == [3, 1, 0, 0, 0]


def test_the_same_request_gives_the_same_plan(found) -> None:
    again = divide(CadreStrategy(CITY, REQUEST, AtWork(Runner(jobs=2))))
    assert again.placed.tolist() == found.placed.tolist()
    assert again.loop is not None and found.loop is not None
    assert again.loop.gap == found.loop.gap


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": 30}, "at most 4 each, 20 in all"),
        ({"amount": -1}, "none may be negative"),
        ({"floor": 5}, "the floor not above the cap"),
    ],
)
def test_what_cannot_be_placed_is_said(changes, words) -> None:
    with pytest.raises(PlacementError, match=words):
        divide(CadreStrategy(CITY, Request(Utilitarian(), cap=4, **changes), AtWork()))


def test_cadres_that_are_not_sent_cannot_be_placed() -> None:
    with pytest.raises(PlacementError, match=r"policy\.sent_down is off"):
        cadres_today(CITY.revise({"policy.sent_down.on": False}))
    with pytest.raises(PlacementError, match="whole persons"):
        cadres_today(CITY.revise({"policy.sent_down.full_time_per_community": 0.5}))
    with pytest.raises(PlacementError, match="no objective named 'fair'; there are"):
        objective_named("fair")


def test_the_command_writes_a_plan_that_a_scenario_can_use(tmp_path: Path) -> None:
    base = tmp_path / "town.yaml"
    base.write_text(
        f"extends: {SCENARIOS / 'tiny.yaml'}\nname: town\n"
        "policy: {sent_down: {on: true}, patrol: {on: false}}\n"
    )
    out = tmp_path / "result"
    options = ["--cadres", "3", "--replications", "2", "--fresh", "2", "--out", str(out)]
    options += ["--frontier", "max_min", "--lp", "--mps", "--check", "1"]
    done = CliRunner().invoke(app, ["allocate", str(base), *options])
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "optimism gap" in said and "rule of thumb" in said
    plan = pd.read_csv(out / "plan.csv")
    assert plan["plan"].sum() == 3
    assert "each proven within a gap" in said and "uses up: total of full_time" in said
    compared = pd.read_csv(out / "comparison.csv")
    assert {"open ticket-days", "p90 of days to solve", "worst community's p90"} <= set(
        compared["measure"]
    )
    itself = compared[compared["plan"] == compared["plan"][0]]
    assert (itself["chosen_minus_plan"].dropna() == 0.0).all()
    written = {p.name for p in out.iterdir()}
    assert {"marginal_check.csv", "manifest.json", "cadres.mps"} <= written
    assert {"frontier.csv", "report.html", "report.docx", "tables.xlsx"} <= written
    drawn = {p.name for p in (out / "charts").iterdir()}
    assert {"allocation.png", "marginal_values.png", "frontier.png", "allocation_map.svg"} <= drawn
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "qipan allocate" in page and "Where 3 cadres go" in page
    assert (out / "cadres.lp").read_text().startswith("\\* cadres *\\")
    planned = tmp_path / "planned.yaml"
    planned.write_text(
        "extends: town.yaml\nname: planned\npolicy: {sent_down: {plan: result/plan.csv}}\n"
    )
    allocation = qipan.load(planned).document.policy.sent_down.allocation
    assert sum(allocation.values()) == 3


def test_no_plan_is_explained_in_the_planners_words(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    file.write_text(
        f"extends: {SCENARIOS / 'tiny.yaml'}\nname: town\npolicy: {{sent_down: {{on: true}}}}\n"
    )
    options = ["--cadres", "1", "--floor", "1", "--replications", "2", "--out", str(tmp_path / "x")]
    done = CliRunner().invoke(app, ["allocate", str(file), *options])
    assert done.exit_code == 2
    assert "the floor of 1 cadre x 2 communities needs 2; the total is 1" in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_plan_from_python_says_what_the_command_says(found) -> None:
    plan = qipan.allocate(CITY, "cadres", 7, cap=4, replications=4, fresh=6, check=0)
    assert plan.plan["plan"].tolist() == found.placed.tolist()
    assert str(plan.binding[0]) == "total of full_time cadres: 7 of 7 cadres"
    assert plan.optimism is not None and found.loop is not None
    assert plan.optimism.mean == found.loop.gap.mean and plan.optimism.n == 6
    assert plan.against(plan.rule).mean == found.loop.against_rule.mean
    sent = plan.planned().document.policy.sent_down.allocation
    assert list(sent.values()) == found.placed.tolist()
    values = plan.values
    held = values[(values["step"] == 1.0) & values["basis"].str.startswith("conditional")]
    assert (held["more"] <= 0.0).all()
    empty = held["less"].isna().to_numpy()
    assert (empty == (found.placed == 0)).all(), "nobody can be taken from where nobody is"
    assert set(values["basis"].str.split(",").str[0]) == {
        "conditional on the plan: cadres stay",
        "planned anew",
    }
    unlooped = qipan.allocate(CITY, "cadres", 7, cap=4, replications=2, loop=False)
    assert unlooped.optimism is None and unlooped.comparison.empty
    with pytest.raises(LookupError, match="no way named 'equal'"):
        unlooped.against("equal")


def test_names_that_do_not_exist_are_refused_with_the_nearest() -> None:
    with pytest.raises(PlacementError, match="did you mean 'max_min'"):
        objective_named("maxmin")
    with pytest.raises(PlacementError, match="did you mean 'worst_p90'"):
        qipan.allocate(CITY, "cadres", 7, target="worst_p9")
    with pytest.raises(ResourceError, match="did you mean 'funds'"):
        qipan.allocate(CITY, "fund")
    with pytest.raises(ResourceError, match="say what is divided"):
        qipan.allocate(CITY, 7)  # type: ignore[arg-type]


def test_a_curve_may_try_more_cadres_than_there_are_to_send():
    simulator = PlanSimulator(CITY.revise({"policy.sent_down.from_outside_share": 0}))
    many = np.full(5, 9)
    with pytest.raises(qipan.ScenarioError, match=r"cadres in all take .* people from the dep"):
        simulator(many, [1])
    assert (simulator.at_receivers(many, [1]).ticket_days >= 0).all()
