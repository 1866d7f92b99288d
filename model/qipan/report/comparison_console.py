"""A comparison on the terminal."""

import math

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..experiments.comparison import Comparison, Difference, Ranking
from ..experiments.comparison.ranking import Ranked
from ..experiments.comparison.save import shows_targets
from ..experiments.findings import assumed_numbers, is_stationary
from ..outcomes.metrics import METRICS
from .comparison.beyond_chance import print_beyond_chance
from .comparison.costs import print_costs
from .console import bounds, number, print_cautions, print_targets
from .standing_console import print_standing

MOST_ROWS = 150  # of tables by metric: more is in the result folder
# Letters of a terminal that take all columns, and those that take the first of the extra ones.
WIDE, MEDIUM = 150, 105
_EXTRAS = {
    0: "A wider terminal, and differences.csv, show more columns.",
    1: "better in: share of paired replications. A wider terminal, and differences.csv, show more.",
    3: "better in: share of paired replications; P(better): probability that the expected "
    "difference is on the better side (Student's t). gain: variance on separate seeds over "
    "that on the same ones; at most: 1 / (1 - correlation).",
}


def print_part(part: Comparison, out: Console) -> None:
    """Print the differences, the ranking, what pairing gained, and why it stopped there."""
    if len(part.runs) == 2:
        _print_two(part, out)
    else:
        _print_many(part, out)
    _print_method(part, out)
    print_beyond_chance(part, out)
    if shows_targets(part):
        reference = part.of(part.reference)
        print_targets(part.of(part.others[0]), reference, out)
    print_costs(part, out)
    if len(part.runs) == 2:
        print_cautions(part.runs, out)
    else:
        _print_common_cautions(part, out)
        print_standing(part.scenarios, out)


def _print_common_cautions(part: Comparison, out: Console) -> None:
    """Cautions of many scenarios, each said once with the names of those it is about."""
    moving = [runs.scenario.name for runs in part.runs if is_stationary(runs) is False]
    said = []
    if moving:
        about = "times and backlog belong to this horizon"
        said.append(f"not stationary, {about}: {', '.join(moving)}")
    for metric in part.metrics:
        missing = [name for name, row in part.values(metric).items() if np.isnan(row).any()]
        if missing:
            which = "any scenario" if len(missing) == len(part.names) else ", ".join(missing)
            said.append(f"{METRICS[metric].title_en} does not exist in all replications of {which}")
    doubtful, numbers = assumed_numbers(part.of(part.reference))
    said.append(
        f"intervals are over chance only; {doubtful} of the {numbers} numbers of {part.reference} "
        "are assumed (see qipan check)"
    )
    for sentence in said:
        out.print(f"! {sentence}", style="yellow", highlight=False)


def _print_two(part: Comparison, out: Console) -> None:
    extra = _extra_columns(out)
    table = _table("Same city, same people, same issues; only the policy differs")
    table.add_column("metric", min_width=36 if out.width >= WIDE else 20)
    for scenario in (part.of(part.reference).scenario, part.of(part.others[0]).scenario):
        table.add_column(scenario.document.title.en, justify="right", min_width=7)
    _add_columns(table, part, extra)
    for metric in part.metrics:
        (found,) = part.differences(metric)
        values = (number(found.reference_value.mean), number(found.value.mean))
        title = f"{METRICS[metric].title_en} ({METRICS[metric].unit})"
        table.add_row(*map(Text, (title, *values, *_cells(found, extra))))
    out.print(table)


def _extra_columns(out: Console) -> int:
    """How many of the columns beside the interval there is room for."""
    return 3 if out.width >= WIDE else 1 if out.width >= MEDIUM else 0


def _print_many(part: Comparison, out: Console) -> None:
    most = max(1, MOST_ROWS // len(part.runs))
    for metric in part.metrics[:most]:
        _print_metric(part, metric, out)
    if len(part.metrics) > most:
        left = len(part.metrics) - most
        out.print(f"{left} more metrics are in the result folder.", highlight=False)


def _print_metric(part: Comparison, metric: str, out: Console) -> None:
    about, ranking, extra = METRICS[metric], part.rankings.get(metric), _extra_columns(out)
    way = f", {about.better} is better" if about.better else ""
    table = _table(f"{about.title_en} ({about.unit}{way})")
    table.add_column("scenario")
    table.add_column("mean", justify="right")
    _add_columns(table, part, extra)
    table.add_column("rank", justify="right")
    differences = {found.scenario: found for found in part.differences(metric)}
    places = {row.scenario: row for row in ranking.rows} if ranking else {}
    for name in [row.scenario for row in ranking.rows] if ranking else part.names:
        place = _rank(ranking, places[name]) if ranking else ""
        if name == part.reference:
            mean = number(part.of(name).interval(metric).mean)
            cells = [f"{name} (reference)", mean, *[""] * (2 + extra), place]
        else:
            found = differences[name]
            cells = [name, number(found.value.mean), *_cells(found, extra), place]
        table.add_row(*map(Text, cells))
    out.print(table)
    if ranking:
        out.print(Text(_said_of_best(ranking)))


def _add_columns(table: Table, part: Comparison, extra: int) -> None:
    percent = f"{100 * part.confidence:g} %"
    table.add_column("difference", justify="right", no_wrap=True)
    table.add_column(f"{percent} interval", justify="right", no_wrap=extra > 0)
    for name in ("better in", "P(better)", "gain, at most")[:extra]:
        table.add_column(name, justify="right", no_wrap=True)


def _cells(found: Difference, extra: int) -> list[str]:
    paired = found.pairing
    extras = (
        _share(found),
        _probability(found.probability_better),
        f"{_ratio(paired.reduction)}, {_ratio(paired.ceiling)}",
    )
    return [number(found.interval.mean), bounds(found.simultaneous), *extras[:extra]]


def _share(found: Difference) -> str:
    share = found.share_better.share
    if found.identical:
        return "the same"
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"


def _probability(value: float) -> str:
    if math.isnan(value):
        return "–"
    if 0.001 <= value <= 0.999:
        return f"{value:.3f}"
    return "> 0.999" if value > 0.5 else "< 0.001"


def _ratio(value: float) -> str:
    if math.isnan(value):
        return "–"
    return "∞" if math.isinf(value) else f"{value:.1f}" if value < 100.0 else f"{value:.0f}"


def _rank(ranking: Ranking, row: Ranked) -> str:
    first, last = ranking.span(row)
    if first is None:
        return "–"
    return str(first) if first == last else f"{first}–{last}"


def _said_of_best(ranking: Ranking) -> str:
    best = ranking.may_be_best
    if not best:
        return "No scenario can be ranked: the metric does not exist in every replication.\n"
    if not ranking.ranked:
        count = len(ranking.rows)
        return f"Only {best[0]}, one of {count}, has a value in every replication: no ranking.\n"
    if len(best) == 1:
        return f"Best: {best[0]}; all that are ranked below it are shown to be worse.\n"
    return f"Cannot be told apart from the best: {', '.join(best)}.\n"


def _print_method(part: Comparison, out: Console) -> None:
    n, several = part.replications, len(part.others) > 1
    said = [f"{n} replication{'s' * (n > 1)}, the same seeds for all. {stopping_text(part)}"]
    if several:
        said.append(
            f"Intervals hold together for the {len(part.others)} differences of a metric "
            f"(Bonferroni), not across metrics. Ranks by all pairs, Holm's method."
        )
    said.append(_EXTRAS[_extra_columns(out)])
    for sentence in said:
        out.print(sentence, style="dim", highlight=False)
    for failure in part.failures:
        out.print(
            f"! {failure.scenario}: replication {failure.number} (seed {failure.seed}) failed and "
            f"is left out everywhere: {failure.reason}",
            style="red",
            highlight=False,
        )


def stopping_text(part: Comparison) -> str:
    """Say why there are so many replications and no more."""
    stopping = part.stopping
    if stopping.metric is None:
        return "No precision was asked for." if stopping.reason == "fixed" else "Stopped early."
    unit = METRICS[stopping.metric].unit
    asked = f"± {number(stopping.asked)} {unit} for {METRICS[stopping.metric].title_en}"
    match stopping.reason:
        case "precise":
            return f"Precise enough: asked {asked}, reached ± {number(stopping.reached)}."
        case "cap":
            return (
                f"Stopped at the most replications allowed: asked {asked}, reached "
                f"± {number(stopping.reached)}; about {stopping.needed:,} would be needed."
            )
        case "failed":
            return (
                f"Not as precise as asked, since replications failed: asked {asked}, reached "
                f"± {number(stopping.reached)}."
            )
        case "missing":
            return f"Asked {asked}; no interval exists, as the metric is missing in some."
    return f"Stopped early, before {asked} was reached."


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
