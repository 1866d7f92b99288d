"""The tables of an attribution."""

import math
from typing import Any

import pandas as pd

from ...experiments.attribution.result import Attribution, MetricAttribution
from ...experiments.attribution.tables import replication_table
from .. import glossary
from ..answers.quantities import unit_of, unit_of_change
from ..language import Language, Words
from ..report import Range, Table

COLUMNS = {
    "change": Words("change", "变化"),
    "contribution": Words("contributes", "贡献"),
    "low": Words("interval, low", "区间下限"),
    "high": Words("interval, high", "区间上限"),
    "interval": Words("95 % interval", "95% 区间"),
    "share": Words("of the whole, %", "占总变化（%）"),
    "alone": Words("alone", "单独"),
    "alone_low": Words("alone, low", "单独，下限"),
    "alone_high": Words("alone, high", "单独，上限"),
    "alone_interval": Words("alone, 95 % interval", "单独，95% 区间"),
    "last": Words("last", "最后"),
    "last_low": Words("last, low", "最后，下限"),
    "last_high": Words("last, high", "最后，上限"),
    "last_interval": Words("last, 95 % interval", "最后，95% 区间"),
    "clear": Words("can be told from 0", "可与 0 区分"),
    "first": Words("change", "变化"),
    "second": Words("with", "与"),
    "index": Words("interaction", "交互作用"),
    "replication": Words("replication", "模拟"),
    "metric": Words("metric", "指标"),
    "set": Words("combination", "组合"),
    "as": Words("counted as", "视同"),
    "reason": Words("reason", "原因"),
}
TITLE = Words("What each change contributes to {metric}", "各项变化对“{metric}”的贡献")
NOTE = Words(
    "Alone: added to “{before}”. Last: added when all the others are there. The contributions sum "
    "to the whole change.",
    "单独：加到“{before}”上。最后：其余变化均已具备时加入。各项贡献之和等于总变化。",
)
WHOLE = Words("all together", "合计")
PAIRS = Words("interactions", "交互作用")
PAIRS_TITLE = Words(
    "Pairs of changes in {metric}, the strongest first", "成对变化：{metric}（由强到弱）"
)
PAIRS_NOTE = Words(
    "What two changes do together beyond what each does without the other (Shapley interaction "
    "index); the intervals of all pairs hold at once.",
    "两项变化同时存在时超出各自单独作用的部分（Shapley 交互指数）；全部区间同时成立。",
)
EACH = Words("by replication", "逐次模拟")
EACH_TITLE = Words("Contributions in each replication", "各次模拟中的贡献")
STAND_INS = Words("stand-ins", "替代")
STAND_INS_TITLE = Words(
    "Combinations that are no sound scenarios, and what each counts as",
    "不成立的组合及其替代",
)
NONE = Words("none", "无")


def contributions(found: Attribution, each: MetricAttribution, language: Language) -> Table:
    """Tabulate what each change contributes to a metric, the largest first, then their sum."""
    head = _head(language)
    rows: list[dict[str, Any]] = []
    whole = each.difference.mean
    for one in each.ranked:
        rows.append(
            {
                head["change"]: glossary.mechanism(one.player, language),
                head["contribution"]: one.shapley.mean,
                head["low"]: one.shapley.low,
                head["high"]: one.shapley.high,
                head["share"]: _share(one.shapley.mean, whole),
                head["alone"]: one.alone.mean,
                head["alone_low"]: one.alone.low,
                head["alone_high"]: one.alone.high,
                head["last"]: one.last.mean,
                head["last_low"]: one.last.low,
                head["last_high"]: one.last.high,
                head["clear"]: one.distinguishable,
            }
        )
    rows.append(
        {
            head["change"]: WHOLE.say(language),
            head["contribution"]: whole,
            head["low"]: each.difference.low,
            head["high"]: each.difference.high,
            head["share"]: _share(whole, whole),
        }
    )
    frame = pd.DataFrame(rows)
    frame[head["share"]] = frame[head["share"]].astype("Int64")
    return Table(
        glossary.metric(each.metric, language),
        TITLE.say(language, metric=with_unit(each.metric, language)),
        frame,
        NOTE.say(language, before=glossary.title(found.before, language)),
        ranges=(
            Range(head["interval"], head["low"], head["high"]),
            Range(head["alone_interval"], head["alone_low"], head["alone_high"]),
            Range(head["last_interval"], head["last_low"], head["last_high"]),
        ),
        signed=tuple(
            head[name] for name in ("contribution", "low", "alone", "alone_low", "last", "last_low")
        ),
        most_rows=None,
    )


def interactions(each: MetricAttribution, language: Language) -> Table:
    """Tabulate what pairs of changes do beyond what each does alone."""
    head = _head(language)
    pairs = sorted(each.interactions, key=lambda pair: -abs(pair.index.mean))
    frame = pd.DataFrame(
        [
            {
                head["change"]: glossary.mechanism(pair.first, language),
                head["second"]: glossary.mechanism(pair.second, language),
                head["index"]: pair.index.mean,
                head["low"]: pair.together.low,
                head["high"]: pair.together.high,
                head["clear"]: pair.distinguishable,
            }
            for pair in pairs
        ]
    )
    return Table(
        PAIRS.say(language),
        PAIRS_TITLE.say(language, metric=with_unit(each.metric, language)),
        frame,
        PAIRS_NOTE.say(language),
        ranges=(Range(head["interval"], head["low"], head["high"]),),
        signed=(head["index"], head["low"]),
        most_rows=12,
    )


def by_replication(found: Attribution, language: Language) -> Table:
    """Tabulate the contributions of each replication, for whoever wants to look closer."""
    head, frame = _head(language), replication_table(found)
    frame["metric"] = [glossary.metric(name, language) for name in frame["metric"]]
    names = {player: glossary.mechanism(player, language) for player in found.players}
    frame = frame.rename(columns={"metric": head["metric"], "replication": head["replication"]})
    return Table(
        EACH.say(language),
        EACH_TITLE.say(language),
        frame.rename(columns=names),
        signed=tuple(names.values()),
        by_row=True,
        most_rows=0,
    )


def stand_ins(found: Attribution, language: Language) -> Table:
    """Tabulate coalitions that cannot be simulated."""
    head = _head(language)
    comma = ", " if language == "en" else "、"

    def told(players: tuple[str, ...]) -> str:
        names = [glossary.mechanism(player, language) for player in players]
        return comma.join(names) or NONE.say(language)

    rows = [
        {
            head["set"]: told(each.players),
            head["as"]: told(each.counted_as),
            head["reason"]: each.reason,
        }
        for each in found.stand_ins
    ]
    return Table(
        STAND_INS.say(language), STAND_INS_TITLE.say(language), pd.DataFrame(rows), most_rows=8
    )


def with_unit(metric: str, language: Language) -> str:
    """Title of a metric with the unit of its changes."""
    unit = glossary.unit(unit_of_change(unit_of(metric)), language)
    title = glossary.metric(metric, language)
    return f"{title} ({unit})" if language == "en" else f"{title}（{unit}）"


def _head(language: Language) -> dict[str, str]:
    return {name: words.say(language) for name, words in COLUMNS.items()}


def _share(value: float, whole: float) -> int | None:
    if math.isnan(value) or math.isnan(whole) or whole == 0.0:
        return None
    return round(100.0 * value / whole)
