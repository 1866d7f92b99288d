"""Every chart of docs/charts.md, from runs of Fuding, in both languages.

Run from the project's folder: python experiments/chart_gallery.py [CHART ...] [--replications N]

Writes docs/img/charts/CHART_en.png and CHART_zh.png: all charts, or those named.
"""

import argparse
import datetime
import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

import qipan
from qipan import charts
from qipan.charts.numbers import number
from qipan.city.places import Places, build_places
from qipan.outcomes.metrics import METRICS
from qipan.programs.cadres.frontier import frontier
from qipan.programs.objectives import LexicographicMaxMin, Utilitarian
from qipan.report import glossary
from qipan.report.allocation import charts as allocation_charts
from qipan.report.comparison.beyond_chance import ranged_rows
from qipan.report.run import charts as run_charts
from qipan.runs.at_work import AtWork
from qipan.runs.paired import paired_difference
from qipan.runs.runner import Runner
from qipan.runs.runs import Runs
from qipan.runs.targets import check_targets
from qipan.scenario.provenance import ProvenanceRow
from qipan.statistics.interval import mean_interval
from qipan.studies.allocation.cadre_strategy import CadreStrategy, thumb_plans
from qipan.studies.allocation.cadres import CadreAllocation
from qipan.studies.allocation.request import Request
from qipan.studies.allocation.strategy import divide
from qipan.studies.attribution.attribute import Request as Attributed
from qipan.studies.attribution.attribute import attribute
from qipan.studies.attribution.result import MetricAttribution
from qipan.studies.comparison import Comparison, compare
from qipan.studies.sweep.families import TOGETHER
from qipan.studies.uncertainty.cities import try_cities
from qipan.studies.uncertainty.worlds import try_worlds
from qipan.words import LANGUAGES, Language, Words

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "img" / "charts"
JOBS = 2
DOTS, SHADES = 120, 96  # an inch; colours of a picture, which keep it small
CADRES = 20
METRIC = "fixed_cohort_p50"
COMPARED = (METRIC, "close_p90", "fixed_cohort_solved_share", "satisfied_share", "backlog_mean")
TRIED = ("solved_within_15_days", "closed_share", "satisfied_share", "backlog_mean")
WORLDS, CITIES, IN_EACH = 20, 3, 4  # and replications in each of them
FEW = 5  # replications of each coalition and of each end of a range
PLAYERS = ("burden", "sent_down", "patrol", "authority")  # all other changes are one more
SWUNG = 12  # assumed numbers that are tried, evenly taken from the list

given = argparse.ArgumentParser()
given.add_argument("charts", nargs="*")
given.add_argument("--replications", type=int, default=20)
OPTIONS = given.parse_args()


@cache
def runs(name: str, replications: int | None = None) -> Runs:
    """Replications of a scenario."""
    count = replications or OPTIONS.replications
    return qipan.replicate(ROOT / "scenarios" / f"{name}.yaml", n=count, jobs=JOBS)


def pair() -> list[Runs]:
    """Before and after the reform."""
    return [runs("fuding_before"), runs("fuding")]


@cache
def places() -> Places:
    """Communities of the synthetic city."""
    document = runs("fuding").scenario.regimes[0].document
    return build_places(document.city, document.residents.reporting.heterogeneity_ratio)


@cache
def allocation() -> CadreAllocation:
    """Twenty cadres, placed."""
    request = Request(Utilitarian(), amount=CADRES, replications=6, fresh=10, rounds=3)
    return divide(CadreStrategy(runs("fuding").scenario, request, AtWork(Runner(jobs=JOBS))))


@cache
def attribution() -> MetricAttribution:
    """What each mechanism does for the median."""
    before, after = (each.scenario for each in pair())
    request = Attributed((METRIC,), FEW, mechanisms=PLAYERS, interactions=False)
    return attribute(before, after, request, Runner(jobs=JOBS)).metrics[0]


@cache
def swings() -> tuple[float, list[tuple[ProvenanceRow, float, float]]]:
    """The reform's effect as given, and at both ends of assumed ranges."""
    both = [each.scenario for each in pair()]

    def effect(key: str | None, value: float = 0.0) -> float:
        revised = [one.revise({f"{key}.value": value}) if key else one for one in both]
        before, after = (qipan.replicate(one, n=FEW, jobs=JOBS) for one in revised)
        return paired_difference(before, after, METRIC).mean

    rows = [
        row
        for row in both[0].provenance
        if row.range and isinstance(row.value, (int, float)) and row.status == "assumed"
    ]
    shared = {row.key: row.range for row in both[1].provenance}
    rows = [row for row in rows if shared.get(row.key) == row.range]
    chosen = rows[:: max(1, len(rows) // SWUNG)]
    tried = []
    for row in chosen:
        assert row.range is not None
        try:
            tried.append((row, *(effect(row.key, end) for end in row.range)))
        except qipan.ScenarioError:  # such as a share that no longer sums to 1
            continue
    return effect(None), tried


def origin(language: Language) -> str:
    """Seed and assumptions."""
    return run_charts.origin(pair(), language)


def backlog(language: Language) -> Figure:
    """Backlog before and after the reform."""
    return run_charts.backlog_chart(pair(), language)


def shock(language: Language) -> Figure:
    """Backlog through an epidemic."""
    return run_charts.backlog_chart([runs("fuding_epidemic")], language)


def time_to_solve(language: Language) -> Figure:
    """Time to solve."""
    return run_charts.time_to_solve_chart(pair(), language)


def differences(language: Language) -> Figure:
    """What the reform changes."""
    rows = []
    for name in COMPARED:
        found = paired_difference(*pair(), name)
        metric = METRICS[name]
        rows.append(
            charts.Difference(
                glossary.metric(name, language),
                glossary.unit_of(name, language),
                *found[:3],
                metric.better,
            )
        )
    title = Words.of("What the reform of Fuding changes", "福鼎改革带来的变化")
    return charts.forest(rows, title=title.say(language), note=origin(language), language=language)


def beyond_chance(language: Language) -> Figure:
    """The reform over chance, over cities and over what was assumed."""
    return charts.beyond_chance(
        ranged_rows(tried(), language),
        title=Words.of("What the reform changes, beyond chance", "改革带来的变化：随机性以外").say(
            language
        ),
        note=origin(language),
        language=language,
    )


@cache
def tried() -> Comparison:
    """Before and after, in worlds and cities too."""
    both = [each.scenario for each in pair()]
    with Runner(jobs=JOBS) as runner:
        found = compare(both, IN_EACH, metrics=TRIED, runner=runner)
        given = (found.scenarios, found.reference, TRIED)
        return replace(
            found,
            worlds=try_worlds(*given, WORLDS, IN_EACH, TOGETHER, 1, runner),
            cities=try_cities(*given, CITIES, IN_EACH, 1, runner),
        )


def contributions(language: Language) -> Figure:
    """What each mechanism does."""
    found = attribution()
    return charts.waterfall(
        [
            charts.Contribution(glossary.mechanism(each.player, language), *each.shapley[:3])
            for each in found.ranked
        ],
        before=found.before.mean,
        unit=f"{glossary.metric(METRIC, language)} ({glossary.unit_of(METRIC, language)})",
        title=Words.of("Which mechanism does how much", "各项机制的贡献").say(language),
        note=origin(language),
        language=language,
        better="lower",
    )


def tornado(language: Language) -> Figure:
    """What the effect hangs on."""
    base, tried = swings()
    scenario = runs("fuding").scenario
    label = Words.of("effect of the reform on the median, days", "改革对中位用时的影响（天）")
    return charts.tornado(
        [
            charts.Swing(
                glossary.key(scenario, row.key, language),
                *(number(end, language) for end in row.range or ()),
                at_low,
                at_high,
            )
            for row, at_low, at_high in tried
        ],
        base=base,
        unit=label.say(language),
        title=Words.of("What the conclusion hangs on", "结论取决于哪些假设").say(language),
        note=origin(language),
        language=language,
        most=10,
    )


def city_map(language: Language) -> Figure:
    """Where cadres are added and taken."""
    found, where = allocation(), places()
    return charts.allocation_map(
        where.x_km,
        where.y_km,
        where.residents,
        found.placed - found.facts.today,
        names=where.ids,
        change=True,
        label=Words.of("cadres more or fewer", "干部增减（人）").say(language),
        title=Words.of("Where 20 cadres go", "20 名干部的去向").say(language),
        note=origin(language),
        language=language,
    )


def placed(language: Language) -> Figure:
    """Cadres today and in the plan."""
    return allocation_charts.allocation_chart(allocation(), runs("fuding").scenario, language)


def marginal(language: Language) -> Figure:
    """What one more and one less change."""
    return allocation_charts.marginal_chart(allocation(), runs("fuding").scenario, language)


def late(language: Language) -> Figure:
    """Where tickets are late."""
    return run_charts.late_chart(runs("fuding"), language)


def levels(language: Language) -> Figure:
    """Where tickets enter and end."""
    return run_charts.flow_chart(runs("fuding"), language)


def lorenz(language: Language) -> Figure:
    """How evenly open tickets are spread over residents."""
    spreads = []
    for each in pair():
        tables = [one.table for one in each.replications]
        days = np.mean([t.values("backlog_ticket_days", "community") for t in tables], axis=0)
        spreads.append(charts.Spread(run_charts.title_of(each, language), days, places().residents))
    return charts.lorenz(
        spreads,
        what=Words.of("open ticket-days", "未办结工单·天").say(language),
        who=Words.of("residents", "居民").say(language),
        title=Words.of("How evenly the backlog is spread", "积压在社区间的分布").say(language),
        note=origin(language),
        language=language,
    )


def trade(language: Language) -> Figure:
    """Efficiency against equity, with the rules of thumb."""
    found, second = allocation(), LexicographicMaxMin()
    given, first = found.problem, found.request.objective
    points = frontier(given, first, second, points=6)
    rules = thumb_plans(given)
    others = []
    for name, plan in rules.items():
        days = given.ticket_days(plan)
        at = second.value(given, days), first.value(given, days)
        rule = name.removesuffix("_staffing").replace("_", " ")
        others.append(charts.Trade(*at, glossary.term(glossary.RULES, rule, language)))
    return charts.frontier_chart(
        [charts.Trade(point.second, point.first) for point in points],
        others=others,
        x_label=Words.of("ticket-days, worst community", "最差社区工单·天").say(language),
        y_label=Words.of("ticket-days a year, city", "全市全年工单·天").say(language),
        title=Words.of("What equity costs", "公平的代价").say(language),
        note=origin(language),
        language=language,
    )


def precision(language: Language) -> Figure:
    """Half-width by replications."""
    counts = np.arange(3, OPTIONS.replications + 1)
    lines = []
    for each in pair():
        values = each.values(METRIC)
        found = [mean_interval(values[:n]) for n in counts]
        half = np.array([(one.high - one.low) / 2.0 for one in found])
        lines.append(charts.Precision(run_charts.title_of(each, language), counts, half))
    values = pair()[1].values(METRIC) - pair()[0].values(METRIC)
    found = [mean_interval(values[:n]) for n in counts]
    half = np.array([(one.high - one.low) / 2.0 for one in found])
    lines.append(charts.Precision(Words.of("difference", "差值").say(language), counts, half))
    return charts.precision_chart(
        lines,
        unit=glossary.unit_of(METRIC, language),
        asked=0.25,
        title=Words.of("How precise the median is by now", "中位用时的精度").say(language),
        note=origin(language),
        language=language,
    )


def targets(language: Language) -> Figure:
    """Simulated against reported."""
    before, after = pair()
    held = [
        charts.Held(
            glossary.metric(check.metric, language),
            glossary.unit_of(check.metric, language),
            check.low,
            check.high,
            *check.simulated[:3],
            before.interval(check.metric).mean,
        )
        for check in check_targets(after)
    ]
    return charts.targets_chart(
        held,
        title=Words.of("Simulated against reported", "模拟结果与公开报道对照").say(language),
        note=origin(language),
        language=language,
        before=run_charts.title_of(before, language),
    )


DRAWN: dict[str, Callable[[Language], Figure]] = {
    "backlog": backlog,
    "shock": shock,
    "time_to_solve": time_to_solve,
    "differences": differences,
    "beyond_chance": beyond_chance,
    "contributions": contributions,
    "tornado": tornado,
    "map": city_map,
    "placed": placed,
    "marginal": marginal,
    "late": late,
    "levels": levels,
    "lorenz": lorenz,
    "frontier": trade,
    "precision": precision,
    "targets": targets,
}


def small_png(figure: Figure) -> bytes:
    """Return a figure as a small PNG."""
    large, small = io.BytesIO(charts.picture.as_bytes(figure, "png")), io.BytesIO()
    picture = Image.open(large).convert("RGB")
    width = round(figure.get_figwidth() * DOTS)
    picture = picture.resize((width, round(picture.height * width / picture.width)))
    picture.quantize(SHADES).save(small, "png", optimize=True)
    return small.getvalue()


def main() -> None:
    """Draw what is asked for."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in OPTIONS.charts or DRAWN:
        begun = datetime.datetime.now()
        for language in LANGUAGES:
            picture = small_png(DRAWN[name](language))
            (IMAGES / f"{name}_{language}.png").write_bytes(picture)
        print(f"{name}: {(datetime.datetime.now() - begun).total_seconds():.1f} s")


if __name__ == "__main__":
    main()
