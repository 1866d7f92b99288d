"""The tables of an attribution."""

import math
from typing import Any

import pandas as pd

from ...studies.attribution.result import Attribution, MetricAttribution
from ...studies.attribution.tables import contribution_table, interaction_table, replication_table
from ...words import LANGUAGES, Language, Words, filled, in_language
from .. import glossary
from ..answers.quantities import unit_of, unit_of_change
from ..document import Shown
from ..table import Ends, Table, columns

COLUMNS = {
    "metric": Words("metric"),
    "player": Words("change"),
    "contribution": Words("contributes"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "share": Words("of the whole, %"),
    "alone": Words("alone"),
    "alone_low": Words("alone, low"),
    "alone_high": Words("alone, high"),
    "last": Words("last"),
    "last_low": Words("last, low"),
    "last_high": Words("last, high"),
    "clear": Words("can be told from 0"),
}
PAIR_COLUMNS = {
    "metric": COLUMNS["metric"],
    "first": Words("change"),
    "second": Words("with"),
    "index": Words("interaction"),
    "together_low": COLUMNS["low"],
    "together_high": COLUMNS["high"],
    "clear": COLUMNS["clear"],
}
STAND_IN_COLUMNS = {
    "set": Words("combination"),
    "as": Words("counted as"),
    "reason": Words("reason"),
}
SIGNED = ("contribution", "low", "alone", "alone_low", "last", "last_low", "index", "together_low")
INTERVAL = Words("95 % interval")
INTERVALS = (
    Ends("low", "high", INTERVAL),
    Ends("alone_low", "alone_high", Words("alone, 95 % interval")),
    Ends("last_low", "last_high", Words("last, 95 % interval")),
    Ends("together_low", "together_high", INTERVAL),
)
TITLE = Words("What each change contributes to {metric}")
NOTE = Words(
    "Alone: added to “{before}”. Last: added when all the others are there. The "
    "contributions sum to the whole change."
)
WHOLE = Words("all together")
PAIRS = Words("interactions")
PAIRS_TITLE = Words("Pairs of changes in {metric}, the strongest first")
PAIRS_NOTE = Words(
    "What two changes do together beyond what each does without the other (Shapley "
    "interaction index); the intervals of all pairs hold at once."
)
EACH = Words("by replication")
EACH_TITLE = Words("Contributions in each replication")
STAND_INS = Words("stand-ins")
STAND_INS_TITLE = Words("Combinations that are no sound scenarios, and what each counts as")
NONE = Words("none")


def tables_of(found: Attribution) -> dict[str, Table]:
    """Return all tables of an attribution by the names of their files."""
    from .in_draws import in_draws_tables

    return in_draws_tables(found) | {
        "contributions": Table(
            "contributions",
            contribution_table(found),
            columns(COLUMNS, signed=SIGNED, metric=glossary.metric, player=_player),
            intervals=INTERVALS,
        ),
        "interactions": Table(
            "interactions",
            interaction_table(found),
            columns(
                PAIR_COLUMNS,
                signed=SIGNED,
                metric=glossary.metric,
                first=glossary.mechanism,
                second=glossary.mechanism,
            ),
            note=PAIRS_NOTE,
            sheet=PAIRS,
            intervals=INTERVALS,
        ),
        "by_replication": Table(
            "by_replication",
            replication_table(found),
            columns(
                {
                    "metric": COLUMNS["metric"],
                    "replication": Words("replication"),
                    **{name: _mechanism(name) for name in found.players},
                },
                signed=found.players,
                metric=glossary.metric,
            ),
            title=EACH_TITLE,
            sheet=EACH,
            by_row=True,
            most_rows=0,
        ),
    }


def contributions(found: Attribution, each: MetricAttribution) -> Table:
    """Return what each change contributes to a metric, the largest first, then their sum."""
    table, whole = found.tables["contributions"], each.difference
    frame = _largest_first(table, each, "contribution")
    frame["clear"] = _told(frame, "low", "high")
    sum_of_all = dict(zip(("contribution", "low", "high"), whole[:3], strict=True))
    frame = pd.concat([frame, pd.DataFrame([{"player": "", **sum_of_all}])], ignore_index=True)
    shares = [_share(value, whole.mean) for value in frame["contribution"]]
    frame["share"] = pd.array(shares, dtype="Int64")
    title = Words.of(*(glossary.metric(each.metric, language) for language in LANGUAGES))
    return table.of(
        *(name for name in COLUMNS if name != "metric"),
        frame=frame,
        title=filled(TITLE, metric=with_unit(each.metric)),
        note=filled(
            NOTE, before=Words.of(*(glossary.title(found.before, one) for one in LANGUAGES))
        ),
        sheet=title,
        most_rows=None,
    )


def interactions(found: Attribution, each: MetricAttribution) -> Table:
    """Return what pairs of changes do beyond what each does alone."""
    table = found.tables["interactions"]
    frame = _largest_first(table, each, "index")
    frame["clear"] = _told(frame, "together_low", "together_high")
    return table.of(
        *("first", "second", "index", "together_low", "together_high", "clear"),
        frame=frame,
        title=filled(PAIRS_TITLE, metric=with_unit(each.metric)),
        most_rows=12,
    )


def _largest_first(table: Table, each: MetricAttribution, column: str) -> pd.DataFrame:
    """Rows of a metric, by size whatever the sign."""
    frame = table.frame[table.frame["metric"] == each.metric]
    return frame.sort_values(
        column, key=lambda values: -values.abs(), kind="stable", ignore_index=True
    )


def _told(frame: pd.DataFrame, low: str, high: str) -> "pd.Series[Any]":
    """Whether intervals exclude 0."""
    return ((frame[low] > 0.0) | (frame[high] < 0.0)).astype(object)


def stand_ins(found: Attribution, language: Language) -> Shown:
    """Tabulate coalitions that cannot be simulated."""
    comma = ", " if language == "en" else "、"

    def told(players: tuple[str, ...]) -> str:
        names = [glossary.mechanism(player, language) for player in players]
        return comma.join(names) or NONE.say(language)

    rows = [
        {
            "set": told(each.players),
            "as": told(each.counted_as),
            "reason": in_language(each.reason, language),
        }
        for each in found.stand_ins
    ]
    return Table(
        "stand_ins",
        pd.DataFrame(rows),
        columns(STAND_IN_COLUMNS),
        title=STAND_INS_TITLE,
        sheet=STAND_INS,
        most_rows=8,
    ).said(language)


def with_unit(metric: str) -> Words:
    """Title of a metric with the unit of its changes."""
    unit = unit_of_change(unit_of(metric))
    title, zh = (glossary.metric(metric, language) for language in LANGUAGES)
    return Words.of(
        f"{title} ({glossary.unit(unit, 'en')})", f"{zh}（{glossary.unit(unit, 'zh')}）"
    )


def _mechanism(player: str) -> Words:
    return Words.of(*(glossary.mechanism(player, language) for language in LANGUAGES))


def _player(player: str, language: Language) -> str:
    return glossary.mechanism(player, language) if player else WHOLE.say(language)


def _share(value: float, whole: float) -> int | None:
    if math.isnan(value) or math.isnan(whole) or whole == 0.0:
        return None
    return round(100.0 * value / whole)
