"""Simulated against reported."""

from collections.abc import Sequence

import pandas as pd

from ...experiments.replications import Runs
from ...experiments.targets import TargetCheck, Verdict, check_targets, tally
from .. import glossary
from ..language import Language, Words
from ..report import Range, Section, Table

HEADING = Words("Simulated against reported", "模拟与公开数据对照")
SAYS = Words(
    "“{title}” meets {met} of {all} published windows; {missed} it misses, {open} are open.",
    "“{title}”落入 {all} 个公开区间中的 {met} 个，未落入 {missed} 个，待定 {open} 个。",
)
MEANING = Words(
    "A window is met if the whole interval lies within it, missed if all of the interval lies "
    "outside or the metric does not exist; it is open otherwise: more replications may tell.",
    "置信区间全部位于公开区间之内为“落入”，全部位于其外或指标不存在为“未落入”，"
    "其余为“待定”，需增加模拟次数方可判定。",
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
    "verdict": Words("in window", "落入区间"),
    "source": Words("source", "来源"),
    "scenario": Words("scenario", "情景"),
}
VERDICTS: dict[Verdict, Words] = {
    "in": Words("in", "落入"),
    "out": Words("out", "未落入"),
    "open": Words("open", "待定"),
}


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
            paragraphs.append(counted_said(checks, each, language))
        tables.append(_table(runs, same, language))
    if not tables:
        return None
    paragraphs.append(MEANING.say(language))
    if len(several) > 1:
        paragraphs.append(OTHERS.say(language))
    return Section(HEADING.say(language), tuple(paragraphs), tables=tuple(tables)).briefly()


def counted_said(checks: Sequence[TargetCheck], runs: Runs, language: Language) -> str:
    """Say how many windows a scenario meets, misses and leaves open."""
    counted = tally(check.verdict_on(runs.interval(check.metric)) for check in checks)
    return SAYS.say(
        language,
        title=glossary.title(runs.scenario, language),
        all=len(checks),
        met=counted["in"],
        missed=counted["out"],
        open=counted["open"],
    )


def _table(runs: Runs, several: Sequence[Runs], language: Language) -> Table:
    say = {name: words.say(language) for name, words in COLUMNS.items()}
    rows = []
    for check in check_targets(runs):
        for each in several:
            interval = each.interval(check.metric)
            rows.append(
                {
                    say["target"]: check.name.replace("_", " "),
                    say["metric"]: glossary.metric(check.metric, language),
                    say["low"]: check.low,
                    say["high"]: check.high,
                    say["scenario"]: glossary.title(each.scenario, language),
                    say["mean"]: interval.mean,
                    say["ci_low"]: interval.low,
                    say["ci_high"]: interval.high,
                    say["verdict"]: VERDICTS[check.verdict_on(interval)].say(language),
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
