"""What `qipan fit` reports: the proof, what a ledger tells and does not, times and levels."""

import numpy as np
import pandas as pd

from ..fit.findings import Finding
from ..fit.fit import Fit
from ..fit.proof.score import FIT
from ..fit.tables import level_table, quantile_table, validation_table
from .language import Language, Words
from .report import Range, Report, Section, Table

TITLE = Words("A ledger, fitted: {title}", "台账拟合：{title}")
QUESTION = Words(
    "What does the ledger tell of days to come, and how far can it be relied on?",
    "台账能说明今后多少，可信到什么程度？",
)
ANSWER = Words(
    "Fitted on the days before {first}, 90 % intervals held {day:.0%} of the {days} days and "
    "{month:.0%} of the months from then to {last}. {verdict}",
    "用 {first} 之前的记录拟合，至 {last} 的 {days} 天中 {day:.0%}、各月中 {month:.0%}"
    "落在 90% 区间内。{verdict}",
)
VALIDATED = Words(
    "No grain fell below 80 %: the scenario counts as validated.",
    "各口径均不低于 80%：情景通过检验。",
)
NOT_VALIDATED = Words(
    "Not validated: coverage is below 80 % for {grains}; numbers of this scenario at that grain "
    "must not be relied on.",
    "未通过检验：{grains}的覆盖率低于 80%，该口径的数字不可依赖。",
)
PROOF = Words("Held out and forecast", "留出检验")
PROOF_NOTE = Words(
    "Each method saw the ledger only up to the first held-out day. Coverage: share of 90 % "
    "intervals that held what came. Width of times: of the logarithm, median.",
    "各方法仅使用留出期之前的记录。覆盖率：实际值落入 90% 区间的比例；时长的宽度为对数宽度中位数。",
)
TELLS = Words("What a ledger tells, and what not", "台账能说明什么、不能说明什么")
TOLD = (
    Words(
        "Arrivals by kind, weekday, holiday and month: yes.",
        "按事项、星期、节假日、月份的受理量：能。",
    ),
    Words(
        "Times to close by kind: yes, up to the share that was seen closed; nothing is filled in.",
        "各事项办理时长：能，但仅到已见办结的比例为止，不作外推。",
    ),
    Words(
        "Their drift from year to year: roughly. Areas: weakly.",
        "逐年漂移：大致。各区域差异：较弱。",
    ),
    Words(
        "Staff, work and load: no. The scenario has waits and no queue, and must not be asked what "
        "more or fewer staff would do.",
        "人员、工作量、负荷：不能。情景只有等待、没有排队，不得用来回答增减人员的效果。",
    ),
    Words(
        "What happens without being reported: no. Births here are requests.",
        "未上报的问题：不能。此处的发生量即受理量。",
    ),
)
ELASTICITY = Words(
    "When requests of a kind doubled in a month, its times to close changed by {value:+.0%} (90 %: "
    "{low:+.0%} to {high:+.0%}). This is no effect of staff, and no number of staff follows.",
    "某事项当月受理量翻倍时，其办理时长变化 {value:+.0%}（90%：{low:+.0%} 至 {high:+.0%}）。"
    "这不是人员的效果，也不能据此推算人数。",
)
WARNED = Words("Noticed", "注意事项")
TIMES = Words("Days to close in the year to come", "今后一年的办理天数")
LEVELS = Words("Level of births by month", "各月发生量水平")
METHODS = {
    FIT: Words("fit", "拟合"),
    "seasonal_naive": Words("same season of earlier years", "往年同期"),
    "weeks_bootstrap": Words("weeks drawn from the past", "随机抽取往周"),
    "kaplan_meier": Words("plain Kaplan-Meier", "直接 Kaplan-Meier"),
}
GRAINS = {
    "day": Words("day", "日"),
    "week": Words("week", "周"),
    "month": Words("month", "月"),
    "whole window": Words("all held-out days", "全部留出期"),
    "kind x month": Words("kind x month", "事项×月"),
    "area x month": Words("area x month", "区域×月"),
    "kind x quarter": Words("kind x quarter", "事项×季"),
    "area x quarter": Words("area x quarter", "区域×季"),
    "kind x area": Words("kind x area", "事项×区域"),
}
SUBJECTS = {
    "arrivals": Words("arrivals", "受理量"),
    "time to close, median": Words("time to close, median", "办理时长中位数"),
    "time to close, p90": Words("time to close, nine tenths", "办理时长第九十百分位"),
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
                tables=(Table("validation", PROOF.say(language), proof(fit, language)),),
            ),
            Section(TELLS.say(language), items=told(fit, language)),
            Section(
                WARNED.say(language), items=tuple(said(each, language) for each in fit.warnings)
            ),
            Section(TIMES.say(language), tables=(_times(fit, language),)),
            Section(LEVELS.say(language), tables=(_levels(fit, language),)),
        ),
        command,
    )


def told(fit: Fit, language: Language) -> tuple[str, ...]:
    """What the ledger tells, and how its times follow its requests where that can be told."""
    lines = [each.say(language) for each in TOLD]
    if fit.elasticity is not None:
        value, low, high = (2.0**each - 1.0 for each in fit.elasticity)
        lines.append(ELASTICITY.say(language, value=value, low=low, high=high))
    return tuple(lines)


def said(finding: Finding, language: Language) -> str:
    """A finding in a language."""
    return finding.en if language == "en" else finding.zh


def answer(fit: Fit, language: Language) -> str:
    """How well the held-out days were forecast, in two sentences."""
    held = {s.grain: s for s in fit.validation.scores if s.method == FIT}
    poor = [
        f"{SUBJECTS[s.subject].say(language)}, {GRAINS[s.grain].say(language)}"
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
    words = Words(
        "subject,grain,method,forecasts,coverage,CRPS,width", "内容,口径,方法,个数,覆盖率,CRPS,宽度"
    )
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


def _times(fit: Fit, language: Language) -> Table:
    names = Words("kind,share closed,days,low,high", "事项,办结比例,天数,低,高").say(language)
    frame = quantile_table(fit).set_axis(names.split(","), axis=1)
    return Table("times", TIMES.say(language), frame, ranges=(_range(names, language),))


def _levels(fit: Fit, language: Language) -> Table:
    names = Words("month,kind,level,low,high", "月份,事项,水平,低,高").say(language)
    frame = level_table(fit).set_axis(names.split(","), axis=1)
    return Table("levels", LEVELS.say(language), frame, ranges=(_range(names, language),))


def _range(names: str, language: Language) -> Range:
    low, high = names.split(",")[3:]
    return Range(Words("90 % interval", "90% 区间").say(language), low, high)
