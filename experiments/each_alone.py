"""Each mechanism of a case switched on alone, in the city with every mechanism off.

Run from the project's folder:
python experiments/each_alone.py [CITY ...] [--replications N] [--taken-away] [--page]

Writes results/each_alone/CITY.csv with every effect and results/each_alone/CITY.md, the table of
docs/mechanisms.md; with --taken-away, CITY_last.csv and CITY_last.md as well. --page puts all of
them into docs/mechanisms.md.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from effects_alone import (
    OTHER_CHANGES,
    TOGETHER,
    Effect,
    effect_table,
    effects,
    effects_alone,
    effects_from,
    idle,
    on_top_of,
    replicate_all,
    variants,
    without_daily,
    without_each,
    without_outcome,
)
from effects_shown import label, markdown, overview, print_effects
from rich.console import Console
from splice import splice

import qipan
from qipan.report.console import console
from qipan.runs.csv_files import write_csv
from qipan.runs.replicate import replicate
from qipan.runs.runs import Runs

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"
RESULTS = ROOT / "results" / "each_alone"
CITIES = ("fuding", "mile", "xiangshan", "zhangjiagang", "dalian")
REPLICATIONS = 20
FEWER = {"dalian": 4}  # 7.45 million residents: seconds a run
SEED = 1
PAGE = ROOT / "docs" / "mechanisms.md"
LAST_ON_PAGE = ("fuding", "mile")  # also what each adds to all the others

SOLVING = (
    "fixed_cohort_p50",
    "fixed_cohort_p90",
    "fixed_cohort_solved_share",
    "worst_tenth_solved_share",
    "close_p50",
    "closed_per_year",
    "satisfied_share",
    "reports_per_1000_residents_year",
    "backlog_mean",
)


class City(NamedTuple):
    """Replications of a case's variants, and what they change.

    Attributes
    ----------
    name : str
    runs : dict of str to Runs
        By mechanism; `together` is the case as it stands.
    alone : list of Effect
        Against the city with every mechanism off.
    on_top : list of Effect
        Of those that do nothing alone: against the city with the other changes.
    """

    name: str
    runs: dict[str, Runs]
    alone: list[Effect]
    on_top: list[Effect]


def main() -> None:
    """Simulate the cities asked for, print their tables, and name what does nothing."""
    arguments = parse()
    out = console()
    RESULTS.mkdir(parents=True, exist_ok=True)
    verdicts = []
    for name in arguments.cities or CITIES:
        n = arguments.replications or FEWER.get(name, REPLICATIONS)
        city = simulate(name, n, arguments.jobs, out)
        report(city, n, out)
        verdicts.append(verdict(city))
        if arguments.taken_away or (arguments.page and name in LAST_ON_PAGE):
            report_last(city, n, arguments.jobs, out)
    if arguments.page:
        splice(PAGE, page_tables())
    for sentences in verdicts:
        out.print(sentences, highlight=False)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Each mechanism of a case alone.")
    parser.add_argument("cities", nargs="*", metavar="CITY", help=", ".join(CITIES))
    parser.add_argument("--replications", type=int, help=f"{REPLICATIONS}; Dalian 4")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--taken-away", action="store_true", help="also what each adds to all the others"
    )
    parser.add_argument("--page", action="store_true", help=f"put the tables into {PAGE.name}")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.cities) - set(CITIES))
    if unknown:
        parser.error(f"no case named {', '.join(unknown)}; there are {', '.join(CITIES)}")
    return arguments


def simulate(name: str, n: int, jobs: int, out: Console) -> City:
    """Replicate the variants of a case, and once more those that do nothing alone."""
    before, after = (qipan.load(SCENARIOS / f"{name}{end}.yaml") for end in ("_before", ""))

    def done(mechanism: str) -> None:
        out.print(f"{name}: {label(mechanism)}", style="dim", highlight=False)

    reference = without_daily(replicate(before, n, SEED, jobs=jobs))
    runs = replicate_all(variants(before, after), done, n, SEED, jobs)
    alone = effects_alone(reference, runs)
    on_top: list[Effect] = []
    if OTHER_CHANGES in runs:
        rest = runs[OTHER_CHANGES]
        again = on_top_of(rest.scenario, idle(alone))
        on_top = effects_alone(rest, replicate_all(again, done, n, SEED, jobs))
    return City(name, runs, alone, on_top)


def report(city: City, n: int, out: Console) -> None:
    """Print the tables of a city; write them as Markdown, and every effect as CSV."""
    write_csv(effect_table(city.alone), RESULTS / f"{city.name}.csv")
    text = f"{n} replications:\n\n{markdown(city.alone, SOLVING)}"
    title = f"{city.name}: each mechanism alone, {n} replications"
    print_effects(title, city.alone, SOLVING, out)
    again = RESULTS / f"{city.name}_on_top.csv"
    again.unlink(missing_ok=True)
    if city.on_top:
        write_csv(effect_table(city.on_top), again)
        text += "\nOn top of the other changes:\n\n" + markdown(city.on_top, SOLVING)
        print_effects("On top of the other changes:", city.on_top, SOLVING, out)
    (RESULTS / f"{city.name}.md").write_text(text, encoding="utf-8")


def report_last(city: City, n: int, jobs: int, out: Console) -> None:
    """Print and write what each mechanism adds where all the others are on already."""
    together = city.runs[TOGETHER]
    found: list[Effect] = []
    for name, scenario in without_each(together.scenario).items():
        missing = without_daily(replicate(scenario, n, SEED, jobs=jobs))
        found += effects(name, missing, together)
    write_csv(effect_table(found), RESULTS / f"{city.name}_last.csv")
    text = f"{city.name.capitalize()}, {n} replications:\n\n"
    text += markdown(found, SOLVING, first=None)
    (RESULTS / f"{city.name}_last.md").write_text(text, encoding="utf-8")
    print_effects(f"{city.name}: each added last", found, SOLVING, out, first=None)


def page_tables() -> dict[str, str]:
    """Tables of the page by the names of their places, of all cities that have results."""
    known = [city for city in CITIES if (RESULTS / f"{city}.csv").exists()]
    found = {city: effects_from(pd.read_csv(RESULTS / f"{city}.csv")) for city in known}
    overviews = {
        f"overview {metric}": overview(found, metric)
        for metric in ("fixed_cohort_p50", "fixed_cohort_solved_share")
    }
    names = [*known, *(f"{city}_last" for city in LAST_ON_PAGE)]
    files = {name: RESULTS / f"{name}.md" for name in names}
    return {
        **overviews,
        **{name: file.read_text("utf-8") for name, file in files.items() if file.exists()},
    }


def verdict(city: City) -> str:
    """Sentences on what does nothing."""
    said = (
        f"{city.name}: move nothing that they act on first: {_names(idle(city.alone))}; "
        f"none of the outcomes: {_names(without_outcome(city.alone))}."
    )
    if city.on_top:
        said += f" Nor on top of the other changes: {_names(idle(city.on_top))}."
    return said


def _names(mechanisms: list[str]) -> str:
    return ", ".join(map(label, mechanisms)) or "none"


if __name__ == "__main__":
    main()
