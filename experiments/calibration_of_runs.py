"""Whether a calibration holds a truth of the simulation itself, and how much it leaves.

    python experiments/calibration_of_runs.py [--repeats 40] [--first 0] [--jobs 1]

Numbers of the tiny scenario are moved inside their ranges to a made truth, which is run once: what
comes out of that one period is "reported", in windows one standard deviation of chance to either
side. From these windows alone the numbers are sought among scenarios that know nothing of it. One
number moves nothing here (an error of a counter that is not there), which must be said.
`docs/how-to/calibrate.md` has the table.
"""

import argparse
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qipan.runs.runner import Runner
from qipan.scenario import Scenario, load
from qipan.studies.calibration import Request, Settings, Window, calibrate
from qipan.studies.calibration.request import factors_of
from qipan.studies.sweep.worlds import Worlds

Floats = NDArray[np.float64]

DAYS = 720  # of the period that is reported
IDLE = "triage.error_with_sorting"
KEYS = (
    "desks.community.ticket_share",
    "closure.false_share",
    "desks.community.success.simple",
    IDLE,
)
METRICS = {
    "load": "",
    "false_closure_share": "%",
    "closed_per_year": "per year",
    "close_p50": "days",
    "repeat_share": "%",
}
SETTINGS = Settings(points=40, waves=1, replications=4, draws=20)
PERIODS = 12  # from which the chance of one period is told
BASE = 50  # of the seeds of truths, away from those of points


class Repeat(NamedTuple):
    """One truth and what was found.

    Attributes
    ----------
    held : bool
        Whether the truth is plausible by the emulators after the last wave.
    share : float
        Of the prior that is plausible by them.
    confirmed : bool
        Whether the truth, simulated as every point is, meets the windows.
    confirmed_share : float
        Of the prior that simulations confirm; NaN if the windows were not reached.
    members : int
        Draws of the ensemble.
    near : bool
        Whether the truth lies between the lowest and the highest draw, in each number that bears.
    idle_said : bool
        Whether the number that moves nothing was not called narrowed.
    """

    held: bool
    share: float
    confirmed: bool
    confirmed_share: float
    members: int
    near: bool
    idle_said: bool


def reported(truth: Scenario, number: int, runner: Runner) -> tuple[Window, ...]:
    """Windows of what one period of a truth shows, as wide as chance."""
    seen = runner.values([truth], range(PERIODS), BASE + number, list(METRICS))[0]
    chance: Floats = seen.std(axis=0, ddof=1)
    return tuple(
        Window(name, name, unit, float(value - sd), float(value + sd))
        for (name, unit), value, sd in zip(METRICS.items(), seen[0], chance, strict=True)
    )


def repeat(number: int, scenario: Scenario, runner: Runner) -> Repeat:
    """Calibrate to one truth."""
    request = Request(replace(SETTINGS, seed=number + 1), dict.fromkeys(KEYS))
    factors = factors_of(scenario, request)
    place = np.random.default_rng([11, number]).random((1, len(factors)))
    names = [factor.name for factor in factors]
    made = Worlds([scenario], factors).at(dict(zip(names, place[0].tolist(), strict=True)))
    if made is None:
        raise RuntimeError(f"truth {number} is no sound scenario")
    found = calibrate(scenario, reported(made[0], number, runner), request, runner)
    judge, members = found.found.judge, found.found.members
    several = range(SETTINGS.replications)
    means = runner.values([made[0]], several, number + 1, list(METRICS))[0].mean(axis=0)
    distances = judge.of_simulated(
        means[None, [list(METRICS).index(w.metric) for w in judge.windows]]
    )
    bearing = [n for n, name in enumerate(names) if name != IDLE]
    near = len(members) > 0 and all(
        members[:, n].min() <= place[0, n] <= members[:, n].max() for n in bearing
    )
    return Repeat(
        held=bool(judge.holds(place)[0]),
        share=found.found.plausible.share,
        confirmed=bool((distances < judge.cutoff).all()),
        confirmed_share=found.found.climbed.share,
        members=len(members),
        near=bool(near),
        idle_said=found.narrowed[names.index(IDLE)].said != "narrowed",
    )


def main() -> None:
    """Calibrate so many truths, and say how often they are held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    scenario = load("tiny").revise({"horizon.days": DAYS})
    found = []
    with Runner(jobs=asked.jobs) as runner:
        for number in range(asked.first, asked.first + asked.repeats):
            found.append(repeat(number, scenario, runner))
            print(found[-1], flush=True)
    shares = np.array([one.share for one in found])
    by_runs = np.array([one.confirmed_share for one in found])
    many = len(found)
    print(f"truth held: {sum(one.held for one in found)} of {many} by emulators")
    print(f"truth held: {sum(one.confirmed for one in found)} of {many} by simulation")
    print(f"plausible: median {np.median(shares):.1%}, largest {shares.max():.1%} by emulators")
    print(
        f"plausible: median {np.nanmedian(by_runs):.1%}, largest {np.nanmax(by_runs):.1%} by runs"
    )
    print(f"an ensemble came out: {sum(one.members > 0 for one in found)} of {many}")
    print(f"draws enclose the truth in all that bears: {sum(one.near for one in found)} of {many}")
    print(f"idle number not called narrowed: {sum(one.idle_said for one in found)} of {many}")


if __name__ == "__main__":
    main()
