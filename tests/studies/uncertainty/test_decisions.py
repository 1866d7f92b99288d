"""Allocations and values over worlds: what is told is what was simulated there."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import qipan
from qipan.cli import app
from qipan.programs.objectives import LexicographicMaxMin, Utilitarian
from qipan.report.allocation.decision_ranges import named
from qipan.report.allocation.in_worlds import (
    in_worlds_frames,
    in_worlds_sections,
    in_worlds_tables,
    sentences,
)
from qipan.runs.at_work import AtWork
from qipan.runs.runs import replication_seed
from qipan.runs.variants import ticket_days
from qipan.studies.allocation.allocate import carry_out
from qipan.studies.allocation.cadre_strategy import CadreStrategy
from qipan.studies.allocation.request import Request, aim_of
from qipan.studies.allocation.robust import ROBUST
from qipan.studies.allocation.strategy import divide
from qipan.studies.uncertainty.decision_trials import (
    BASE,
    MORE,
    PLAN,
    RULE,
    cadre_trial,
    fund_trial,
    hours_trial,
    worth_trial,
)
from qipan.studies.uncertainty.decisions import Quantity, most_of, most_worth, try_decision
from qipan.studies.worth import worth
from qipan.studies.worth_asked import Steps
from qipan.words import LANGUAGES

TINY = Path(__file__).parents[3] / "scenarios" / "tiny.yaml"
TOWN = qipan.load(TINY).revise(
    {
        "horizon": {"start": "2019-03-01", "days": 20, "warm_up_days": 10},
        "policy": {"fund": {"on": True}, "orders": {"on": True}, "sent_down": {"on": True}},
        "policy.planner.hours.period_days": 7,
    }
)
REQUEST = Request(Utilitarian(), amount=3, cap=2, replications=2, fresh=2, rounds=1)


@pytest.fixture(scope="module")
def found():
    return divide(CadreStrategy(TOWN, REQUEST, AtWork()))


@pytest.fixture(scope="module")
def seen(found):
    """Three worlds, and what was simulated in each draw that was no fault."""
    trial, made = cadre_trial(found), []

    def variants(world):
        made.append(trial.variants(world))
        return made[-1]

    return try_decision(replace(trial, variants=variants), 3, replications=2), made


@pytest.fixture(scope="module")
def tried(seen):
    return seen[0]


def test_as_given_it_is_what_the_allocation_says(found, tried) -> None:
    rows = {row.quantity.kind: row for row in tried.rows}
    loop = found.loop
    for kind, other in (("rule", loop.best_rule), ("today", found.references[0])):
        own = loop.objective.difference(loop.chosen.outcome, other.outcome)
        assert rows[kind].given == own
    assert tried.bottleneck in found.facts.communities


def test_in_a_world_it_is_the_difference_of_what_was_simulated_there(found, seen) -> None:
    tried, made = seen
    seeds = [replication_seed(REQUEST.seed + 4, tried.drawn[-1] * 2 + n) for n in range(2)]
    plan, rule, base, more = ticket_days([made[-1][n] for n in (PLAN, RULE, BASE, MORE)], seeds)
    rows = {row.quantity.kind: row for row in tried.rows}
    assert rows["rule"].by_world[-1] == pytest.approx((plan - rule).sum(axis=1).mean())
    each = (more - base).sum(axis=1).mean() / len(found.placed)
    assert rows["cadres"].by_world[-1] == pytest.approx(each)
    where = (more - base).mean(axis=0).argmin()
    assert tried.bottlenecks[-1] == found.facts.communities[where]


def test_more_worlds_add_to_those_there_are(found, tried) -> None:
    one = try_decision(cadre_trial(found), 1, replications=2)
    assert one.drawn == tried.drawn[:1]
    for row, first in zip(tried.rows, one.rows, strict=True):
        assert row.by_world[0] == first.by_world[0]
        assert np.isnan(row.low) and row.better.of == 3  # three tell no range of nine in ten


def test_worlds_are_unlike_and_leave_the_communities_alone(tried) -> None:
    assert len({*tried.rows[-1].by_world.tolist()}) == 3
    assert "city.community_count" in tried.held
    assert tried.years >= 3 * 2 * 2


def test_a_plan_is_judged_by_its_objective(found) -> None:
    fair = aim_of(LexicographicMaxMin(), found.first.given)
    judged = replace(found, loop=replace(found.loop, objective=fair))
    quantity = cadre_trial(judged).quantities[0]
    days = {PLAN: np.array([[1.0, 5.0], [3.0, 1.0]]), RULE: np.array([[2.0, 2.0], [2.0, 2.0]])}
    (own,) = quantity.by_replication(days)  # no sum: of the mean year alone
    assert own == fair.measure(days[PLAN].mean(axis=0)) - fair.measure(days[RULE].mean(axis=0))


def test_a_robust_plan_is_held_against_it_if_it_is_another(found) -> None:
    for plan, there in ((found.placed + 1, True), (found.placed, False)):
        robust = replace(found, robust=SimpleNamespace(plans={ROBUST: plan}))
        kinds = [q.kind for q in cadre_trial(robust).quantities]
        assert ("robust" in kinds) == there


def test_values_as_given_are_those_of_worth(tmp_path) -> None:
    steps = Steps()
    trial = worth_trial(TOWN, steps, 2, 1)
    told = try_decision(trial, 1, replications=2)
    own = worth(TOWN, steps=steps, replications=2, seed=1)
    kept = {row.quantity.kind: row.given for row in told.rows}
    for value in own.values:
        kind = "fund" if value.resource.startswith("fund.") else value.resource
        kind = {"volunteer_hours": "hours"}.get(kind, kind)
        assert kept[kind].mean == pytest.approx(value.change.mean)
    assert kept["paperwork"].mean == pytest.approx(own.paperwork.change.mean)


def test_funds_and_hours_as_given_are_those_of_their_allocations() -> None:
    money = carry_out(TOWN, Request(resource="funds", replications=2, fresh=2, check=0), AtWork())
    told = try_decision(fund_trial(money), 1, replications=2)
    assert told.rows[0].given.mean == money.named("program").minus(money.best_rule).mean
    hours = carry_out(TOWN, Request(resource="hours", replications=2, fresh=2, check=0), AtWork())
    told = try_decision(hours_trial(hours), 1, replications=2)
    assert told.rows[0].given.mean == hours.named("program").minus(hours.best_rule).mean
    assert [row.quantity.kind for row in told.rows] == ["rule", "today", "hours"]


def test_where_and_of_what_one_more_is_worth_most() -> None:
    days = {"a": np.array([[3.0, 9.0]]), "b": np.array([[5.0, 9.5]])}
    assert most_of(("x", "y"), "a", "b")(days) == "x"
    assert most_of(("x", "y"), "b", "a")(days) == "y"
    more = Quantity("cadres", "", 1.0, "a", "b")
    less = Quantity("hours", "", 1.0, "b", "a")
    assert most_worth([less, more], [less, more])(days) == "1"
    assert most_worth([more, less], [more, less])(days) == "0"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_tell_all_of_it(tried, language) -> None:
    (section,) = in_worlds_sections(tried, TOWN, 2, language)
    assert [chart.name for chart in section.charts] == ["worlds"]
    frame = section.tables[0].frame
    assert frame.iloc[:, 0].tolist() == [named(row.quantity, language) for row in tried.rows]
    said = " ".join(sentences(tried, language))
    assert tried.bottleneck in said and "{" not in said
    better = tried.rows[0].better
    assert (
        f"in {better.count} of 3 worlds" if language == "en" else f"在 {better.count} 个中"
    ) in said
    assert in_worlds_sections(None, TOWN, 3, language) == ()


def test_files_have_every_world(tried) -> None:
    frames = in_worlds_frames(tried)
    assert frames["worlds"]["world"].tolist() == list(tried.drawn)
    assert frames["worlds"]["rule"].tolist() == tried.rows[0].by_world.tolist()
    assert frames["assumptions"]["quantity"].tolist() == ["rule", "today", "cadres"]
    assert set(in_worlds_tables(tried)) == set(frames) and in_worlds_tables(None) == {}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["allocate", "--worlds", "19"], "20"),
        (["worth", "--worlds", "0"], "20"),
        (["allocate", "--no-loop", "--worlds", "20"], "--worlds  has no use"),
    ],
)
def test_too_few_worlds_or_nothing_to_try_is_refused(command, said, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, [command[0], str(TINY), *command[1:]])
    assert done.exit_code == 2 and said in done.output
    assert not list(tmp_path.iterdir())


def test_folders_have_worlds_where_they_were_asked_for(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("qipan.studies.worth._in_worlds", lambda found, work: found)
    file = tmp_path / "town.yaml"
    file.write_text(f"extends: {TINY}\nname: town\nhorizon: {{days: 30}}\n", encoding="utf-8")
    for more, out in (((), "none"), (("--worlds", "20"), "some")):
        words = ["worth", file, "--replications", 2, "--loaded", 0, "--out", tmp_path / out, *more]
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code == 0, done.output
        manifest = pd.read_json(tmp_path / out / "manifest.json", typ="series")
        assert manifest["asked"].get("worlds") == (20 if more else None)
