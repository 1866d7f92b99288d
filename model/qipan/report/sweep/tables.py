"""The tables of a sweep."""

from dataclasses import replace

import pandas as pd

from ...studies.sweep.result import Sensitivity, Sweep
from ...studies.sweep.tables import factor_table
from ...studies.sweep.tables import tables as csv_tables
from ...words import LANGUAGES, Language, Words, filled, in_language
from .. import glossary
from ..answers.quantities import unit_of_change
from ..table import Ends, Says, Table, columns
from .names import factors, family, response, titles, unit, value

MOST = 12  # rows of a kind that a page shows
RESPONSE = Words("of what")
METRIC = Words("metric")
POLICY = Words("policy")
MISSING = Words("left out")
GIVEN = Words("as given")
MEDIAN = Words("median")
LOWEST_20TH = Words("5 %")
HIGHEST_20TH = Words("95 %")
UNIT = Words("unit")
FACTOR = Words("number")
VALUE = Words("given value")
LOW_END, HIGH_END = Words("low end"), Words("high end")
LOW, HIGH = Words("interval, low"), Words("interval, high")
CLEAR = Words("can be told from 0")
INTERVAL = Words("95 % interval")
MIDDLE = Words("nine in ten")
# Columns that a reader sees, by the name of the table.
HEADS = {
    "conclusions": {
        "metric": METRIC,
        "second": POLICY,
        "better": Words("better in, %"),
        "better_low": Words("better, low"),
        "better_high": Words("better, high"),
        "worse": Words("worse in, %"),
        "undecided": Words("open in, %"),
        "better_of": Words("worlds"),
        "missing": MISSING,
        "as_given": GIVEN,
        "median": MEDIAN,
        "q05": LOWEST_20TH,
        "q95": HIGHEST_20TH,
        "unit": UNIT,
    },
    "spreads": {
        "metric": METRIC,
        "scenario": POLICY,
        "as_given": GIVEN,
        "median": MEDIAN,
        "q05": LOWEST_20TH,
        "q95": HIGHEST_20TH,
        "min": Words("lowest"),
        "max": Words("highest"),
        "unit": UNIT,
        "worlds": Words("worlds"),
        "missing": MISSING,
    },
    "swings": {
        "factor": FACTOR,
        "given": VALUE,
        "low": LOW_END,
        "high": HIGH_END,
        "at_low": Words("at the low end"),
        "at_high": Words("at the high end"),
        "change": Words("high minus low"),
        "change_low": LOW,
        "change_high": HIGH,
        "distinguishable": CLEAR,
    },
    "effects": {
        "factor": FACTOR,
        "size": Words("mean size of effect (mu*)"),
        "low": LOW,
        "high": HIGH,
        "mean": Words("mean effect (mu)"),
        "spread": Words("spread (sigma)"),
        "above_noise": Words("above chance"),
    },
    "indices": {
        "factor": FACTOR,
        "first": Words("by itself (S1)"),
        "first_low": Words("S1, low"),
        "first_high": Words("S1, high"),
        "total": Words("in all (ST)"),
        "total_low": Words("ST, low"),
        "total_high": Words("ST, high"),
        "distinguishable": CLEAR,
    },
    "correlations": {
        "factor": FACTOR,
        "rho": Words("rank correlation"),
        "low": LOW,
        "high": HIGH,
        "distinguishable": CLEAR,
    },
    "flips": {
        "response": RESPONSE,
        "factor": FACTOR,
        "given": VALUE,
        "holds_until": Words("holds until"),
        "turned_from": Words("turned from"),
        "at_end": Words("at the end of the range"),
        "at_end_low": LOW,
        "at_end_high": HIGH,
        "clear": CLEAR,
    },
    "ensemble": {
        "metric": METRIC,
        "second": POLICY,
        "mean": GIVEN,
        "low": Words("chance alone, low"),
        "high": Words("chance alone, high"),
        "median": Words("middle of the draws"),
        "data_low": Words("draws, low"),
        "data_high": Words("draws, high"),
        "better_in": Words("better in draws, %"),
        "draws": Words("draws"),
        "unit": UNIT,
    },
    "splits": {
        "response": RESPONSE,
        "factor": FACTOR,
        "value": Words("at"),
        "below": Words("better below, %"),
        "above": Words("better from there, %"),
    },
    "factors": {
        "factor": FACTOR,
        "given": VALUE,
        "low": LOW_END,
        "high": HIGH_END,
        "family": Words("family"),
        "moves": Words("moves in"),
        "key": Words("key"),
    },
}
UNSOUND_HEADS = {
    "key": HEADS["factors"]["key"],
    "points": Words("points"),
    "reason": Words("reason"),
}
SIGNED = {
    "conclusions": ("as_given", "median", "q05"),
    "swings": ("change", "change_low"),
    "correlations": ("rho", "low"),
    "flips": ("at_end", "at_end_low"),
}
INTERVALS = {
    "conclusions": (Ends("better_low", "better_high", INTERVAL), Ends("q05", "q95", MIDDLE)),
    "spreads": (Ends("q05", "q95", MIDDLE),),
    "swings": (Ends("change_low", "change_high", INTERVAL),),
    "effects": (Ends("low", "high", INTERVAL),),
    "indices": (
        Ends("first_low", "first_high", filled(Words.of("S1, {i}", "S1, {i}"), i=INTERVAL)),
        Ends("total_low", "total_high", filled(Words.of("ST, {i}", "ST, {i}"), i=INTERVAL)),
    ),
    "correlations": (Ends("low", "high", INTERVAL),),
    "flips": (Ends("at_end_low", "at_end_high", INTERVAL),),
    "ensemble": (
        Ends("low", "high", Words("over chance alone, 95 %")),
        Ends("data_low", "data_high", Words("over chance and data, nine in ten")),
    ),
}
BY_ROW = ("conclusions", "spreads", "flips", "ensemble")
SHARES = (
    "better",
    "better_low",
    "better_high",
    "worse",
    "undecided",
    "below",
    "above",
    "better_in",
)
OF_RESPONSES = ("swings", "effects", "indices", "correlations")
CONCLUSIONS = Words("conclusions")
CONCLUSIONS_TITLE = Words("In how many plausible worlds each conclusion holds")
SPREADS = Words("spreads")
SPREADS_TITLE = Words("Each metric over the plausible worlds")
SWINGS = Words("one at a time")
SWINGS_TITLE = Words("One number at a time, at both ends of its range: {what}")
CORRELATIONS = Words("correlations")
CORRELATIONS_TITLE = Words("Rank correlation with each number over the worlds: {what}")
EFFECTS = Words("effects")
EFFECTS_TITLE = Words("Elementary effects (Morris): {what}")
INDICES = Words("indices")
INDICES_TITLE = Words("Shares of the variance (Sobol' indices): {what}")
FLIPS = Words("turning points")
FLIPS_TITLE = Words("Where a conclusion turns")
SPLITS = Words("divides")
SPLITS_TITLE = Words("Values that divide the worlds best")
ENSEMBLE = Words("chance and data")
ENSEMBLE_TITLE = Words("As given, over chance alone and over chance and data")
FACTORS = Words("what moved")
FACTORS_TITLE = Words("Numbers that moved, and between which values")
UNSOUND = Words("unsound")
UNSOUND_TITLE = Words("Points that are no sound scenario")
TITLES = {
    "conclusions": (CONCLUSIONS, CONCLUSIONS_TITLE),
    "spreads": (SPREADS, SPREADS_TITLE),
    "swings": (SWINGS, SWINGS_TITLE),
    "correlations": (CORRELATIONS, CORRELATIONS_TITLE),
    "effects": (EFFECTS, EFFECTS_TITLE),
    "indices": (INDICES, INDICES_TITLE),
    "flips": (FLIPS, FLIPS_TITLE),
    "splits": (SPLITS, SPLITS_TITLE),
    "ensemble": (ENSEMBLE, ENSEMBLE_TITLE),
    "factors": (FACTORS, FACTORS_TITLE),
}


def tables_of(found: Sweep) -> dict[str, Table]:
    """Return all tables of a sweep by the names of their files."""
    frames = {"factors": factor_table(found), **csv_tables(found)}
    says = _says(found)
    return {
        name: Table(
            name,
            frame,
            columns(
                HEADS[name],
                signed=SIGNED.get(name, ()),
                **{key: tell for key, tell in says.items() if key in HEADS[name]},
            ),
            title=TITLES[name][1],
            sheet=TITLES[name][0],
            intervals=INTERVALS.get(name, ()),
            by_row=name in BY_ROW,
        )
        for name, frame in frames.items()
    }


def _says(found: Sweep) -> dict[str, Says]:
    """What a reader sees of ids, by column."""
    labels = {language: factors(found, language) for language in LANGUAGES}
    named = {language: titles(found, language) for language in LANGUAGES}
    return {
        "metric": glossary.metric,
        "second": lambda name, language: named[language][name],
        "scenario": lambda name, language: named[language][name],
        "unit": glossary.unit,
        "factor": lambda name, language: labels[language].get(name, name),
        "family": family,
        "response": lambda place, language: response(found, found.responses[place], language),
        **dict.fromkeys(("given", "holds_until", "turned_from", "value"), value),
        **dict.fromkeys(SHARES, _percent),
    }


def conclusions(found: Sweep) -> Table | None:
    """Return in how many worlds each conclusion holds; None if nothing is compared."""
    table = found.tables.get("conclusions")
    if table is None:
        return None
    units = [unit_of_change(each) for each in table.frame["unit"]]
    return replace(table, frame=table.frame.assign(unit=units), most_rows=None)


def spreads(found: Sweep) -> Table | None:
    """Return each metric over the worlds; None if there are no worlds."""
    table = found.tables.get("spreads")
    if table is None:
        return None
    worlds = table.frame["of"] - table.frame["missing"]
    return replace(table, frame=table.frame.assign(worlds=worlds), most_rows=None)


def of_response(found: Sweep, each: Sensitivity) -> list[Table]:
    """Return what moves one response, by every method that was used."""
    return [_of_response(found, each, name) for name in OF_RESPONSES if getattr(each, name)]


def _of_response(found: Sweep, each: Sensitivity, name: str) -> Table:
    """Rows of one response, which stand together."""
    table = found.tables[name]
    place = next(n for n, one in enumerate(found.responses) if one is each)
    first = sum(len(getattr(one, name)) for one in found.responses[:place])
    rows = table.frame.iloc[first : first + len(getattr(each, name))].reset_index(drop=True)
    shown = table.columns
    if name == "swings":
        of_difference = () if each.first is None else ("at_low", "at_high")
        shown = tuple(
            replace(
                column,
                signed=column.signed or column.id in of_difference,
                says=value if column.id in ("low", "high") else column.says,
            )
            for column in shown
        )
    return replace(
        table,
        frame=rows,
        columns=shown,
        title=filled(table.title, what=_what(found, each)),
        most_rows=MOST,
    )


def flips(found: Sweep) -> Table | None:
    """Return where conclusions turn; None if none does."""
    return _with_response(found, "flips")


def splits(found: Sweep) -> Table | None:
    """Return the values that divide the worlds in which a conclusion holds from the others."""
    return _with_response(found, "splits")


def _with_response(found: Sweep, name: str) -> Table | None:
    table = found.tables.get(name)
    if table is None:
        return None
    places = [n for n, each in enumerate(found.responses) for _ in getattr(each, name)]
    return replace(table, frame=table.frame.assign(response=places))


def moved(found: Sweep) -> Table:
    """Return what moved."""
    table = found.tables["factors"]
    ends = {"low": [f.value(0.0) for f in found.numbers]}
    ends["high"] = [f.value(1.0) for f in found.numbers]
    given = pd.Series([f.base for f in found.numbers], dtype=object)
    frame = table.frame.assign(
        given=given,
        moves=pd.Series([f.scenarios for f in found.numbers], dtype=object),
        **{name: pd.Series(values, dtype=object) for name, values in ends.items()},
    )

    def places(scenarios: tuple[int, ...], language: Language) -> str:
        named = titles(found, language)
        comma = ", " if language == "en" else "、"
        return comma.join(named[found.scenarios[n].name] for n in scenarios)

    said: dict[str, Says] = {"moves": places, "low": value, "high": value}
    shown = tuple(replace(c, says=said.get(c.id, c.says)) for c in table.columns)
    return replace(table, frame=frame, columns=shown, most_rows=MOST)


def unsound(found: Sweep) -> Table | None:
    """Return the points that were left out because they are no sound scenario."""
    if not found.unsound:
        return None
    rows = [{"key": e.key, "points": e.points, "reason": e.reason} for e in found.unsound]
    return Table(
        "unsound",
        pd.DataFrame(rows),
        columns(UNSOUND_HEADS, reason=in_language),
        title=UNSOUND_TITLE,
        sheet=UNSOUND,
        most_rows=MOST,
    )


def _what(found: Sweep, each: Sensitivity) -> Words:
    said = [
        (response(found, each, language), glossary.unit(unit(each), language))
        for language in LANGUAGES
    ]
    return Words.of("{} ({})".format(*said[0]), "{}（{}）".format(*said[1]))


def _percent(share: float, _: Language) -> int | None:
    return None if share != share else round(100.0 * share)
