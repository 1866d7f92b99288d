"""The tables of a comparison."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from ...outcomes.metrics import METRICS
from ...runs.runs import Runs
from ...statistics.interval import paired_interval
from ...studies.comparison.compared import shows_targets, targets
from ...studies.comparison.comparison import Comparison
from ...studies.comparison.costs import costs_of
from ...studies.uncertainty.tables import tables_of as beyond_chance
from ...words import LANGUAGES, Language, Words, filled
from .. import glossary
from ..parts.years import years_table
from ..table import Ends, Says, Table, columns
from .costs import costs_table
from .ends import ends_table
from .stated_costs import stated_costs_table
from .titles import titles

QUANTILES = ("_p50", "_p90", "_p99")
COLUMNS = {
    "metric": Words("metric"),
    "unit": Words("unit"),
    "difference": Words("difference"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "together_low": Words("joint interval, low"),
    "together_high": Words("joint interval, high"),
    "share_better": Words("better in, % of replications"),
    "probability_better": Words("probability that the mean is better, %"),
    "scenario": Words("policy"),
    "mean": Words("mean"),
    "rank": Words("rank"),
    "community": Words("community"),
    "kind": Words("kind of issue"),
    "level": Words("level"),
    "correlation": Words("correlation"),
    "variance_reduction": Words("variance reduction"),
    "ceiling": Words("ceiling"),
}
INTERVAL = Words("{level} % interval")
TOGETHER = Words("joint {level} % interval")
RANKED = {
    "metric": COLUMNS["metric"],
    "scenario": COLUMNS["scenario"],
    "mean": COLUMNS["mean"],
    "first_rank": Words("first place possible"),
    "last_rank": Words("last place possible"),
    "may_be_best": Words("may be the best"),
}
DIFFERENCES = Words("differences")
RANKING = Words("ranking")
TWO_TITLE = Words("All metrics, side by side")
MANY_TITLE = Words("Policies by {metric}, the best first")
MANY_NOTE = Words(
    "Differences are to the reference, “{reference}”. A rank is the span of places that a "
    "policy may have; the joint intervals hold together."
)
TWO_NOTE = Words(
    "Difference: “{policy}” minus “{reference}”, replication by replication on the same seeds."
)
MEANS_TITLE = Words("Means of all metrics")
MEANS = Words("means")
EVERY_TITLE = Words("All differences to the reference")
BY_COMMUNITY = Words("by community")
BY_COMMUNITY_TITLE = Words("{metric}, by community")
BY_KIND = Words("by kind")
BY_KIND_TITLE = Words("{metric}, by kind of issue")
BY_LEVEL = Words("by level")
BY_LEVEL_TITLE = Words("Share of closed tickets that each level closed, %")
WORST_FIRST = Words("The worst-off under “{policy}” first.")
PAIRING = Words("pairing")
PAIRING_TITLE = Words("What common random numbers gained")
PAIRING_NOTE = Words(
    "Variance reduction: how many times fewer replications the paired design needs for the "
    "same precision. It cannot exceed the ceiling, which the correlation sets; a policy that "
    "changes much correlates little."
)


DIFFERENCE = ("difference", "low", "high", "together_low", "together_high")


def tables_of(found: Comparison) -> dict[str, Table]:
    """Return all tables of a comparison by the names of their files."""
    costs, made = costs_of(found), {"differences": differences(found), "ranking": ranking(found)}
    if shows_targets(found):
        made["targets"] = Table("targets", targets(found))
    if costs is not None:
        made["costs"] = costs_table(found, costs)
    if found.stated_costs is not None:
        made["stated_costs"] = stated_costs_table(found, found.stated_costs)
    if found.ends is not None:
        made["ends"] = ends_table(found, found.ends)
    years = years_table(found.runs, found.reference)
    if years is not None:
        made["years"] = years
    beyond = beyond_chance(
        found.metrics, found.confidence, found.worlds, found.cities, found.ensemble
    )
    for file, frame in beyond.items():
        name, _, ending = file.partition(".")
        if ending == "csv":
            made[name] = Table(name, frame)
    return made


def differences(found: Comparison) -> Table:
    """Return every difference to the reference, a row a metric and a policy."""
    named = {language: titles(found, language) for language in LANGUAGES}
    heads = dict(COLUMNS)
    if len(found.names) == 2:
        heads["reference_mean"] = _title_of(found, found.reference)
        heads["mean"] = _title_of(found, found.others[0])
    return Table(
        "differences",
        found.frame(),
        columns(
            heads,
            signed=DIFFERENCE,
            metric=glossary.metric,
            unit=glossary.unit,
            scenario=lambda name, language: named[language][name],
            share_better=_percent,
            probability_better=_percent,
        ),
        sheet=DIFFERENCES,
        intervals=_intervals(found),
        by_row=True,
    )


def ranking(found: Comparison) -> Table:
    """Return the rankings by all metrics that have a better way."""
    return Table(
        "ranking",
        found.ranks(),
        columns(RANKED, metric=glossary.metric, may_be_best=lambda best, _: bool(best)),
        title=RANKING,
        sheet=RANKING,
    )


def of_two(found: Comparison) -> Table:
    """Return two policies side by side, a row a metric."""
    policy, reference = found.others[0], found.reference
    return found.tables["differences"].of(
        *("metric", "reference_mean", "mean", "difference", "low", "high", "unit", "share_better"),
        title=TWO_TITLE,
        note=filled(
            TWO_NOTE, policy=_title_of(found, policy), reference=_title_of(found, reference)
        ),
        most_rows=None,
    )


def every_difference(found: Comparison) -> Table:
    """Return every difference to the reference, with its joint interval."""
    shown = ("metric", "scenario", *DIFFERENCE, "unit", "share_better", "probability_better")
    return found.tables["differences"].of(
        *shown,
        title=EVERY_TITLE,
        note=filled(MANY_NOTE, reference=_title_of(found, found.reference)),
        most_rows=len(found.others),
    )


def pairing(found: Comparison) -> Table:
    """Return what pairing gained beside its ceiling."""
    table = found.tables["differences"]
    frame = table.frame
    lower = frame["ceiling_of_spreads"] < frame["ceiling"]
    several = ("scenario",) if len(found.others) > 1 else ()
    return table.of(
        *("metric", *several, "correlation", "variance_reduction", "ceiling"),
        frame=frame.assign(ceiling=np.where(lower, frame["ceiling_of_spreads"], frame["ceiling"])),
        title=PAIRING_TITLE,
        note=PAIRING_NOTE,
        sheet=PAIRING,
        by_row=False,
        most_rows=max(15, len(found.metrics)),
    )


def of_many(found: Comparison, metric: str) -> Table:
    """Return many policies by one metric, the best first."""
    table = found.tables["differences"]
    ranked = found.ranking(metric) if METRICS[metric].better is not None else None
    ranks = {row.scenario: row for row in ranked.rows} if ranked else {}
    order = [*ranks, *(name for name in found.names if name not in ranks)]
    frame = table.frame[table.frame["metric"] == metric].set_index("scenario").reindex(order)
    frame["mean"] = [found.of(name).interval(metric).mean for name in order]
    shown = ["scenario", "mean", "difference", "together_low", "together_high", "share_better"]
    if ranked:
        frame["rank"] = [_span(*ranked.span(ranks[name])) for name in order]
        shown.append("rank")
    return table.of(
        *shown,
        frame=frame.reset_index(),
        title=filled(MANY_TITLE, metric=with_unit(metric)),
        note=filled(MANY_NOTE, reference=_title_of(found, found.reference)),
        sheet=RANKING,
        most_rows=None,
    )


def means(found: Comparison) -> Table:
    """Return the means of all metrics, a row a metric and a column a policy."""
    frame = pd.DataFrame({"metric": found.metrics})
    heads = {"metric": COLUMNS["metric"]}
    for name in found.names:
        frame[f"mean_{name}"] = [found.of(name).interval(m).mean for m in found.metrics]
        heads[f"mean_{name}"] = _title_of(found, name)
    frame["unit"] = [METRICS[metric].unit for metric in found.metrics]
    heads["unit"] = COLUMNS["unit"]
    return Table(
        "means",
        frame,
        columns(heads, metric=glossary.metric, unit=glossary.unit),
        title=MEANS_TITLE,
        sheet=MEANS,
        by_row=True,
        most_rows=None,
    )


def by_community(found: Comparison, metric: str) -> Table:
    """Return a metric by community, the worst-off under the last policy first."""
    table = _by(found, metric, "community", BY_COMMUNITY, BY_COMMUNITY_TITLE)
    return replace(_worst_first(table, found, metric), most_rows=20)


def by_kind(found: Comparison, metric: str) -> Table:
    """Return a metric by kind of issue, the worst first."""
    return _worst_first(_by(found, metric, "kind", BY_KIND, BY_KIND_TITLE), found, metric)


def by_level(found: Comparison) -> Table:
    """Return which level closes what share: whether small matters stay in the grid."""
    return _by(found, "resolved_at_level_share", "level", BY_LEVEL, BY_LEVEL_TITLE)


def member_means(runs: Runs, metric: str, by: str) -> np.ndarray:
    """Values of a metric by member of a dimension, shape (replications, members)."""
    return np.stack([r.table.values(metric, by) for r in runs.replications])


def _by(found: Comparison, metric: str, by: str, sheet: Words, title: Words) -> Table:
    """Return a metric by member of a dimension: means, and of two policies their difference."""
    values = {name: member_means(found.of(name), metric, by) for name in found.names}
    frame = pd.DataFrame({by: list(found.runs[0].replications[0].table.members[by])})
    heads = {by: COLUMNS[by]}
    for name in found.names:
        frame[f"mean_{name}"] = values[name].mean(axis=0)
        heads[f"mean_{name}"] = _title_of(found, name)
    if len(found.names) == 2:
        after, before = (values[name].T for name in (found.others[0], found.reference))
        settled = METRICS[metric].settled
        intervals = [
            paired_interval(*pair, found.confidence, settled=settled)
            for pair in zip(after, before, strict=True)
        ]
        for place, column in enumerate(("mean", "low", "high")):
            frame["difference" if column == "mean" else column] = [i[place] for i in intervals]
        heads |= {name: COLUMNS[name] for name in ("difference", "low", "high")}
    scenario = found.runs[0].scenario
    says: dict[str, Says] = {
        "kind": lambda name, language: glossary.kind(scenario, name, language),
        "level": lambda name, language: glossary.term(glossary.LEVELS, name, language),
    }
    return Table(
        f"by_{by}",
        frame,
        columns(heads, signed=DIFFERENCE, **{by: says[by]} if by in says else {}),
        title=filled(title, metric=with_unit(metric)),
        sheet=sheet,
        intervals=_intervals(found),
    )


def _worst_first(table: Table, found: Comparison, metric: str) -> Table:
    """Sort rows, the worst under the last policy first; as they stand if no way is better.

    A quantile is missing where too few are ever solved, and that is worst. Anything else is missing
    where there is nothing to measure, and comes last.
    """
    policy = (found.others or found.names)[-1]
    better = METRICS[metric].better
    values = table.frame[f"mean_{policy}"].to_numpy(float)
    order = np.arange(len(values))
    if better is not None:
        missing = np.inf if metric.endswith(QUANTILES) else -np.inf
        worst = np.where(np.isnan(values), missing, -values if better == "higher" else values)
        order = np.argsort(-worst, kind="stable")
    return replace(
        table,
        frame=table.frame.iloc[order].reset_index(drop=True),
        note=filled(WORST_FIRST, policy=_title_of(found, policy)),
    )


def _intervals(found: Comparison) -> tuple[Ends, ...]:
    level = f"{100.0 * found.confidence:g}"
    return tuple(
        Ends(low, high, filled(words, level=level))
        for low, high, words in (
            ("low", "high", INTERVAL),
            ("together_low", "together_high", TOGETHER),
        )
    )


def _title_of(found: Comparison, name: str) -> Words:
    return Words.of(*(titles(found, language)[name] for language in LANGUAGES))


def with_unit(metric: str) -> Words:
    """Title of a metric with its unit in brackets."""
    (title, unit), (title_zh, unit_zh) = (
        (glossary.metric(metric, language), glossary.unit_of(metric, language))
        for language in LANGUAGES
    )
    return Words.of(f"{title} ({unit})", f"{title_zh}（{unit_zh}）")


def _percent(share: float, _: Language) -> int | None:
    return None if math.isnan(share) else round(100.0 * share)


def _span(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first}–{last}"
