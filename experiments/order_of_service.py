"""Who is served next, and offices that hurry at the month's end: what no sweep of numbers shows.

Run from the project's folder: python experiments/order_of_service.py [--seeds N] [--jobs N]

Fuding before its reform and as reformed, on the same seeds; the table is in Markdown. Reforms are
held against the city that serves in the same order.
"""

import argparse

import qipan
from qipan.engine.codes import LEVELS, ORDERS
from qipan.runs.paired import paired_difference
from qipan.statistics.interval import Interval

METRICS = ("fixed_cohort_p50", "solved_within_15_days")
HURRIED = {"closure.month_end.on": True}
WAYS = {
    **{order: {f"desks.{level}.order": order for level in LEVELS} for order in ORDERS},
    "month's end": HURRIED,
}


def main() -> None:
    """Print a row for each way to serve."""
    parser = argparse.ArgumentParser(description="Orders of service in Fuding.")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    heads = ("median days", "solved within 15 days, %")
    columns = [f"{head}, {when}" for head in heads for when in ("before", "reformed", "gain")]
    print(f"| way | {' | '.join(columns)} |")
    print(f"| --- |{' ---: |' * len(columns)}")
    for way, changes in WAYS.items():
        before, after = (
            qipan.replicate(
                qipan.load(f"scenarios/{name}.yaml").revise(changes), asked.seeds, jobs=asked.jobs
            )
            for name in ("fuding_before", "fuding")
        )
        cells = []
        for metric in METRICS:
            difference = paired_difference(before, after, metric)
            cells += [f"{runs.interval(metric).mean:.1f}" for runs in (before, after)]
            cells.append(told(difference))
        print(f"| {way} | {' | '.join(cells)} |", flush=True)


def told(difference: Interval) -> str:
    """Write a difference with its interval."""
    mean, low, high, _ = difference
    return f"{mean:+.1f} [{low:+.1f}, {high:+.1f}]"


if __name__ == "__main__":
    main()
