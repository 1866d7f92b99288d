"""The tables of a comparison."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...experiments.comparison.comparison import Comparison
from ...experiments.intervals import paired_interval
from ...experiments.replications import Runs
from ...outcomes.metrics import METRICS
from .. import glossary
from ..language import Language, Words
from ..report import Range, Table
from .titles import titles

QUANTILES = ("_p50", "_p90", "_p99")
COLUMNS = {
    "metric": Words("metric", "指标"),
    "unit": Words("unit", "单位"),
    "difference": Words("difference", "差值"),
    "low": Words("interval, low", "区间下限"),
    "high": Words("interval, high", "区间上限"),
    "interval": Words("{level} % interval", "{level}% 区间"),
    "together_low": Words("joint interval, low", "联合区间下限"),
    "together_high": Words("joint interval, high", "联合区间上限"),
    "together": Words("joint {level} % interval", "{level}% 联合区间"),
    "share": Words("better in, % of replications", "占优模拟次数占比（%）"),
    "probability": Words("probability that the mean is better, %", "均值占优的概率（%）"),
    "scenario": Words("policy", "方案"),
    "mean": Words("mean", "均值"),
    "rank": Words("rank", "名次"),
    "n": Words("n", "次数"),
    "community": Words("community", "社区"),
    "residents": Words("residents", "居民数"),
    "kind": Words("kind of issue", "事项类别"),
    "level": Words("level", "层级"),
    "correlation": Words("correlation", "相关系数"),
    "reduction": Words("variance reduction", "方差缩减倍数"),
    "ceiling": Words("ceiling", "上限"),
    "reference": Words("reference", "参照"),
}
DIFFERENCES = Words("differences", "差值")
RANKING = Words("ranking", "排名")
TWO_TITLE = Words("All metrics, side by side", "各项指标对照")
MANY_TITLE = Words("Policies by {metric}, the best first", "各方案按“{metric}”排序，最好者在前")
MANY_NOTE = Words(
    "Differences are to the reference, “{reference}”. A rank is the span of places that a policy "
    "may have; the joint intervals hold together.",
    "差值以“{reference}”为参照。名次为该方案可能所处的区间；联合区间同时成立。",
)
TWO_NOTE = Words(
    "Difference: “{policy}” minus “{reference}”, replication by replication on the same seeds.",
    "差值：“{policy}”减“{reference}”，逐次模拟使用相同种子。",
)
MEANS_TITLE = Words("Means of all metrics", "各项指标均值")
MEANS = Words("means", "均值")
EVERY_TITLE = Words("All differences to the reference", "与参照的全部差值")
BY_COMMUNITY = Words("by community", "分社区")
BY_COMMUNITY_TITLE = Words("{metric}, by community", "分社区：{metric}")
BY_KIND = Words("by kind", "分类别")
BY_KIND_TITLE = Words("{metric}, by kind of issue", "分事项类别：{metric}")
BY_LEVEL = Words("by level", "分层级")
BY_LEVEL_TITLE = Words(
    "Share of closed tickets that each level closed, %", "各层级办结事项占比（%）"
)
WORST_FIRST = Words("The worst-off under “{policy}” first.", "按“{policy}”下由差到好排列。")
PAIRING = Words("pairing", "配对")
PAIRING_TITLE = Words("What common random numbers gained", "公共随机数的效果")
PAIRING_NOTE = Words(
    "Variance reduction: how many times fewer replications the paired design needs for the same "
    "precision. It cannot exceed the ceiling, which the correlation sets; a policy that changes "
    "much correlates little.",
    "方差缩减倍数：达到同样精度，配对设计可少用多少倍的模拟次数；不会超过由相关系数决定的上限。"
    "政策改变越大，相关性越低。",
)


def say(language: Language, **fields: object) -> dict[str, str]:
    """Headings of columns in a language."""
    return {
        name: words.say(language, **fields) if "{" in words.en else words.say(language)
        for name, words in COLUMNS.items()
    }


def level_of(found: Comparison) -> str:
    """Confidence of the intervals, in %."""
    return f"{100.0 * found.confidence:g}"


def of_two(found: Comparison, language: Language) -> Table:
    """Tabulate two policies side by side, a row a metric."""
    names, policy = titles(found, language), found.others[0]
    head = say(language, level=level_of(found))
    rows: list[dict[str, Any]] = []
    for metric in found.metrics:
        d = found.difference(policy, metric)
        rows.append(
            {
                head["metric"]: glossary.metric(metric, language),
                names[found.reference]: d.reference_value.mean,
                names[policy]: d.value.mean,
                head["difference"]: d.interval.mean,
                head["low"]: d.interval.low,
                head["high"]: d.interval.high,
                head["unit"]: glossary.unit_of(metric, language),
                head["share"]: _percent(d.share_better.share),
            }
        )
    return Table(
        DIFFERENCES.say(language),
        TWO_TITLE.say(language),
        _frame(rows, whole=[head["share"]]),
        TWO_NOTE.say(language, policy=names[policy], reference=names[found.reference]),
        ranges=(Range(head["interval"], head["low"], head["high"]),),
        signed=(head["difference"], head["low"]),
        by_row=True,
        most_rows=None,
    )


def of_many(found: Comparison, metric: str, language: Language) -> Table:
    """Tabulate many policies by one metric, the best first."""
    names = titles(found, language)
    head = say(language, level=level_of(found))
    ranking = found.ranking(metric) if _ranked(metric) else None
    ranks = {row.scenario: row for row in ranking.rows} if ranking else {}
    order = [*ranks, *(name for name in found.names if name not in ranks)]
    rows: list[dict[str, Any]] = []
    for name in order:
        row: dict[str, Any] = {head["scenario"]: names[name]}
        row[head["mean"]] = found.of(name).interval(metric).mean
        if name == found.reference:
            blank = math.nan
            row |= {head[key]: blank for key in ("difference", "together_low", "together_high")}
            row[head["share"]] = None
        else:
            d = found.difference(name, metric)
            row[head["difference"]] = d.simultaneous.mean
            row[head["together_low"]] = d.simultaneous.low
            row[head["together_high"]] = d.simultaneous.high
            row[head["share"]] = _percent(d.share_better.share)
        if ranking is not None:
            row[head["rank"]] = _span(*ranking.span(ranks[name]))
        rows.append(row)
    return Table(
        RANKING.say(language),
        MANY_TITLE.say(language, metric=_with_unit(metric, language)),
        _frame(rows, whole=[head["share"]]),
        MANY_NOTE.say(language, reference=names[found.reference]),
        ranges=(Range(head["together"], head["together_low"], head["together_high"]),),
        signed=(head["difference"], head["together_low"]),
        by_row=True,
        most_rows=None,
    )


def means(found: Comparison, language: Language) -> Table:
    """Tabulate the means of all metrics, a row a metric and a column a policy."""
    names, head = titles(found, language), say(language, level=level_of(found))
    rows = []
    for metric in found.metrics:
        row: dict[str, Any] = {head["metric"]: glossary.metric(metric, language)}
        row |= {names[name]: found.of(name).interval(metric).mean for name in found.names}
        row[head["unit"]] = glossary.unit_of(metric, language)
        rows.append(row)
    return Table(
        MEANS.say(language), MEANS_TITLE.say(language), _frame(rows), by_row=True, most_rows=None
    )


def every_difference(found: Comparison, language: Language) -> Table:
    """Tabulate every difference to the reference, a row a metric and a policy."""
    names, head = titles(found, language), say(language, level=level_of(found))
    rows = []
    for metric in found.metrics:
        for d in found.differences(metric):
            rows.append(
                {
                    head["metric"]: glossary.metric(metric, language),
                    head["scenario"]: names[d.scenario],
                    head["difference"]: d.interval.mean,
                    head["low"]: d.interval.low,
                    head["high"]: d.interval.high,
                    head["together_low"]: d.simultaneous.low,
                    head["together_high"]: d.simultaneous.high,
                    head["unit"]: glossary.unit_of(metric, language),
                    head["share"]: _percent(d.share_better.share),
                    head["probability"]: _percent(d.probability_better),
                }
            )
    return Table(
        DIFFERENCES.say(language),
        EVERY_TITLE.say(language),
        _frame(rows, whole=[head["share"], head["probability"]]),
        MANY_NOTE.say(language, reference=names[found.reference]),
        ranges=(
            Range(head["interval"], head["low"], head["high"]),
            Range(head["together"], head["together_low"], head["together_high"]),
        ),
        signed=(head["difference"], head["low"], head["together_low"]),
        by_row=True,
        most_rows=len(found.others),
    )


def pairing(found: Comparison, language: Language) -> Table:
    """Tabulate what pairing gained beside its ceiling."""
    names, head = titles(found, language), say(language, level=level_of(found))
    several = len(found.others) > 1
    rows = []
    for metric in found.metrics:
        for d in found.differences(metric):
            row: dict[str, Any] = {head["metric"]: glossary.metric(metric, language)}
            if several:
                row[head["scenario"]] = names[d.scenario]
            row[head["correlation"]] = d.pairing.correlation
            row[head["reduction"]] = d.pairing.reduction
            row[head["ceiling"]] = min(d.pairing.ceiling, d.pairing.ceiling_of_spreads)
            rows.append(row)
    return Table(
        PAIRING.say(language),
        PAIRING_TITLE.say(language),
        _frame(rows),
        PAIRING_NOTE.say(language),
        most_rows=max(15, len(found.metrics)),
    )


def by_community(found: Comparison, metric: str, language: Language) -> Table:
    """Tabulate a metric by community, the worst-off under the last policy first."""
    head = say(language, level=level_of(found))
    runs = found.runs[0]
    members = list(runs.replications[0].table.members["community"])
    table = _by(found, metric, "community", members, members, head["community"], language)
    policy = titles(found, language)[(found.others or found.names)[-1]]
    order = _worst_first(table, policy, metric)
    return Table(
        BY_COMMUNITY.say(language),
        BY_COMMUNITY_TITLE.say(language, metric=_with_unit(metric, language)),
        table.iloc[order].reset_index(drop=True),
        WORST_FIRST.say(language, policy=policy),
        **_ranges(found, language),
        most_rows=20,
    )


def by_kind(found: Comparison, metric: str, language: Language) -> Table:
    """Tabulate a metric by kind of issue, the worst first."""
    runs = found.runs[0]
    head = say(language, level=level_of(found))
    members = list(runs.replications[0].table.members["kind"])
    shown = [glossary.kind(runs.scenario, name, language) for name in members]
    table = _by(found, metric, "kind", members, shown, head["kind"], language)
    policy = titles(found, language)[(found.others or found.names)[-1]]
    order = _worst_first(table, policy, metric)
    return Table(
        BY_KIND.say(language),
        BY_KIND_TITLE.say(language, metric=_with_unit(metric, language)),
        table.iloc[order].reset_index(drop=True),
        WORST_FIRST.say(language, policy=policy),
        **_ranges(found, language),
    )


def by_level(found: Comparison, language: Language) -> Table:
    """Tabulate which level closes what share: whether small matters stay in the grid."""
    runs = found.runs[0]
    head = say(language, level=level_of(found))
    members = list(runs.replications[0].table.members["level"])
    shown = [glossary.term(glossary.LEVELS, name, language) for name in members]
    frame = _by(found, "resolved_at_level_share", "level", members, shown, head["level"], language)
    return Table(
        BY_LEVEL.say(language),
        BY_LEVEL_TITLE.say(language),
        frame,
        **_ranges(found, language),
    )


def member_means(runs: Runs, metric: str, by: str) -> np.ndarray:
    """Values of a metric by member of a dimension, shape (replications, members)."""
    return np.stack([r.table.values(metric, by) for r in runs.replications])


def _by(
    found: Comparison,
    metric: str,
    by: str,
    members: Sequence[str],
    shown: Sequence[str],
    heading: str,
    language: Language,
) -> pd.DataFrame:
    names, head = titles(found, language), say(language, level=level_of(found))
    values = {name: member_means(found.of(name), metric, by) for name in found.names}
    columns: dict[str, Any] = {heading: list(shown)}
    for name in found.names:
        columns[names[name]] = values[name].mean(axis=0)
    if len(found.names) == 2:
        after, before = (values[name].T for name in (found.others[0], found.reference))
        intervals = [
            paired_interval(*pair, found.confidence, settled=METRICS[metric].settled)
            for pair in zip(after, before, strict=True)
        ]
        columns[head["difference"]] = [i.mean for i in intervals]
        columns[head["low"]] = [i.low for i in intervals]
        columns[head["high"]] = [i.high for i in intervals]
    return pd.DataFrame(columns)


def _ranges(found: Comparison, language: Language) -> dict[str, Any]:
    if len(found.names) != 2:
        return {}
    head = say(language, level=level_of(found))
    return {
        "ranges": (Range(head["interval"], head["low"], head["high"]),),
        "signed": (head["difference"], head["low"]),
    }


def _worst_first(frame: pd.DataFrame, column: str, metric: str) -> np.ndarray:
    """Order of rows, the worst first; as they stand if no way is better.

    A quantile is missing where too few are ever solved, and that is worst. Anything else is missing
    where there is nothing to measure, and comes last.
    """
    better = METRICS[metric].better
    values = frame[column].to_numpy(float)
    if better is None:
        return np.arange(len(values))
    missing = np.inf if metric.endswith(QUANTILES) else -np.inf
    worst = np.where(np.isnan(values), missing, -values if better == "higher" else values)
    return np.argsort(-worst, kind="stable")


def _with_unit(metric: str, language: Language) -> str:
    unit = glossary.unit_of(metric, language)
    title = glossary.metric(metric, language)
    return f"{title} ({unit})" if language == "en" else f"{title}（{unit}）"


def _frame(rows: list[dict[str, Any]], whole: Sequence[str] = ()) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for name in whole:
        if name in frame:
            frame[name] = frame[name].astype("Int64")
    return frame


def _percent(share: float) -> int | None:
    return None if math.isnan(share) else round(100.0 * share)


def _span(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first}–{last}"


def _ranked(metric: str) -> bool:
    return METRICS[metric].better is not None
