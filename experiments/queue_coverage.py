"""How often the queue part of `qipan fit` is right: the table of docs/fit.md.

Run from the project's folder: python experiments/queue_coverage.py [--ledgers 200] [--seed 1]

Ledgers of one desk are simulated with hands, load, work, order of service and days drawn at
random, and looked at as `qipan fit --queue` does.
"""

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd
from simulated_desks import DeskTruth, frame_of, served, waiting_only

from qipan.fit.queue.queue import DeskLoad, find_queue
from qipan.fit.requests import requests_of

HANDS = (1, 2, 3, 5, 8, 12, 20, 30)
LOW, HIGH = (0.4, 0.8), (0.9, 1.0)
Made = tuple[pd.DataFrame, float]
WORDS = ("load .4 to .8", "… with waits outside", "waits alone", "load .9 to 1")
WORDS = (*WORDS, "… closings stamped to the day")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledgers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = []
    sorts = (_low, _outside, _waits, _high, _to_the_day)
    streams = np.random.default_rng(asked.seed).spawn(len(sorts))
    for words, sort, rng in zip(WORDS, sorts, streams, strict=True):
        looked = [look(*sort(rng)) for _ in range(asked.ledgers)]
        rows.append((words, *summary(looked)))
    names = ["ledgers", "n", "not identified", "covered", "width, median", "width, most"]
    print(pd.DataFrame(rows, columns=names).round(3).to_string(index=False))


def look(frame: pd.DataFrame, truth: float) -> tuple[DeskLoad, float]:
    """Look at a ledger of one desk, as `qipan fit --queue` does."""
    return find_queue(frame, requests_of(frame), {}, ()).desks[0], truth


def summary(looked: list[tuple[DeskLoad, float]]) -> tuple[float, ...]:
    """Share that is not identified; of the others, how many are covered and how wide they are."""
    seen = [(desk, truth) for desk, truth in looked if desk.identified]
    width = [desk.high - desk.low for desk, _ in seen] or [np.nan]
    held = [desk.low <= truth <= desk.high for desk, truth in seen]
    return (
        len(looked),
        1 - len(seen) / len(looked),
        float(np.mean(held)) if held else np.nan,
        float(np.median(width)),
        float(np.max(width)),
    )


def drawn(rng: np.random.Generator, load: tuple[float, float], outside: float = 0.0) -> DeskTruth:
    """Draw a desk; the load that came is asked to lie within the bounds too."""
    return DeskTruth(
        int(rng.choice(HANDS)),
        float(rng.uniform(*load)),
        float(rng.uniform(0.2, 1.5)),
        float(rng.choice([4.0, 10.0, 20.0])),
        float(rng.uniform(0.02, 0.2)),
        int(rng.choice([364, 728, 1092])),
        str(rng.choice(["fifo", "random"])),
        outside,
    )


def _until(
    rng: np.random.Generator,
    bounds: tuple[float, float],
    draw: Callable[[], DeskTruth],
    *,
    to_the_day: bool = False,
) -> Made:
    while True:
        desk = draw()
        opened, closed, truth = served(desk, rng)
        if bounds[0] <= truth <= bounds[1]:
            return frame_of(opened, closed, desk.days, to_the_day=to_the_day), truth


def _low(rng: np.random.Generator) -> Made:
    return _until(rng, (0.0, LOW[1]), lambda: drawn(rng, LOW))


def _outside(rng: np.random.Generator) -> Made:
    return _until(rng, (0.0, LOW[1]), lambda: drawn(rng, LOW, float(rng.uniform(1.0, 5.0))))


def _waits(rng: np.random.Generator) -> Made:
    desk = drawn(rng, LOW)
    opened, closed = waiting_only(desk, rng)
    return frame_of(opened, closed, desk.days), np.nan


def _high(rng: np.random.Generator) -> Made:
    return _until(rng, (HIGH[0], np.inf), lambda: drawn(rng, HIGH))


def _to_the_day(rng: np.random.Generator) -> Made:
    return _until(rng, (HIGH[0], np.inf), lambda: drawn(rng, HIGH), to_the_day=True)


if __name__ == "__main__":
    main()
