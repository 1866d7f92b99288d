"""The tables of a calibration."""

import math

import pandas as pd

from ...scenario.families import FAMILIES
from ...studies.calibration.result import Calibration
from ...words import Language, Words
from .. import glossary
from ..table import Ends, Table, columns

UNIT = Words("unit")
LOW_END, HIGH_END = Words("window, low"), Words("window, high")
TARGETS = {
    "target": Words("target"),
    "metric": Words("metric"),
    "low": LOW_END,
    "high": HIGH_END,
    "unit": UNIT,
    "least": Words("simulated, lowest"),
    "most": Words("simulated, highest"),
    "chance": Words("chance of a period (sd)"),
    "alone": Words("ruled out alone, %"),
    "given_others": Words("ruled out of what others leave, %"),
    "missed": Words("candidates that missed it"),
    "source": Words("source"),
}
WINDOW = Words("window")
SIMULATED = Words("simulated, all points")
TARGETS_TITLE = Words("What each target ruled out of what the ranges allow")
NARROWED = {
    "factor": Words("family or number"),
    "numbers": Words("numbers in it"),
    "plausible_low": Words("plausible, low"),
    "median": Words("middle"),
    "plausible_high": Words("plausible, high"),
    "width": Words("width left, % of before"),
    "said": Words("what targets do"),
    "by": Words("targets that follow it"),
}
PLAUSIBLE = Words("plausible, nine in ten")
NARROWED_TITLE = Words("Which numbers are narrowed, and which no target can narrow")
NARROWED_NOTE = Words(
    "Places between the ends of the ranges, from 0 (low) to 1 (high); nine in ten are from "
    "0.05 to 0.95 before."
)
SAID = {
    "narrowed": Words("narrowed"),
    "moves": Words("followed, not narrowed"),
    "untouched": Words("no target can narrow it"),
}
WAVES = {
    "wave": Words("wave"),
    "points": Words("points"),
    "usable": Words("simulated"),
    "share": Words("plausible after it, %"),
}
WAVES_TITLE = Words("How the plausible part shrank")
LEVELS = {
    "level": Words("level"),
    "distance": Words("within so many half widths of all windows"),
    "kept": Words("points before that are so near, %"),
    "points": Words("points"),
    "usable": Words("simulated"),
    "moves": Words("moves of a chain"),
    "origins": Words("origins of the chains"),
}
LEVELS_TITLE = Words("How points that meet all targets were come to")
CONTRADICTIONS = {"targets": Words("targets that nothing meets together")}
CONTRADICTIONS_TITLE = Words("Targets that contradict each other")
TARGETS_SHEET, NARROWED_SHEET = Words("targets"), Words("numbers narrowed")
WAVES_SHEET, CONTRADICTIONS_SHEET = Words("waves"), Words("contradictions")
LEVELS_SHEET = Words("levels")


def tables_of(found: Calibration) -> dict[str, Table]:
    """Return all tables by the names of their files."""
    numbers = [factors(found)] if len(found.found.plausible) else []
    several = (targets(found), *numbers, waves(found), levels(found), contradicting(found))
    return {table.name: table for table in several if len(table.frame)}


def targets(found: Calibration) -> Table:
    """Targets, what each ruled out, and what was simulated."""
    matched = found.found
    rows = [
        {
            "target": window.name,
            "metric": window.metric,
            "low": window.low,
            "high": window.high,
            "unit": window.unit,
            "least": told.least,
            "most": told.most,
            "chance": math.sqrt(float(variance)),
            "alone": 100.0 * told.alone,
            "given_others": 100.0 * told.given_others,
            "missed": int(missed),
            "source": window.source,
        }
        for window, told, variance, missed in zip(
            matched.judge.windows,
            found.ruled_out,
            matched.judge.chance,
            matched.missed,
            strict=True,
        )
    ]
    return Table(
        "targets",
        pd.DataFrame(rows),
        columns(
            TARGETS,
            target=lambda name, _: str(name).replace("_", " "),
            metric=glossary.metric,
            unit=glossary.unit,
        ),
        TARGETS_TITLE,
        sheet=TARGETS_SHEET,
        intervals=(Ends("low", "high", WINDOW), Ends("least", "most", SIMULATED)),
        most_rows=None,
    )


def factors(found: Calibration) -> Table:
    """Families or numbers, and how far each is narrowed."""
    rows = [
        {
            "factor": factor.name,
            "numbers": max(len(factor.members), 1),
            "plausible_low": told.low,
            "median": told.middle,
            "plausible_high": told.high,
            "width": 100.0 * told.width,
            "said": told.said,
            "by": ", ".join(told.by),
        }
        for factor, told in zip(found.shown, found.narrowed, strict=True)
    ]
    frame = pd.DataFrame(rows)
    order = {"narrowed": 0, "moves": 1, "untouched": 2}
    frame = frame.sort_values(
        ["said", "width"],
        key=lambda column: column.map(order) if column.name == "said" else column,
        kind="stable",
    ).reset_index(drop=True)
    return Table(
        "numbers",
        frame,
        columns(
            NARROWED,
            factor=lambda name, language: label(found, str(name), language),
            said=lambda said, language: SAID[said].say(language),
            by=lambda names, _: str(names).replace("_", " "),
        ),
        NARROWED_TITLE,
        NARROWED_NOTE,
        NARROWED_SHEET,
        intervals=(Ends("plausible_low", "plausible_high", PLAUSIBLE),),
        most_rows=None,
    )


def waves(found: Calibration) -> Table:
    """What was left after each wave."""
    rows = [
        {
            "wave": n,
            "points": wave.points,
            "usable": wave.usable,
            "share": 100.0 * wave.share,
        }
        for n, wave in enumerate(found.found.waves, start=1)
    ]
    return Table("waves", pd.DataFrame(rows), columns(WAVES), WAVES_TITLE, sheet=WAVES_SHEET)


def levels(found: Calibration) -> Table:
    """What was kept of the points of each level."""
    rows = [
        {
            "level": n,
            "distance": level.distance,
            "kept": 100.0 * level.kept,
            "points": level.points,
            "usable": level.usable,
            "moves": level.moves,
            "origins": level.origins,
        }
        for n, level in enumerate(found.found.climbed.levels, start=1)
    ]
    return Table("levels", pd.DataFrame(rows), columns(LEVELS), LEVELS_TITLE, sheet=LEVELS_SHEET)


def contradicting(found: Calibration) -> Table:
    """Sets of targets that nothing meets together."""
    rows = [{"targets": ", ".join(names)} for names in found.contradictions]
    return Table(
        "contradictions",
        pd.DataFrame(rows),
        columns(CONTRADICTIONS, targets=lambda names, _: str(names).replace("_", " ")),
        CONTRADICTIONS_TITLE,
        sheet=CONTRADICTIONS_SHEET,
    )


def label(found: Calibration, name: str, language: Language) -> str:
    """What a family is called, or what a number is about."""
    if name in FAMILIES:
        return FAMILIES[name].en if language == "en" else FAMILIES[name].zh
    return glossary.key(found.scenario, name, language)
