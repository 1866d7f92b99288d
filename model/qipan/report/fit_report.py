"""What `qipan fit` reports: the proof, what a ledger tells and does not, times and levels."""

import numpy as np
import pandas as pd

from ..charts.fitted import TENTHS, WEEKS, calibration_chart, times_chart, weeks_chart
from ..fit.findings import Finding
from ..fit.fit import Fit
from ..fit.proof.score import FIT
from ..fit.queue.questions import forbidden
from ..fit.tables import level_table, quantile_table, status_table, validation_table
from ..fit.world.served import served_departments
from ..words import Language, Words
from .document import Chart, Range, Report, Section, Table

TITLE = Words("A ledger, fitted: {title}")
QUESTION = Words("What does the ledger tell of days to come, and how far can it be relied on?")
ANSWER = Words(
    "Fitted on the days before {first}, 90 % intervals held {day:.0%} of the {days} days and "
    "{month:.0%} of the months from then to {last}. {verdict}"
)
VALIDATED = Words("No grain fell below 80 %: the scenario counts as validated.")
NOT_VALIDATED = Words(
    "Not validated: coverage is below 80 % for {grains}; numbers of this scenario at that "
    "grain must not be relied on."
)
PROOF = Words("Held out and forecast")
PROOF_NOTE = Words(
    "Each method saw the ledger only up to the first held-out day. Coverage: share of 90 % "
    "intervals that held what came. Width of times: of the logarithm, median."
)
TELLS = Words("What a ledger tells, and what not")
TOLD = (
    Words("Arrivals by kind, weekday, holiday and month: yes."),
    Words(
        "Times to close by kind: yes, up to the share that was seen closed; nothing is filled in."
    ),
    Words("Their drift from year to year: roughly. Areas: weakly."),
    Words(
        "Staff, work and load: no. The scenario has waits and no queue, and must not be "
        "asked what more or fewer staff would do."
    ),
    Words("What happens without being reported: no. Births here are requests."),
)
NO_STAFF = TOLD[3]
SOME_STAFF = Words(
    "Load and work: of the desks named below, with the staff that was given. Of all others no: "
    "their requests wait and nobody works on them."
)
ALL_STAFF = Words("Load and work: of every desk, with the staff that was given.")
STATUSES = Words("What statuses alone tell of times to close")
STATUSES_NOTE = Words(
    "Rows that say open, closed, in time or late, and not when, bound the share closed within so "
    "many days (Turnbull's estimate); where they leave more than three tenths of the scale open "
    "nothing is said. No time is made up from them: the scenario does not use them."
)
QUEUES = Words("Queues at desks")
QUEUES_NOTE = Words(
    "A queue is seen where closings come at one rate however many requests are open, and where "
    "times to close follow what is open. Load is work that came against capacity; at most: if "
    "every open request had occupied one of the staff. Numbers hold for the window of the ledger."
)
NO_QUEUE = Words(
    "No desk shows a queue: its load is not identified, and no number of staff follows from it."
)
FORBIDDEN = Words("What this scenario must not be asked")
FORBIDDEN_BUT = Words("What this scenario must not be asked, but of the desks {desks}")
ELASTICITY = Words(
    "When requests of a kind doubled in a month, its times to close changed by {value:+.0%} "
    "(90 %: {low:+.0%} to {high:+.0%}). This is no effect of staff, and no number of staff "
    "follows."
)
WARNED = Words("Noticed")
TIMES = Words("Days to close in the year to come")
LEVELS = Words("Level of births by month")
METHODS = {
    FIT: Words("fit"),
    "seasonal_naive": Words("same season of earlier years"),
    "weeks_bootstrap": Words("weeks drawn from the past"),
    "kaplan_meier": Words("plain Kaplan-Meier"),
}
GRAINS = {
    "day": Words("day"),
    "week": Words("week"),
    "month": Words("month"),
    "whole window": Words("all held-out days"),
    "kind x month": Words("kind x month"),
    "area x month": Words("area x month"),
    "kind x quarter": Words("kind x quarter"),
    "area x quarter": Words("area x quarter"),
    "kind x area": Words("kind x area"),
}
SUBJECTS = {
    "arrivals": Words("arrivals"),
    "time to close, median": Words("time to close, median"),
    "time to close, p90": Words("time to close, nine tenths"),
}


def fit_report(fit: Fit, title: str, command: str, language: Language) -> Report:
    """Put the report together."""
    return Report(
        language,
        TITLE.say(language, title=title),
        QUESTION.say(language),
        answer(fit, language),
        (
            Section(
                PROOF.say(language),
                paragraphs=(PROOF_NOTE.say(language),),
                charts=_charts_of_proof(fit, language),
                tables=(Table("validation", PROOF.say(language), proof(fit, language)),),
            ),
            Section(TELLS.say(language), items=told(fit, language)),
            *_statuses(fit, language),
            *_queues(fit, language),
            *_forbidden(fit, language),
            Section(
                WARNED.say(language), items=tuple(said(each, language) for each in fit.warnings)
            ),
            Section(
                TIMES.say(language),
                charts=_chart_of_times(fit, language),
                tables=(_times(fit, language),),
            ),
            Section(LEVELS.say(language), tables=(_levels(fit, language),)),
        ),
        command,
    )


def told(fit: Fit, language: Language) -> tuple[str, ...]:
    """What the ledger tells, and how its times follow its requests where that can be told."""
    staff = NO_STAFF
    if fit.drawn.work_hours is not None:
        staff = SOME_STAFF if forbidden(fit) else ALL_STAFF
    lines = [(staff if each is NO_STAFF else each).say(language) for each in TOLD]
    if fit.elasticity is not None:
        value, low, high = (2.0**each - 1.0 for each in fit.elasticity)
        lines.append(ELASTICITY.say(language, value=value, low=low, high=high))
    return tuple(lines)


def statuses(fit: Fit, language: Language) -> pd.DataFrame:
    """Bounds from statuses as a reader sees them: where they say nothing there is none."""
    table = status_table(fit)
    table[["low", "high"]] = table[["low", "high"]].where(table["identified"])
    names = Words("kind,rows,days,closed by then: low,high").say(language).split(",")
    return table.drop(columns="identified").set_axis(names, axis=1)


def _statuses(fit: Fit, language: Language) -> tuple[Section, ...]:
    if not fit.statuses:
        return ()
    frame = statuses(fit, language)
    between = Range(Words("90 % interval").say(language), frame.columns[3], frame.columns[4])
    table = Table("statuses", STATUSES.say(language), frame, ranges=(between,))
    note = STATUSES_NOTE.say(language)
    return (Section(STATUSES.say(language), paragraphs=(note,), tables=(table,)),)


def queues(fit: Fit, language: Language) -> pd.DataFrame | None:
    """Desks as a reader sees them; None if that was not asked."""
    if fit.queue is None:
        return None
    words = Words("desk,requests,load,low,high,at most,hours of work,low of work,high of work,why")
    rows = [
        (
            desk.name,
            desk.requests,
            *(round(each, 3) for each in (desk.load, desk.low, desk.high, desk.at_most)),
            *(round(each, 2) for each in desk.work_hours),
            desk.why.say(language),
        )
        for desk in fit.queue.desks
    ]
    return pd.DataFrame(rows, columns=words.say(language).split(","))


def _queues(fit: Fit, language: Language) -> tuple[Section, ...]:
    table = queues(fit, language)
    if fit.queue is None or table is None:
        return ()
    said_of = [QUEUES_NOTE.say(language)]
    if not any(desk.identified for desk in fit.queue.desks):
        said_of.insert(0, NO_QUEUE.say(language))
    names = list(table.columns)
    ranges = tuple(
        Range(Words("90 % interval").say(language), names[at], names[at + 1]) for at in (3, 7)
    )
    return (
        Section(
            QUEUES.say(language),
            paragraphs=tuple(said_of),
            tables=(Table("queues", QUEUES.say(language), table, ranges=ranges),),
        ),
    )


def _forbidden(fit: Fit, language: Language) -> tuple[Section, ...]:
    questions = forbidden(fit)
    if not questions:
        return ()
    items = tuple(each.say(language) for each in questions)
    return (Section(forbidden_heading(fit, language), items=items),)


def forbidden_heading(fit: Fit, language: Language) -> str:
    """What stands over the questions; desks of which they may be asked are named."""
    served = served_departments(fit.queue, fit.requests)
    if not served:
        return FORBIDDEN.say(language)
    names = (", " if language == "en" else "、").join(served)
    return FORBIDDEN_BUT.say(language, desks=names)


def said(finding: Finding, language: Language) -> str:
    """A finding in a language."""
    return finding.en if language == "en" else finding.zh


def answer(fit: Fit, language: Language) -> str:
    """How well the held-out days were forecast, in two sentences."""
    held = {s.grain: s for s in fit.validation.scores if s.method == FIT}
    poor = [
        (", " if language == "en" else "·").join(
            (SUBJECTS[s.subject].say(language), GRAINS[s.grain].say(language))
        )
        for s in fit.validation.scores
        if not s.validated
    ]
    verdict = (
        NOT_VALIDATED.say(language, grains=("; " if language == "en" else "；").join(poor))
        if poor
        else VALIDATED.say(language)
    )
    return ANSWER.say(
        language,
        first=str(fit.validation.first),
        last=str(fit.validation.last),
        days=held["day"].cells,
        day=held["day"].coverage,
        month=held["month"].coverage if "month" in held else held["week"].coverage,
        verdict=verdict,
    )


def proof(fit: Fit, language: Language) -> pd.DataFrame:
    """Scores as a reader sees them."""
    table = validation_table(fit.validation)
    words = Words("subject,grain,method,forecasts,coverage,CRPS,width")
    shown = pd.DataFrame(
        {
            "subject": [SUBJECTS[each].say(language) for each in table["subject"]],
            "grain": [GRAINS[each].say(language) for each in table["grain"]],
            "method": [METHODS[each].say(language) for each in table["method"]],
            "cells": table["cells"],
            "coverage": table["coverage"].round(3),
            "crps": table["crps"].round(2),
            "width": table["width"].replace(np.inf, np.nan).round(2),
        }
    )
    return shown.set_axis(words.say(language).split(","), axis=1)


def _charts_of_proof(fit: Fit, language: Language) -> tuple[Chart, ...]:
    told = fit.validation
    first = told.first.astype(object)
    return (
        Chart(
            "held_out_weeks",
            WEEKS.say(language),
            lambda: weeks_chart(first, told.weeks, language),
        ),
        Chart("calibration", TENTHS.say(language), lambda: calibration_chart(told.pit, language)),
    )


def _chart_of_times(fit: Fit, language: Language) -> tuple[Chart, ...]:
    """Quantiles of the kinds of which three are known."""
    table = quantile_table(fit)
    rows = {kind: own.iloc[[0, 1, -1]] for kind, own in table.groupby("kind", sort=False)}
    if not rows:
        return ()
    middle, low, high = (
        np.array([own[column] for own in rows.values()]) for column in ("days", "low", "high")
    )
    names = [str(kind) for kind in rows]
    return (
        Chart(
            "days_to_close",
            TIMES.say(language),
            lambda: times_chart(names, middle, low, high, language),
        ),
    )


def _times(fit: Fit, language: Language) -> Table:
    names = Words("kind,share closed,days,low,high").say(language)
    frame = quantile_table(fit).set_axis(names.split(","), axis=1)
    return Table("times", TIMES.say(language), frame, ranges=(_range(names, language),))


def _levels(fit: Fit, language: Language) -> Table:
    names = Words("month,kind,level,low,high").say(language)
    frame = level_table(fit).set_axis(names.split(","), axis=1)
    return Table("levels", LEVELS.say(language), frame, ranges=(_range(names, language),))


def _range(names: str, language: Language) -> Range:
    low, high = names.split(",")[3:]
    return Range(Words("90 % interval").say(language), low, high)
