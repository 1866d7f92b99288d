"""What five cities' bulletins leave of what was assumed, and what a reform does over the rest.

    python experiments/city_ensembles.py fuding mile xiangshan [--points 60] [--jobs 1]

Each city is calibrated against the targets of its own file (`qipan targets`), by families of all
numbers that the city before its reform has alike; where an ensemble comes out, the reform is held
against the city before it in every draw. `docs/how-to/calibrate.md` says what came of it.
"""

import argparse
import json
from pathlib import Path

from qipan.runs.runner import Runner
from qipan.scenario import load
from qipan.studies.calibration import Calibration, Request, Settings, calibrate, windows_of
from qipan.studies.uncertainty.ensemble import FEWEST, read_draws, try_draws

METRICS = (
    "fixed_cohort_solved_share",
    "fixed_cohort_p50",
    "satisfied_share",
    "repeat_share",
)
OUT = Path("results/city_ensembles")


def calibrated(city: str, settings: Settings, runner: Runner) -> Calibration:
    """Calibrate a city as reformed; numbers that the city before has otherwise do not move."""
    scenario, before = (load(f"scenarios/{name}.yaml") for name in (city, f"{city}_before"))
    request = Request(settings, beside=(before,))
    windows = windows_of(scenario, ())
    return calibrate(scenario, windows, request, runner, told=lambda said: print(said, flush=True))


def said(found: Calibration) -> dict[str, object]:
    """What each target ruled out, and what no target can narrow."""
    return {
        "points": [wave.points for wave in found.found.waves],
        "usable": [wave.usable for wave in found.found.waves],
        "plausible": [wave.share for wave in found.found.waves],
        "candidates": found.found.tried,
        "confirmed": found.found.climbed.share,
        "levels": found.tables["levels"].frame.to_dict("records"),
        "draws": len(found.found.members),
        "runs": found.runs,
        "given": found.given,
        "met as given": sorted(found.met_as_given),
        "contradictions": [list(names) for names in found.contradictions],
        "targets": found.tables["targets"].frame.to_dict("records"),
        "numbers": found.tables["numbers"].frame.to_dict("records"),
    }


def difference(city: str, folder: Path, runner: Runner) -> list[dict[str, object]]:
    """The reform minus the city before it: over chance as given, and over the draws."""
    from qipan import compare

    before, after = (load(f"scenarios/{name}.yaml") for name in (f"{city}_before", city))
    draws = read_draws(folder)
    over = try_draws(draws, [before, after], before.name, METRICS, runner)
    as_given = compare([before, after], len(draws), metrics=METRICS, runner=runner)
    rows: list[dict[str, object]] = []
    for metric in METRICS:
        chance, data = (
            as_given.difference(after.name, metric).interval,
            over.gain(after.name, metric),
        )
        rows.append({"metric": metric, "chance": list(chance), "data": data.__dict__})
    return rows


def main() -> None:
    """Calibrate and compare the cities that are named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cities", nargs="+")
    parser.add_argument("--points", type=int, default=60)
    parser.add_argument("--waves", type=int, default=1)
    parser.add_argument("--replications", type=int, default=2)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    settings = Settings(asked.points, asked.waves, asked.replications, asked.draws)
    for city in asked.cities:
        print(f"== {city}", flush=True)
        folder = OUT / city
        folder.mkdir(parents=True, exist_ok=True)
        with Runner(jobs=asked.jobs) as runner:
            found = calibrated(city, settings, runner)
            told = said(found)
            print(json.dumps(told, indent=1, default=str), flush=True)
            enough = len(found.found.members) >= FEWEST
            if enough and found.writes_ensemble and not (folder / "ensemble").exists():
                found.write_data(folder)
                told["difference"] = difference(city, folder / "ensemble", runner)
        print(json.dumps(told.get("difference"), indent=1), flush=True)
        (folder / "said.json").write_text(json.dumps(told, indent=1, default=str), encoding="utf-8")


if __name__ == "__main__":
    main()
