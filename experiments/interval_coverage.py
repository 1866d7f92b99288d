"""How often the intervals of `qipan compare` cover: more than 1,000 repeated small experiments.

Run from the project's folder: python experiments/interval_coverage.py [--replications N] [--jobs N]

Two policies of the tiny city are replicated very often (finished replications are kept in
results/.store); experiments are disjoint blocks of that pool, and the truth is its mean. Two
intervals are tried: that of one policy's expected metric, and that of the paired difference. The
table goes into docs/comparing.md.
"""

import argparse
from pathlib import Path

import numpy as np
from coverage_trials import (
    Coverage,
    coverage_of_fixed,
    coverage_of_looking,
    coverage_of_two_stages,
)
from numpy.typing import NDArray
from splice import splice

import qipan
from qipan.outcomes.metrics import METRICS
from qipan.report.console import console
from qipan.runs.opening import Workers, opened_runner

ROOT = Path(__file__).parents[1]
NAMES = (
    "load",
    "closed_per_year",
    "backlog_mean",
    "close_completed_mean",
    "fixed_cohort_solved_share",
    "fixed_cohort_p50",
)
SIZES = (5, 10, 20, 40)
FIRST = 20  # replications of a first stage
NARROWER = 0.7  # half-width asked for, in those that a first stage has on average
ORDERS = 4  # of the pool, for experiments in two stages: there are fewer of them in one


def main() -> None:
    """Replicate both policies, repeat experiments, and write the table."""
    parser = argparse.ArgumentParser(description="Coverage of intervals.")
    parser.add_argument("--replications", type=int, default=13_480)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    pool = replicated(arguments.replications, arguments.jobs)
    rows = [
        row(METRICS[name].title_en, kind, values)
        for column, name in enumerate(NAMES)
        for kind, values in (
            ("one policy", pool[1, :, column]),
            ("difference", pool[1, :, column] - pool[0, :, column]),
        )
    ]
    head = ("metric", "of", "skewness", *(f"n = {n}" for n in SIZES), "two stages", "looking")
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    lines.insert(1, "|---|---|" + "---:|" * (len(head) - 2))
    table = "\n".join(lines)
    splice(ROOT / "docs" / "comparing.md", {"coverage": table})
    console().print(table, markup=False, highlight=False, soft_wrap=True)


def replicated(replications: int, jobs: int) -> NDArray[np.float64]:
    """City-wide metrics, shape (policies, replications, metrics)."""
    base = qipan.load(ROOT / "scenarios" / "tiny.yaml").revise({"policy.burden.on": True})
    cadres = {"policy.sent_down.on": True, "policy.sent_down.full_time_per_community": 1}
    policies = [base, base.revise({"name": "cadres", **cadres})]
    store = ROOT / "results" / ".store"
    with opened_runner(Workers(jobs, store=store)) as runner:
        return runner.values(policies, range(replications), 1, NAMES)


def row(title: str, kind: str, values: NDArray[np.float64]) -> tuple[str, ...]:
    """Cells of a line of the table."""
    values = values[~np.isnan(values)]
    apart = values - values.mean()
    skewness = float((apart**3).mean() / (apart**2).mean() ** 1.5)
    fixed = [coverage_of_fixed(values, n) for n in SIZES]
    blocks = values[: len(values) // FIRST * FIRST].reshape(-1, FIRST)
    usual = 2.093 * blocks.std(axis=1, ddof=1).mean() / np.sqrt(FIRST)  # Student's, 19 degrees
    rng = np.random.default_rng(1)
    orders = [rng.permutation(values) for _ in range(ORDERS)]
    stages = [coverage_of_two_stages(order, FIRST, NARROWER * usual) for order in orders]
    looking = [coverage_of_looking(order, 5, NARROWER * usual) for order in orders]
    cells = [*map(percent, fixed), percent(joined(stages)), percent(joined(looking))]
    return (title, kind, f"{skewness:.1f}", *cells)


def joined(parts: list[Coverage]) -> Coverage:
    """Experiments of several orders of the pool together."""
    count = sum(part.experiments for part in parts)
    share = sum(part.share * part.experiments for part in parts) / count
    replications = sum(part.replications * part.experiments for part in parts) / count
    return Coverage(share, count, replications)


def percent(found: Coverage) -> str:
    """Share with its standard error."""
    return f"{100 * found.share:.1f} ± {100 * found.error:.1f}"


if __name__ == "__main__":
    main()
