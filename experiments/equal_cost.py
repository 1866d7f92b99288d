"""What makes the reforms of `five_cities.yaml` cost the same in Mile, and whether they do.

Run from the project's folder: python experiments/equal_cost.py [--rate YUAN] [--replications N]

The cost of a reform is hours of cadres sent down, hours of patrols and of counters that are not the
community's own staff, and money of the fund spent, turned into hours. It is linear in the lever but
for the money; three steps of the secant method find where it is that of Fuding's reform.
"""

import argparse
from pathlib import Path

import numpy as np

from qipan.report.console import console
from qipan.runs.runner import Runner
from qipan.scenario import Scenario
from qipan.studies.file import load_experiment

FILE = Path(__file__).with_name("five_cities.yaml")
STEPS = 3
BUDGET = "as_fuding"
CADRES, PATROLLERS = "policy.sent_down.full_time_per_community", "policy.patrol.patrollers_per_grid"
LEVERS = {
    "as_dalian": CADRES,
    "as_zhangjiagang": PATROLLERS,
    "as_xiangshan": CADRES,
    "as_mile": CADRES,
}
METRICS = tuple(
    f"{name}_per_year"
    for name in ("dispatched_hours", "patrol_hours", "counter_hours", "fund_spent")
)


def main() -> None:
    """Print cost and lever as the file has them, and the lever that costs as much as Fuding's."""
    parser = argparse.ArgumentParser(description="Equal costs of reforms in Mile.")
    parser.add_argument("--rate", type=float, help="yuan an hour; by default the file's")
    parser.add_argument("--replications", type=int, default=4)
    arguments = parser.parse_args()
    experiment = load_experiment(FILE)
    scenarios = {s.name: s for s in experiment.listed("compare.scenarios")}
    assert experiment.document.compare is not None
    asked = experiment.document.compare.equal_cost
    assert asked is not None
    rate = arguments.rate or asked.yuan_per_hour
    out = console()
    with Runner(jobs=2) as runner:
        cost = Cost(runner, rate, arguments.replications)
        budget = cost(scenarios[BUDGET])
        out.print(f"budget: {budget:,.0f} hours a year at {rate:g} yuan an hour")
        for name, lever in LEVERS.items():
            own = cost(scenarios[name])
            value, reached = solved(scenarios[name], lever, budget, cost)
            agrees = (
                "agrees" if abs(own / budget - 1.0) <= asked.tolerance_share else "does not agree"
            )
            out.print(
                f"{name}: {own:,.0f} hours as in the file, which {agrees}; "
                f"{lever} = {value:.3f} costs {reached:,.0f}",
                soft_wrap=True,
            )


class Cost:
    """Paid hours a year that a reform takes."""

    def __init__(self, runner: Runner, rate: float, replications: int) -> None:
        self._runner, self._rate, self._n = runner, rate, replications

    def __call__(self, scenario: Scenario) -> float:
        """Mean cost over replications."""
        values = self._runner.values([scenario], range(self._n), 1, METRICS)[0].mean(axis=0)
        sent, patrols, counters, yuan = np.nan_to_num(values)  # no fund, no money spent
        policy = scenario.document.policy
        patrols *= 1.0 - policy.patrol.own_staff_share
        counters *= 1.0 - policy.service_circle.own_staff_share
        return float(sent + patrols + counters + yuan / self._rate)


def solved(scenario: Scenario, lever: str, budget: float, cost: Cost) -> tuple[float, float]:
    """Value of the lever at which the cost is the budget, never below 0, and that cost."""
    low, high = 0.0, 1.0
    below, above = (cost(scenario.revise({lever: value})) for value in (1e-9, high))
    value = high
    for _ in range(STEPS):
        value = max(1e-9, low + (budget - below) * (high - low) / (above - below))
        low, below, high, above = high, above, value, cost(scenario.revise({lever: value}))
        if abs(above / budget - 1.0) < 1e-3 or value <= 1e-9:
            break
    return value, above


if __name__ == "__main__":
    main()
