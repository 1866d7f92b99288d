"""Replications held against the windows of their scenario, as a report."""

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError, message_of
from ..runs.paired import check_comparable
from ..runs.runs import Runs
from ..runs.targets import check_targets, refuse_bad_targets, tally, target_table
from ..scenario import Scenario
from ..words import Language, Phrase, Words, placed
from . import glossary
from .document import Report, Section
from .parts.method import method_section
from .parts.targets import SHEET, counted_said, targets_section
from .parts.targets import TITLE as WINDOWS
from .table import Table

TITLE = Words("{title}: simulated against reported")
OF_BOTH = Words("Windows met by both say nothing about the reform: {names}.")
MISSING = Words(
    "Of the windows that “{title}” misses, {missing} are of metrics that do not exist there."
)
SOURCES = Words("Sources of the windows")
HEADS = (b"target,metric,title,unit,window_low,window_high,", b"target,metric,title,unit,low,high,")


class TargetsError(InputError):
    """A scenario cannot be held against targets, or the result cannot be written."""


class Held(NamedTuple):
    """Whether all replications were finished, and how many targets are missed or open."""

    complete: bool
    missed: int = 0
    open: int = 0


def held(several: Sequence[Runs]) -> Held:
    """Count the windows that the first of several replications misses and leaves open."""
    counted = tally(check.verdict for check in check_targets(several[0]))
    return Held(all(runs.complete for runs in several), counted["out"], counted["open"])


def windows_table(several: Sequence[Runs]) -> Table:
    """Return each target with what was simulated, and its source; see `target_table`."""
    return Table("targets", target_table(*several), title=WINDOWS, sheet=SHEET)


def targets_report(several: Sequence[Runs], language: Language, *, command: str = "") -> Report:
    """Write the report: the reformed city first, then the one without the reform, if there is one.

    Parameters
    ----------
    several : sequence of Runs
        One or two, held against the windows of the first.
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    reformed = several[0]
    title = glossary.title(reformed.scenario, language)
    section = targets_section(several[::-1], language)
    assert section is not None and section.brief is not None  # found out before anything is run
    checks = check_targets(reformed)
    answer = [counted_said(checks, runs, language) for runs in several]
    answer += _of_both(several, language)
    return Report(
        language=language,
        title=TITLE.say(language, title=title),
        question="",
        answer=(" " if language == "en" else "").join(answer),
        sections=(
            section.briefly(heading="", paragraphs=()),
            Section(SOURCES.say(language), _sources(reformed, language)).briefly(),
            method_section(several, language),
        ),
        command=command,
    )


def _of_both(several: Sequence[Runs], language: Language) -> list[str]:
    """Windows that tell nothing of the reform, and those whose metric the other has not."""
    if len(several) == 1:
        return []
    reformed, other = several
    checks = check_targets(reformed)
    intervals = [other.interval(check.metric) for check in checks]
    both = [
        check.name.replace("_", " ")
        for check, interval in zip(checks, intervals, strict=True)
        if check.verdict == check.verdict_on(interval) == "in"
    ]
    missing = sum(math.isnan(interval.mean) for interval in intervals)
    comma = ", " if language == "en" else "、"
    said = [OF_BOTH.say(language, names=comma.join(both))] if both else []
    if missing:
        title = glossary.title(other.scenario, language)
        said.append(MISSING.say(language, title=title, missing=missing))
    return said


def _sources(runs: Runs, language: Language) -> tuple[str, ...]:
    """Sources of windows, as they come."""
    document = runs.scenario.document
    names = dict.fromkeys(check.source for check in check_targets(runs) if check.source)
    colon, dot, comma = (": ", ". ", ", ") if language == "en" else ("：", "。", "，")
    sources = {name: document.sources[name] for name in names}
    return tuple(
        f"{name}{colon}{source.title}{dot}{source.publisher}{comma}{source.date}"
        for name, source in sources.items()
    )


def check_before_running(scenario: Scenario, before: Scenario | None, file: Path | None) -> None:
    """Find what would only come to light when all is simulated.

    Raises
    ------
    ScenarioError
        If a target names an unknown metric or another unit than the metric's.
    TargetsError
        If there are no targets, the two scenarios cannot be compared, or the file cannot be
        written.
    """
    if not scenario.document.targets:
        name = scenario.path or scenario.name
        raise TargetsError(
            Phrase("{name}: the scenario has no targets to hold a run against", name=name)
        )
    refuse_bad_targets(scenario)
    if before is not None:
        try:
            check_comparable(Runs(scenario, 0, 0, ()), Runs(before, 0, 0, ()))
        except ValueError as error:
            raise TargetsError(message_of(error)) from None
    if file is not None:
        _check_writable(file)


def _check_writable(file: Path) -> None:
    if file.suffix.lower() != ".csv":
        raise TargetsError(
            Phrase("{file}: the table is written as CSV: give it a name ending in .csv", file=file)
        )
    if file.is_dir():
        raise TargetsError(Phrase("{file}: there is a folder of that name", file=file))
    if not file.parent.is_dir():
        raise TargetsError(
            Phrase(
                "{file}: there is no folder {parent} to put it in", file=file, parent=file.parent
            )
        )
    if file.exists() and not _is_table_of_targets(file):
        said = Phrase("there is a file of that name that Qipan did not write; it is left alone")
        raise TargetsError(placed(file, said))
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise TargetsError(Phrase("{file}: cannot be written", file=file))


def _is_table_of_targets(file: Path) -> bool:
    """Whether a file is empty, or begins as the table that is written here does."""
    with file.open("rb") as content:
        first = content.readline(200)
    return first == b"" or first.startswith(HEADS)
