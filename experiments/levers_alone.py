"""What each lever of a plan file does alone, as much of it as may be had, against nobody more.

Run from the project's folder: python experiments/levers_alone.py PLAN.yaml [--years N]

No plan is made. Every community (or subdistrict) has all units of one lever, or one full-time head
more, in the same years; days are those that the plan file counts. Courses are simulated again with
nothing learned, to see what the hours cost that they take.
"""

import argparse
from collections.abc import Mapping
from typing import Any

import numpy as np

from qipan.planning.levers.of_plan import option_levers
from qipan.planning.options import OptionWork
from qipan.planning.plan_file import load_plan
from qipan.runs.runs import replication_seed
from qipan.runs.variants import Variant
from qipan.statistics.estimate import interval
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import FROM_OUTSIDE, PlanSimulator

TRIED_SEED = 99  # years of no plan
NOTHING_LEARNED = {
    "policy.career.training_success_gain": 0,
    "policy.career.training_errors_avoided": 0,
}


def main() -> None:
    """Print a row for each lever."""
    parser = argparse.ArgumentParser(description="What each lever of a plan does alone.")
    parser.add_argument("plan")
    parser.add_argument("--years", type=int, default=8)
    asked = parser.parse_args()
    file = load_plan(asked.plan)
    simulator = PlanSimulator(with_cadres(file.scenario), counted=file.document.waiting)
    work = OptionWork(file.document, simulator.scenario, simulator.city)
    levers = option_levers(file.document)
    nobody = np.zeros(len(simulator.communities), dtype=np.int64)
    seeds = [replication_seed(TRIED_SEED, n) for n in range(asked.years)]

    def days(name: str = "", heads: int = 0, more: Mapping[str, Any] | None = None) -> Any:
        units = np.zeros((len(levers), len(nobody)))
        if name:
            units[list(levers).index(name)] = levers[name].cap
        changes = FROM_OUTSIDE | work.changes(units) | dict(more or {})
        world = Variant(simulator.placed(nobody + heads, changes), work.newcomers(units))
        return simulator.simulate(world, seeds).ticket_days.sum(axis=1)

    none = days()
    print(f"nobody more: {none.mean():,.0f} days a year in {asked.years} years")
    rows = {"one full-time head": days(heads=1) - none}
    for name, lever in levers.items():
        rows[f"{name}, {lever.cap}"] = days(name) - none
    if "training" in levers:
        rows["training, nothing learned"] = days("training", more=NOTHING_LEARNED) - none
    for said, change in rows.items():
        found = interval(change)
        print(f"{said}: {found.mean:+,.0f} [{found.low:+,.0f}, {found.high:+,.0f}]")


if __name__ == "__main__":
    main()
