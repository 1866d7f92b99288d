"""The queue part of `qipan fit` on ledgers of Qipan's own runs: a table of docs/fit.md.

Run from the project's folder: python experiments/queue_runs.py [--runs 20] [--seed 1]

Truths of `fit_coverage.py`, but that one department of a few people in office hours serves all
requests first come, first served. Each is run through the engine; the first 182 days warm it up.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from closed_loop import FIRST, Truth, truth_of
from closed_loop_runs import scenario_of_truth
from queue_coverage import summary

from qipan.engine.codes import LEVELS
from qipan.fit.queue.queue import DeskLoad, find_queue
from qipan.fit.requests import DAY, requests_of
from qipan.fit.world.served import Served
from qipan.outcomes.load import load as offered
from qipan.runs.replication import simulate

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS = ((8, 12), (14, 18))
HOURS_A_DAY = 8
DAYS, WARM_UP = 910, 182
BOUNDS = {"load .4 to .8": (0.4, 0.8), "load .9 to 1": (0.9, 1.0)}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = []
    streams = np.random.default_rng(asked.seed).spawn(len(BOUNDS))
    for (words, bounds), rng in zip(BOUNDS.items(), streams, strict=True):
        looked = [_within(bounds, rng) for _ in range(asked.runs)]
        rows.append((words, *summary(looked)))
    names = ["runs", "n", "not identified", "covered", "width, median", "width, most"]
    print(pd.DataFrame(rows, columns=names).round(3).to_string(index=False))


def look(load: float, people: int, rng: np.random.Generator) -> tuple[DeskLoad, float]:
    """Run a desk of so many people and look at its ledger; and the load of what came."""
    truth = truth_of(DAYS, rng)
    capacity = people * HOURS_A_DAY * _workdays(truth)
    mean = load * capacity / float(truth.mean[WARM_UP:DAYS].sum())
    served = Served(float(people), WORKDAYS, HOURS, None)
    with tempfile.TemporaryDirectory() as folder:
        scenario = scenario_of_truth(truth, Path(folder), served, mean, WARM_UP)
        run = simulate(scenario, int(rng.integers(1_000_000)))
    ledger = run.ledger()
    frame = pd.DataFrame(
        {
            "opened_at": pd.to_datetime(ledger["opened"]),
            "closed_at": pd.to_datetime(ledger["closed"]),
            "department": ledger["department"],
        }
    )
    until = FIRST + DAYS * DAY
    frame.loc[frame["closed_at"] >= pd.Timestamp(until), "closed_at"] = pd.NaT
    desk = find_queue(frame, requests_of(frame, until=until), {}, ()).desks[0]
    return desk, float(offered(run.record)[LEVELS.index("department")])


def _within(bounds: tuple[float, float], rng: np.random.Generator) -> tuple[DeskLoad, float]:
    """Take the next run whose load lies within bounds; beyond 1 counts as within the upper."""
    high = np.inf if bounds[1] >= 1.0 else bounds[1]
    while True:
        people = int(rng.choice([2, 4, 8, 16]))
        desk, load = look(float(rng.uniform(*bounds)), people, rng)
        if bounds[0] <= load <= high:
            return desk, load


def _workdays(truth: Truth) -> int:
    days = truth.days
    seen = np.arange(WARM_UP, DAYS)
    return int(((days.weekday[seen] < len(WORKDAYS)) & (days.holiday[seen] < 0)).sum())


if __name__ == "__main__":
    main()
