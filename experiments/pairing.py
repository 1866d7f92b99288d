"""What common random numbers gain, between two plans of staff and between before and after.

Run from the project's folder: python experiments/pairing.py [--replications N] [--jobs N]

The table goes into docs/comparing.md.
"""

import argparse
from pathlib import Path

from splice import splice

import qipan
from qipan.outcomes.metrics import METRICS
from qipan.report.console import console, number
from qipan.runs.opening import Workers, opened_runner
from qipan.scenario import Scenario
from qipan.studies.allocation.placer import Placer
from qipan.studies.comparison import compare

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"
CADRES = 16
NAMES = ("close_p90", "close_p50", "fixed_cohort_p50", "fixed_cohort_solved_share", "backlog_mean")
HEAD = ("compared", "metric", "correlation", "gain", "1 / (1 - r)", "of spreads", "limited by")


def main() -> None:
    """Compare, and write the table."""
    parser = argparse.ArgumentParser(description="Gain of common random numbers.")
    parser.add_argument("--replications", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    reformed, before = (qipan.load(SCENARIOS / f"{n}.yaml") for n in ("fuding", "fuding_before"))
    alone = before.revise({"name": "fuding_cadres", "policy.sent_down.on": True})
    pairs = {
        "two plans, all mechanisms": placed(reformed),
        "two plans, cadres alone": placed(alone),
        "before and after the reform": [before, reformed],
    }
    rows = []
    with opened_runner(Workers(arguments.jobs, store=ROOT / "results" / ".store")) as runner:
        for title, scenarios in pairs.items():
            part = compare(scenarios, arguments.replications, metrics=NAMES, runner=runner)
            rows += [row(title, part.differences(name)[0]) for name in NAMES]
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEAD, *rows)]
    lines.insert(1, "|---|---|---:|---:|---:|---:|---|")
    splice(ROOT / "docs" / "comparing.md", {"pairing": "\n".join(lines)})
    console().print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


def placed(scenario: Scenario) -> list[Scenario]:
    """Two plans of as many cadres: the same number for all, and where the load is highest."""
    placer = Placer(scenario, most=CADRES)
    return [
        placer.scenario(CADRES, by).revise({"name": f"{scenario.name}_{by}"})
        for by in ("equal", "equal_utilisation")
    ]


def row(title: str, found: qipan.studies.comparison.Difference) -> tuple[str, ...]:
    """Cells of a line of the table."""
    gain, metric = found.pairing, METRICS[found.metric].title_en
    ratios = (gain.reduction, gain.ceiling, gain.ceiling_of_spreads)
    return (title, metric, number(gain.correlation), *map(number, ratios), gain.limited_by)


if __name__ == "__main__":
    main()
