"""Long studies go on from the store: what was finished is not made again, and nothing moves."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.planning.plan_file import load_plan
from qipan.planning.planned import plan_under_budget
from qipan.runs.at_work import AtWork
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.replication import Stopped
from qipan.studies.allocation.allocate import carry_out
from qipan.studies.allocation.request import Request
from qipan.studies.uncertainty.decision_trials import worth_trial
from qipan.studies.uncertainty.decisions import try_decision
from qipan.studies.worth import worth
from qipan.studies.worth_asked import Steps

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"
TOWN = qipan.load(TINY).revise(
    {
        "horizon": {"start": "2019-03-01", "days": 20, "warm_up_days": 10},
        "policy": {"fund": {"on": True}, "orders": {"on": True}, "sent_down": {"on": True}},
        "policy.planner.hours.period_days": 7,
    }
)
POSTS = """plan: {en: posts, zh: 岗位}
scenario: TINY
budgets_yuan: [90000]
replications: 2
fresh: 2
rounds: 2
staff:
  cadre:
    title: {en: cadres, zh: 干部}
    yuan_year: 90000
    price_from: assumed, a wage
    cap: 2
"""
FEW = {"replications": 2, "fresh": 2, "check": 1}


def tables(found):
    return {name: table.frame.to_csv() for name, table in found.tables.items()}


def divided(resource):
    return lambda runner: carry_out(TOWN, Request(resource=resource, **FEW), AtWork(runner))


def planned(folder):
    file = folder / "plan.yaml"
    file.write_text(POSTS.replace("TINY", str(TINY)), encoding="utf-8")
    return lambda runner: plan_under_budget(load_plan(str(file)), AtWork(runner))


def resumed(study, store, *, after):
    """Carry a study out with a store: stopped after so many, then whole, then once more."""
    counts = []
    for most in (after, None, None):

        def stop(progress, most=most):
            if progress.done == most:
                runner.stop.set()

        found = None
        with opened_runner(Workers(store=store), progress=stop) as runner:
            with suppress(Stopped):
                found = study(runner)
            counts.append((runner.made, runner.found))
        assert (found is None) == (most is not None)
    (first, _), (made, taken), (none, every) = counts
    assert first >= after and taken >= first and made > 0
    assert none == 0 and every == made + taken
    return found


@pytest.mark.parametrize("resource", ["hours", "funds"])
def test_an_interrupted_allocation_keeps_what_is_finished(resource, tmp_path):
    study = divided(resource)
    found = resumed(study, tmp_path / "s", after=5)
    with qipan.Runner() as runner:
        assert tables(study(runner)) == tables(found)


def test_an_interrupted_plan_keeps_its_rounds(tmp_path):
    study = planned(tmp_path)
    found = resumed(study, tmp_path / "s", after=3)
    with qipan.Runner() as runner:
        assert tables(study(runner)) == tables(found)


def test_worlds_of_a_decision_are_kept(tmp_path):
    trial = worth_trial(TOWN, Steps(), 2, 1)
    found = []
    for _ in range(2):
        with opened_runner(Workers(store=tmp_path / "s")) as runner:
            found.append(try_decision(trial, 1, replications=1, runner=runner))
    assert runner.made == 0 and runner.found == found[1].years
    for one, other in zip(found[0].rows, found[1].rows, strict=True):
        assert one.given == other.given and np.array_equal(one.by_world, other.by_world)


def test_worth_is_kept_volunteers_hours_among_it(tmp_path):
    asked = {"replications": 2}
    found = resumed(lambda runner: worth(TOWN, runner=runner, **asked), tmp_path / "s", after=4)
    assert {value.resource for value in found.values} >= {"cadres", "volunteer_hours"}
    assert tables(worth(TOWN, **asked)) == tables(found)
