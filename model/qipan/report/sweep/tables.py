"""The tables of a sweep."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...experiments.sweep.result import Sensitivity, Sweep
from ...experiments.sweep.robustness import Share
from ...experiments.sweep.tables import factor_table
from ...experiments.sweep.tables import tables as csv_tables
from .. import glossary
from ..language import Language, Words
from ..report import Range, Shown
from ..table import Table
from .names import factors, family, response, titles, unit, value

MOST = 12  # rows of a kind that a page shows
COLUMNS = {
    "response": Words("of what", "对象"),
    "metric": Words("metric", "指标"),
    "scenario": Words("policy", "方案"),
    "better": Words("better in, %", "占优（%）"),
    "better_low": Words("better, low", "占优，下限"),
    "better_high": Words("better, high", "占优，上限"),
    "better_interval": Words("95 % interval", "95% 区间"),
    "worse": Words("worse in, %", "较差（%）"),
    "open": Words("open in, %", "未定（%）"),
    "worlds": Words("worlds", "情形数"),
    "missing": Words("left out", "未计入"),
    "given": Words("as given", "现有取值"),
    "median": Words("median", "中位数"),
    "q05": Words("5 %", "5%"),
    "q95": Words("95 %", "95%"),
    "middle": Words("nine in ten", "九成介于"),
    "min": Words("lowest", "最低"),
    "max": Words("highest", "最高"),
    "unit": Words("unit", "单位"),
    "factor": Words("number", "数值"),
    "value": Words("given value", "现值"),
    "low": Words("low end", "低端"),
    "high": Words("high end", "高端"),
    "at_low": Words("at the low end", "取低端时"),
    "at_high": Words("at the high end", "取高端时"),
    "change": Words("high minus low", "高端减低端"),
    "change_low": Words("interval, low", "区间下限"),
    "change_high": Words("interval, high", "区间上限"),
    "interval": Words("95 % interval", "95% 区间"),
    "clear": Words("can be told from 0", "可与 0 区分"),
    "noise": Words("above chance", "超出随机"),
    "rho": Words("rank correlation", "秩相关"),
    "size": Words("mean size of effect (mu*)", "效应平均大小（mu*）"),
    "mean": Words("mean effect (mu)", "平均效应（mu）"),
    "spread": Words("spread (sigma)", "离散（sigma）"),
    "first": Words("by itself (S1)", "自身（S1）"),
    "first_low": Words("S1, low", "S1 下限"),
    "first_high": Words("S1, high", "S1 上限"),
    "total": Words("in all (ST)", "合计（ST）"),
    "total_low": Words("ST, low", "ST 下限"),
    "total_high": Words("ST, high", "ST 上限"),
    "holds": Words("holds until", "成立至"),
    "turned": Words("turned from", "反转自"),
    "at_end": Words("at the end of the range", "范围端点处"),
    "below": Words("better below, %", "低于时占优（%）"),
    "above": Words("better from there, %", "高于时占优（%）"),
    "at": Words("at", "分界"),
    "family": Words("family", "类别"),
    "key": Words("key", "键"),
    "moves": Words("moves in", "变动于"),
    "reason": Words("reason", "原因"),
    "points": Words("points", "点数"),
}
CONCLUSIONS = Words("conclusions", "结论")
CONCLUSIONS_TITLE = Words(
    "In how many plausible worlds each conclusion holds", "各结论在多少情形中成立"
)
SPREADS = Words("spreads", "分布")
SPREADS_TITLE = Words("Each metric over the plausible worlds", "各指标在各情形中的分布")
SWINGS = Words("one at a time", "逐项变动")
SWINGS_TITLE = Words(
    "One number at a time, at both ends of its range: {what}", "逐项取范围两端：{what}"
)
CORRELATIONS = Words("correlations", "秩相关")
CORRELATIONS_TITLE = Words(
    "Rank correlation with each number over the worlds: {what}", "与各数值的秩相关：{what}"
)
EFFECTS = Words("effects", "效应")
EFFECTS_TITLE = Words("Elementary effects (Morris): {what}", "基本效应（Morris）：{what}")
INDICES = Words("indices", "指数")
INDICES_TITLE = Words(
    "Shares of the variance (Sobol' indices): {what}", "方差占比（Sobol 指数）：{what}"
)
FLIPS = Words("turning points", "反转点")
FLIPS_TITLE = Words("Where a conclusion turns", "结论在何处反转")
SPLITS = Words("divides", "分界")
SPLITS_TITLE = Words("Values that divide the worlds best", "最能区分各情形的数值")
FACTORS = Words("what moved", "变动的数值")
FACTORS_TITLE = Words("Numbers that moved, and between which values", "变动的数值及其范围")
UNSOUND = Words("unsound", "不成立")
UNSOUND_TITLE = Words("Points that are no sound scenario", "不成立的点")


def tables_of(found: Sweep) -> dict[str, Table]:
    """Return all tables of a sweep by the names of their files."""
    frames = {"factors": factor_table(found), **csv_tables(found)}
    return {name: Table(name, frame) for name, frame in frames.items()}


def head(language: Language) -> dict[str, str]:
    """Headings of columns."""
    return {name: words.say(language) for name, words in COLUMNS.items()}


def conclusions(found: Sweep, language: Language) -> Shown | None:
    """Tabulate in how many worlds each conclusion holds; None if nothing is compared."""
    h, named = head(language), titles(found, language)
    rows: list[dict[str, Any]] = []
    for each in found.responses:
        said = each.conclusion
        if said is None:
            continue
        low, middle, high = said.spread
        interval = said.better.interval
        rows.append(
            {
                h["metric"]: glossary.metric(each.metric, language),
                h["scenario"]: named[each.second],
                h["better"]: _percent(said.better),
                h["better_low"]: _rounded(100.0 * interval.low),
                h["better_high"]: _rounded(100.0 * interval.high),
                h["worse"]: _percent(said.worse),
                h["open"]: _percent(said.undecided),
                h["worlds"]: said.better.of,
                h["missing"]: said.missing,
                h["given"]: each.as_given.mean,
                h["median"]: middle,
                h["q05"]: low,
                h["q95"]: high,
                h["unit"]: glossary.unit(unit(each), language),
            }
        )
    if not rows:
        return None
    whole = [h[name] for name in ("better", "better_low", "better_high", "worse", "open")]
    return Shown(
        CONCLUSIONS.say(language),
        CONCLUSIONS_TITLE.say(language),
        _frame(rows, whole),
        ranges=(
            Range(h["better_interval"], h["better_low"], h["better_high"]),
            Range(h["middle"], h["q05"], h["q95"]),
        ),
        signed=(h["given"], h["median"], h["q05"]),
        by_row=True,
        most_rows=None,
    )


def spreads(found: Sweep, language: Language) -> Shown | None:
    """Tabulate each metric over the worlds."""
    if not found.spreads:
        return None
    h, named = head(language), titles(found, language)
    rows = []
    for each in found.spreads:
        lowest, low, middle, high, highest = each.quantiles
        rows.append(
            {
                h["metric"]: glossary.metric(each.metric, language),
                h["scenario"]: named[each.scenario],
                h["given"]: each.as_given.mean,
                h["median"]: middle,
                h["q05"]: low,
                h["q95"]: high,
                h["min"]: lowest,
                h["max"]: highest,
                h["unit"]: glossary.unit_of(each.metric, language),
                h["worlds"]: each.known,
                h["missing"]: each.missing,
            }
        )
    return Shown(
        SPREADS.say(language),
        SPREADS_TITLE.say(language),
        _frame(rows),
        ranges=(Range(h["middle"], h["q05"], h["q95"]),),
        by_row=True,
        most_rows=None,
    )


def of_response(found: Sweep, each: Sensitivity, language: Language) -> list[Shown]:
    """Tabulate what moves one response, by every method that was used."""
    made = [
        _swings(found, each, language),
        _effects(found, each, language),
        _indices(found, each, language),
        _correlations(found, each, language),
    ]
    return [table for table in made if len(table.frame)]


def _swings(found: Sweep, each: Sensitivity, language: Language) -> Shown:
    h, labels = head(language), factors(found, language)
    rows = [
        {
            h["factor"]: labels.get(s.factor, s.factor),
            h["value"]: value(s.given, language),
            h["low"]: value(s.low, language),
            h["high"]: value(s.high, language),
            h["at_low"]: s.at_low.mean,
            h["at_high"]: s.at_high.mean,
            h["change"]: s.change.mean,
            h["change_low"]: s.change.low,
            h["change_high"]: s.change.high,
            h["clear"]: s.distinguishable,
        }
        for s in each.swings
    ]
    signed = ["change", "change_low"] + ([] if each.first is None else ["at_low", "at_high"])
    return Shown(
        SWINGS.say(language),
        SWINGS_TITLE.say(language, what=_what(found, each, language)),
        _frame(rows),
        ranges=(Range(h["interval"], h["change_low"], h["change_high"]),),
        signed=tuple(h[name] for name in signed),
        most_rows=MOST,
    )


def _effects(found: Sweep, each: Sensitivity, language: Language) -> Shown:
    h, labels = head(language), factors(found, language)
    rows = [
        {
            h["factor"]: labels.get(e.factor, e.factor),
            h["size"]: e.size,
            h["change_low"]: e.low,
            h["change_high"]: e.high,
            h["mean"]: e.mean,
            h["spread"]: e.spread,
            h["noise"]: e.above_noise,
        }
        for e in each.effects
    ]
    return Shown(
        EFFECTS.say(language),
        EFFECTS_TITLE.say(language, what=_what(found, each, language)),
        _frame(rows),
        ranges=(Range(h["interval"], h["change_low"], h["change_high"]),),
        most_rows=MOST,
    )


def _indices(found: Sweep, each: Sensitivity, language: Language) -> Shown:
    h, labels = head(language), factors(found, language)
    rows = [
        {
            h["factor"]: labels.get(i.factor, i.factor),
            h["first"]: i.first,
            h["first_low"]: i.first_low,
            h["first_high"]: i.first_high,
            h["total"]: i.total,
            h["total_low"]: i.total_low,
            h["total_high"]: i.total_high,
            h["clear"]: i.distinguishable,
        }
        for i in each.indices
    ]
    return Shown(
        INDICES.say(language),
        INDICES_TITLE.say(language, what=_what(found, each, language)),
        _frame(rows),
        ranges=(
            Range(f"S1, {h['interval']}", h["first_low"], h["first_high"]),
            Range(f"ST, {h['interval']}", h["total_low"], h["total_high"]),
        ),
        most_rows=MOST,
    )


def _correlations(found: Sweep, each: Sensitivity, language: Language) -> Shown:
    h, labels = head(language), factors(found, language)
    rows = [
        {
            h["factor"]: labels.get(c.factor, c.factor),
            h["rho"]: c.rho,
            h["change_low"]: c.low,
            h["change_high"]: c.high,
            h["clear"]: c.distinguishable,
        }
        for c in each.correlations
    ]
    return Shown(
        CORRELATIONS.say(language),
        CORRELATIONS_TITLE.say(language, what=_what(found, each, language)),
        _frame(rows),
        ranges=(Range(h["interval"], h["change_low"], h["change_high"]),),
        signed=(h["rho"], h["change_low"]),
        most_rows=MOST,
    )


def flips(found: Sweep, language: Language) -> Shown | None:
    """Tabulate where conclusions turn."""
    h, labels = head(language), factors(found, language)
    rows = [
        {
            h["response"]: response(found, each, language),
            h["factor"]: labels.get(flip.factor, flip.factor),
            h["value"]: value(flip.given, language),
            h["holds"]: value(flip.holds_until, language),
            h["turned"]: value(flip.turned_from, language),
            h["at_end"]: flip.at_end.mean,
            h["change_low"]: flip.at_end.low,
            h["change_high"]: flip.at_end.high,
            h["clear"]: flip.clear,
        }
        for each in found.responses
        for flip in each.flips
    ]
    if not rows:
        return None
    return Shown(
        FLIPS.say(language),
        FLIPS_TITLE.say(language),
        _frame(rows),
        ranges=(Range(h["interval"], h["change_low"], h["change_high"]),),
        signed=(h["at_end"], h["change_low"]),
        by_row=True,
    )


def splits(found: Sweep, language: Language) -> Shown | None:
    """Tabulate the values that divide the worlds in which a conclusion holds from the others."""
    h, labels = head(language), factors(found, language)
    rows = [
        {
            h["response"]: response(found, each, language),
            h["factor"]: labels.get(split.factor, split.factor),
            h["at"]: value(split.value, language),
            h["below"]: _percent(split.below),
            h["above"]: _percent(split.above),
        }
        for each in found.responses
        for split in each.splits
    ]
    if not rows:
        return None
    return Shown(
        SPLITS.say(language), SPLITS_TITLE.say(language), _frame(rows, [h["below"], h["above"]])
    )


def moved(found: Sweep, language: Language) -> Shown:
    """Tabulate what moved."""
    h, labels, named = head(language), factors(found, language), titles(found, language)
    comma = ", " if language == "en" else "、"
    rows = [
        {
            h["factor"]: labels[f.name],
            h["value"]: value(f.base, language),
            h["low"]: value(f.value(0.0), language),
            h["high"]: value(f.value(1.0), language),
            h["family"]: family(f.family, language),
            h["moves"]: comma.join(named[found.scenarios[n].name] for n in f.scenarios),
            h["key"]: f.key,
        }
        for f in found.numbers
    ]
    return Shown(FACTORS.say(language), FACTORS_TITLE.say(language), _frame(rows), most_rows=MOST)


def unsound(found: Sweep, language: Language) -> Shown | None:
    """Tabulate the points that were left out because they are no sound scenario."""
    if not found.unsound:
        return None
    h = head(language)
    rows = [
        {h["key"]: each.key, h["points"]: each.points, h["reason"]: each.reason}
        for each in found.unsound
    ]
    return Shown(UNSOUND.say(language), UNSOUND_TITLE.say(language), _frame(rows), most_rows=MOST)


def _what(found: Sweep, each: Sensitivity, language: Language) -> str:
    named, shown = response(found, each, language), glossary.unit(unit(each), language)
    return f"{named} ({shown})" if language == "en" else f"{named}（{shown}）"


def _percent(share: Share) -> int | None:
    return _rounded(100.0 * share.value)


def _rounded(number: float) -> int | None:
    return None if number != number else round(number)


def _frame(rows: Sequence[dict[str, Any]], whole: Sequence[str] = ()) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows))
    for name in whole:
        frame[name] = frame[name].astype("Int64")
    return frame
