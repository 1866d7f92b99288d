"""Simulated against reported."""

from collections.abc import Sequence

import pandas as pd

from ...experiments.replications import Runs
from ...experiments.targets import check_targets
from .. import glossary
from ..language import Language, Words
from ..report import Range, Section, Table

HEADING = Words("Simulated against reported", "模拟与公开数据对照")
SAYS = Words(
    "“{title}” falls into {met} of {all} published windows.",
    "“{title}”落入 {all} 个公开区间中的 {met} 个。",
)
OTHERS = Words(
    "A window that the city meets without the reform as well says nothing about the reform.",
    "若改革前的城市同样落入某一区间，该区间不能说明改革的作用。",
)
SHEET = Words("targets", "对照")
TITLE = Words("Means of the replications beside the reported windows", "模拟均值与公开区间")
COLUMNS = {
    "target": Words("target", "目标"),
    "metric": Words("metric", "指标"),
    "low": Words("window, low", "区间下限"),
    "high": Words("window, high", "区间上限"),
    "window": Words("reported window", "公开区间"),
    "unit": Words("unit", "单位"),
    "mean": Words("simulated", "模拟均值"),
    "ci_low": Words("interval, low", "置信区间下限"),
    "ci_high": Words("interval, high", "置信区间上限"),
    "interval": Words("95 % interval", "95% 置信区间"),
    "met": Words("in window", "落入区间"),
    "source": Words("source", "来源"),
    "scenario": Words("scenario", "情景"),
}
MET = {True: Words("yes", "是"), False: Words("no", "否")}


def targets_section(several: Sequence[Runs], language: Language) -> Section | None:
    """Return the section of targets, of each scenario that has other ones; None if there are none.

    The scenarios of a city inherit its targets, so all are held against each set of windows once.
    """
    tables, paragraphs = [], []
    seen: list[object] = []
    for runs in reversed(several):  # the reformed city after the one before its reform
        document = runs.scenario.document
        if not document.targets or document.targets in seen:
            continue
        seen.append(document.targets)
        same = [other for other in several if other.scenario.document.targets == document.targets]
        checks = check_targets(runs)
        for each in (runs, *(other for other in same if other is not runs)):
            paragraphs.append(
                SAYS.say(
                    language,
                    title=glossary.title(each.scenario, language),
                    met=sum(check.met_by(each.interval(check.metric)) for check in checks),
                    all=len(checks),
                )
            )
        tables.append(_table(runs, same, language))
    if not tables:
        return None
    if len(several) > 1:
        paragraphs.append(OTHERS.say(language))
    return Section(HEADING.say(language), tuple(paragraphs), tables=tuple(tables))


def _table(runs: Runs, several: Sequence[Runs], language: Language) -> Table:
    say = {name: words.say(language) for name, words in COLUMNS.items()}
    rows = []
    for check in check_targets(runs):
        for each in several:
            interval = each.interval(check.metric)
            rows.append(
                {
                    say["metric"]: glossary.metric(check.metric, language),
                    say["low"]: check.low,
                    say["high"]: check.high,
                    say["scenario"]: glossary.title(each.scenario, language),
                    say["mean"]: interval.mean,
                    say["ci_low"]: interval.low,
                    say["ci_high"]: interval.high,
                    say["met"]: MET[check.met_by(interval)].say(language),
                    say["unit"]: glossary.unit(check.unit, language),
                    say["source"]: check.source,
                }
            )
    frame = pd.DataFrame(rows)
    if len(several) == 1:
        frame = frame.drop(columns=say["scenario"])
    ranges = (
        Range(say["window"], say["low"], say["high"]),
        Range(say["interval"], say["ci_low"], say["ci_high"]),
    )
    return Table(
        SHEET.say(language), TITLE.say(language), frame, ranges=ranges, by_row=True, most_rows=None
    )
