"""Arrays kept of replications: the same from a runner, a store and a simulator of plans."""

from pathlib import Path

import numpy as np
import pytest

import qipan
from qipan.runs.kept import arrays_in, outcome_of_arrays, ticket_days
from qipan.runs.pooled_waits import SOLVED
from qipan.runs.replication import Stopped
from qipan.runs.runner import Runner
from qipan.runs.store.rows import Key, as_table, outcome_in
from qipan.runs.store.store import Store
from qipan.runs.trouble import RunnerError
from qipan.runs.variants import Variant
from qipan.studies.allocation.plans import PlanSimulator
from qipan.studies.allocation.resource_values import value_of_fund

CITY = qipan.load(Path(__file__).parents[2] / "scenarios" / "tiny.yaml").revise(
    {"horizon.days": 20, "horizon.warm_up_days": 0, "policy.sent_down.on": True}
)
SEEDS = [3, 1_000_007]


def test_arrays_come_out_of_a_row_of_the_store_to_the_last_bit():
    put = (np.array([0.1, np.nan, -0.0]), np.arange(6.0).reshape(2, 3) / 7.0, np.empty((0, 4)))
    row = as_table(Key("a", 1), outcome_of_arrays(put))
    got = arrays_in(outcome_in(row, 0))
    assert [one.shape for one in got] == [one.shape for one in put]
    assert [one.tobytes() for one in got] == [one.tobytes() for one in put]


def test_a_plan_is_the_same_from_a_runner_and_made_once(tmp_path):
    plan = np.array([2, 1])
    alone = PlanSimulator(CITY)(plan, SEEDS, criteria=True)
    for made, found in ((2, 0), (0, 2)):
        with Store(tmp_path / "store") as store, Runner(jobs=2, store=store) as runner:
            simulator = PlanSimulator(CITY, runner=runner)
            again = simulator(plan, SEEDS, criteria=True)
            assert (runner.made, runner.found) == (made, found)
            assert simulator.of(CITY).runs == len(SEEDS)
        assert again.ticket_days.tobytes() == alone.ticket_days.tobytes()
        assert again.criteria[SOLVED].tobytes() == alone.criteria[SOLVED].tobytes()


def test_what_is_kept_by_another_function_is_no_answer(tmp_path):
    with Store(tmp_path / "store") as store, Runner(store=store) as runner:
        PlanSimulator(CITY, runner=runner)(np.array([0, 0]), SEEDS[:1], criteria=True)
        shape = PlanSimulator(CITY, runner=runner)(np.array([0, 0]), SEEDS[:1]).ticket_days.shape
    assert shape == (1, 2) and runner.made == 2


def test_money_is_worth_the_same_from_a_runner():
    funded = CITY.revise({"policy.fund.on": True})
    earmark = next(iter(funded.document.policy.fund.earmarks))
    alone = value_of_fund(funded, earmark, replications=2)
    with Runner() as runner:
        assert value_of_fund(funded, earmark, replications=2, runner=runner) == alone
        assert runner.made > 0


def test_a_part_of_what_was_asked_for_is_never_returned(monkeypatch):
    with Runner() as runner:
        runner.stop.set()
        with pytest.raises(Stopped):
            runner.kept([Variant(CITY)], SEEDS, ticket_days)

    def broken(*_, **__):
        raise ArithmeticError("no such city")

    monkeypatch.setattr("qipan.runs.variants.run_to_end", broken)
    with Runner() as runner, pytest.raises(RunnerError, match="seed 3: ArithmeticError: no such"):
        runner.kept([Variant(CITY)], SEEDS, ticket_days)
