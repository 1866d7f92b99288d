"""How often intervals over cities cover, beside such as take all replications for one city's.

Run from the project's folder: python experiments/city_coverage.py [--cities N] [--jobs N]

Two policies of the tiny city are replicated in many synthetic cities (finished replications are
kept in results/.store); experiments are blocks of 8 cities in many orders of the pool, and the
truth is the mean of all. The error given is that of disjoint blocks in one order, which is too
large for many. See docs/comparing.md.
"""

import argparse
from pathlib import Path

import numpy as np

import qipan
from qipan.outcomes.metrics import METRICS
from qipan.report.console import console
from qipan.runs.opening import Workers, opened_runner
from qipan.statistics.interval import mean_interval
from qipan.studies.uncertainty.cities import nested_interval, try_cities

ROOT = Path(__file__).parents[1]
NAMES = ("load", "backlog_mean", "fixed_cohort_solved_share")
BLOCK = 8  # cities of an experiment
REPLICATIONS = 4
ORDERS = 40  # of the pool; blocks of different orders overlap


def main() -> None:
    """Replicate both policies in many cities, and count the intervals that hold the mean of all."""
    parser = argparse.ArgumentParser(description="Coverage of intervals over cities.")
    parser.add_argument("--cities", type=int, default=800)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    tiny = qipan.load(ROOT / "scenarios" / "tiny.yaml")
    relief = tiny.revise({"name": "relief", "policy.burden.on": True})
    workers = Workers(jobs=arguments.jobs, store=ROOT / "results" / ".store")
    with opened_runner(workers) as runner:
        layer = try_cities(
            (tiny, relief), tiny.name, NAMES, arguments.cities, REPLICATIONS, 1, runner
        )
    out = console()
    for name in NAMES:
        gains = layer.gain(relief.name, name)
        truth, disjoint = gains.mean(), len(gains) // BLOCK
        orders = [np.random.default_rng(n).permutation(gains) for n in range(ORDERS)]
        blocks = [block for order in orders for block in np.array_split(order, disjoint)]
        nested = [_holds(nested_interval(block), truth) for block in blocks]
        as_one = [_holds(mean_interval(block.ravel()), truth) for block in blocks]
        error = np.sqrt(0.95 * 0.05 / disjoint)
        out.print(
            f"{METRICS[name].title_en}: nested {100 * np.mean(nested):.1f} %, as one city "
            f"{100 * np.mean(as_one):.1f} % "
            f"(± {100 * error:.1f} at most, {len(blocks)} experiments)"
        )


def _holds(interval: qipan.statistics.interval.Interval, truth: float) -> bool:
    return bool(interval.low <= truth <= interval.high)


if __name__ == "__main__":
    main()
