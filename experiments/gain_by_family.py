"""By which assumed numbers a reform gains more as given than in draws of an ensemble.

    python experiments/gain_by_family.py mile results/mile_calibrated/ensemble [--replications 4]

In the city and in the city before its reform the numbers of one family after another are put where
the ensemble's draws have them in the middle (the median of where each lies in its range), all
others staying as given: first each family alone, then the families together, the one that moves the
gain most before the others. If these numbers are why draws gain less, the gain must follow.
Beside each family stands the rank correlation, over the draws, of the gain and of where the family
lies. `docs/how-to/calibrate.md` has the table.
"""

import argparse
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import spearmanr

from qipan.runs.runner import Runner
from qipan.scenario import Scenario, load
from qipan.scenario.families import FAMILIES
from qipan.studies.calibration.request import Request, factors_of
from qipan.studies.sweep.factors import Factor, assumed_factors, numbers_of
from qipan.studies.sweep.families import numbers
from qipan.studies.sweep.worlds import Worlds
from qipan.studies.uncertainty.ensemble import laid, read_draws, try_draws

Floats = NDArray[np.float64]

METRICS = ("fixed_cohort_solved_share", "fixed_cohort_p50", "satisfied_share", "repeat_share")
SEED = 1
EDGE = 0.01  # of a range, whose ends are infinitely far on the normal scale


def places_of(scenario: Scenario, factors: Sequence[Factor]) -> Floats:
    """Where each number of a scenario lies in its range, from 0 to 1; NaN if it is not there."""
    found = {key: value for row in scenario.provenance for key, value in numbers_of(row)}
    out = []
    for factor in factors:
        wider = 1.0 if factor.whole else 0.0
        value = found.get(factor.key, float("nan")) + 0.5 * wider
        out.append((value - factor.low) / (factor.high - factor.low + wider))
    places: Floats = np.clip(np.array(out), 0.0, 1.0)
    return places


class Gains:
    """Gains of the reform, with some numbers put elsewhere.

    Parameters
    ----------
    pair : sequence of Scenario
        The city before, and the city.
    factors : sequence of Factor
        Numbers that both have alike.
    runner : Runner
    replications : int
    """

    def __init__(
        self, pair: Sequence[Scenario], factors: Sequence[Factor], runner: Runner, replications: int
    ) -> None:
        self._worlds = Worlds(pair, factors)
        self._runner, self._numbers = runner, range(replications)

    def at(self, point: dict[str, float]) -> Floats:
        """Mean difference by metric; NaN where the point is no sound scenario."""
        made = self._worlds.at(point)
        if made is None:
            return np.full(len(METRICS), np.nan)
        before, after = self._runner.values(made, self._numbers, SEED, list(METRICS))
        gain: Floats = (after - before).mean(axis=0)
        return gain


def row(name: str, count: object, gain: Floats, *more: object) -> str:
    """A row of the table."""
    cells = [name, count, *(f"{value:+.1f}" for value in gain), *more]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def main() -> None:
    """Print gains with each family alone, and with families together, the strongest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("city")
    parser.add_argument("ensemble")
    parser.add_argument("--replications", type=int, default=4)
    asked = parser.parse_args()
    after, before = (
        load(f"scenarios/{name}.yaml") for name in (asked.city, f"{asked.city}_before")
    )
    moved = {each.key for each in numbers(factors_of(after, Request(beside=(before,))))}
    every = [each for each in assumed_factors([before, after]) if each.scenarios[-1] == 1]
    factors = [each for each in every if each.key in moved]
    draws = read_draws(asked.ensemble)
    in_draws = np.array([places_of(one, factors) for (one,) in laid(draws, [after])])
    middle, given = np.nanmedian(in_draws, axis=0), places_of(after, factors)
    families = [f for f in FAMILIES if any(each.family == f for each in factors)]
    members = {f: [n for n, one in enumerate(factors) if one.family == f] for f in families}

    def point(names: Sequence[str]) -> dict[str, float]:
        return {factors[n].name: float(middle[n]) for f in names for n in members[f]}

    with Runner() as runner:
        over = try_draws(draws, [before, after], before.name, METRICS, runner)
        of_draws = np.array([over.gain(after.name, m).median for m in METRICS])
        each_gain = over.layer.gain(after.name, METRICS[0])[:, 0]
        gains = Gains([before, after], factors, runner, asked.replications)
        as_given = gains.at({})
        print(row("numbers put where draws have them", "numbers", np.empty(0), *METRICS))
        print(row("none: as given", 0, as_given), flush=True)
        alone = {}
        for family in families:
            alone[family] = gains.at(point([family]))
            drawn = ndtri(
                np.clip(in_draws[list(over.layer.drawn)][:, members[family]], EDGE, 1 - EDGE)
            )
            signs = np.array([factors[n].direction for n in members[family]])
            known = np.isfinite(each_gain)
            rank = spearmanr((drawn * signs).mean(axis=1)[known], each_gain[known]).statistic
            away = np.abs(middle - given)[members[family]].mean()
            told = row(family, len(members[family]), alone[family], f"{away:.2f}", f"{rank:+.2f}")
            print(told, flush=True)
        size = {f: abs(alone[f][0] - as_given[0]) for f in families}
        order = sorted(families, key=lambda f: -np.nan_to_num(size[f]))
        for many in range(1, len(order) + 1):
            told = row(f"… and {order[many - 1]}", many, gains.at(point(order[:many])))
            print(told, flush=True)
        print(row("median of the draws", len(draws), of_draws))


if __name__ == "__main__":
    main()
