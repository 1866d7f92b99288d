"""Whether the plausible set of a calibration holds a truth that is known, and how small it is.

    python experiments/calibration_coverage.py [--repeats 40] [--jobs 1]

Numbers are moved inside their ranges to a made truth, one period of it is "reported" with its
chance, windows are one standard deviation of chance to either side, and what is plausible is sought
from these windows alone. The model is a function of six numbers with noise, so that hundreds of
calibrations take minutes: three of the numbers move the targets, three do nothing, which must be
said. `docs/how-to/calibrate.md` has the table.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qipan.studies.calibration.matching import match
from qipan.studies.calibration.narrowed import narrowed
from qipan.studies.calibration.study import Settings
from qipan.studies.calibration.windows import Window

Floats = NDArray[np.float64]

NUMBERS = 6
IDLE = (3, 4, 5)  # numbers that move no target
CHANCE = np.array([0.5, 0.2, 0.15])  # standard deviations of one period
OWN_CHANCE = 0.2  # share of it that common random numbers do not share between points
POINTS, REPLICATIONS = 60, 4


class Repeat(NamedTuple):
    """One truth and what was found."""

    held: bool
    share: float
    confirmed: bool
    confirmed_share: float
    members: int
    idle_said: int
    bearing_missed: int


def expected(points: Floats) -> Floats:
    """Means of the three targets at points, shape (points, 3)."""
    a, b, c = points[:, 0], points[:, 1], points[:, 2]
    return np.stack([10 + 20 * a + 8 * b, 5 + 6 * b**2 - 4 * c, 3 + 4 * a * c], axis=1)


def repeat(number: int, bearing: bool = True) -> Repeat:
    """Calibrate to one truth.

    Parameters
    ----------
    number : int
    bearing : bool
        Whether windows are as narrow as chance; else so wide that they hold all there is.
    """
    rng = np.random.default_rng([7, number])
    truth = rng.random((1, NUMBERS))
    reported = expected(truth)[0] + CHANCE * rng.standard_normal(3)
    reach = CHANCE if bearing else np.full(3, 100.0)
    windows = [
        Window(f"target {n + 1}", "", "", reported[n] - reach[n], reported[n] + reach[n])
        for n in range(3)
    ]
    common = rng.standard_normal((REPLICATIONS, 3))

    def model(points: Floats) -> Floats:
        own = rng.standard_normal((len(points), REPLICATIONS, 3))
        blur = np.sqrt(1.0 - OWN_CHANCE**2) * common + OWN_CHANCE * own
        values: Floats = expected(points)[:, None] + CHANCE * blur
        return values

    settings = Settings(points=POINTS, replications=REPLICATIONS, seed=number)
    found = match(model, windows, NUMBERS, NUMBERS, settings)
    following = [
        tuple(w.name for w, e in zip(windows, found.judge.emulators, strict=True) if n in e.active)
        for n in range(NUMBERS)
    ]
    at_truth = model(truth).mean(axis=1)
    told = narrowed(found.plausible.points, following)
    return Repeat(
        held=bool(found.judge.holds(truth)[0]),
        share=found.plausible.share,
        confirmed=bool((found.judge.of_simulated(at_truth) < found.judge.cutoff).all()),
        confirmed_share=found.climbed.share,
        members=len(found.members),
        idle_said=sum(told[n].said != "narrowed" for n in IDLE),
        bearing_missed=sum(told[n].said == "untouched" for n in range(NUMBERS) if n not in IDLE),
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=40)
    options.add_argument("--jobs", type=int, default=1)
    given = options.parse_args()
    print(
        "| windows | truth held by emulators | plausible by them, median | largest | truth held by "
        "simulation | confirmed, median | largest | draws, fewest | idle numbers not narrowed |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with ProcessPoolExecutor(given.jobs) as pool:
        for name, bearing in (("of chance's width", True), ("that hold everything", False)):
            several = list(pool.map(repeat, range(given.repeats), [bearing] * given.repeats))
            held = sum(one.held for one in several)
            shares = [one.share for one in several]
            confirmed = sum(one.confirmed for one in several)
            by_runs = [one.confirmed_share for one in several]
            middle, most = np.nanmedian(by_runs), np.nanmax(by_runs)
            fewest = min(one.members for one in several)
            idle = sum(one.idle_said for one in several)
            print(
                f"| {name} | {held} of {len(several)} | {np.median(shares):.1%} | "
                f"{max(shares):.1%} | {confirmed} of {len(several)} | {middle:.1%} | "
                f"{most:.1%} | {fewest} | {idle} of {len(IDLE) * len(several)} |"
            )


if __name__ == "__main__":
    main()
