"""Simulated against reported."""

from collections.abc import Sequence

import pandas as pd

from ...runs.runs import Runs
from ...runs.targets import TargetCheck, Verdict, check_targets, tally
from ...words import Language, Words
from .. import glossary
from ..document import Range, Section, Table

HEADING = Words("Simulated against reported")
SAYS = Words(
    "“{title}” meets {met} of {all} published windows; {missed} it misses, {open} are open."
)
MEANING = Words(
    "A window is met if the whole interval lies within it, missed if all of the interval "
    "lies outside or the metric does not exist; it is open otherwise: more replications may "
    "tell."
)
OTHERS = Words(
    "A window that the city meets without the reform as well says nothing about the reform."
)
SHEET = Words("targets")
TITLE = Words("Means of the replications beside the reported windows")
COLUMNS = {
    "target": Words("target"),
    "metric": Words("metric"),
    "window_low": Words("window, low"),
    "window_high": Words("window, high"),
    "window": Words("reported window"),
    "unit": Words("unit"),
    "mean": Words("simulated"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "interval": Words("95 % interval"),
    "verdict": Words("in window"),
    "source": Words("source"),
    "scenario": Words("scenario"),
}
VERDICTS: dict[Verdict, Words] = {
    "in": Words("in"),
    "out": Words("out"),
    "open": Words("open"),
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
                    say["window_low"]: check.low,
                    say["window_high"]: check.high,
                    say["scenario"]: glossary.title(each.scenario, language),
                    say["mean"]: interval.mean,
                    say["low"]: interval.low,
                    say["high"]: interval.high,
                    say["verdict"]: VERDICTS[check.verdict_on(interval)].say(language),
                    say["unit"]: glossary.unit(check.unit, language),
                    say["source"]: check.source,
                }
            )
    frame = pd.DataFrame(rows)
    if len(several) == 1:
        frame = frame.drop(columns=say["scenario"])
    ranges = (
        Range(say["window"], say["window_low"], say["window_high"]),
        Range(say["interval"], say["low"], say["high"]),
    )
    return Table(
        SHEET.say(language), TITLE.say(language), frame, ranges=ranges, by_row=True, most_rows=None
    )
