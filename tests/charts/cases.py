"""Charts as they come, in both languages, and those at the edges of what may come."""

import datetime
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from qipan.charts import (
    Backlog,
    Contribution,
    Difference,
    Ends,
    Held,
    Known,
    Marginal,
    Mark,
    Panel,
    Precision,
    Ranged,
    SolvedCurve,
    Spread,
    Swing,
    Trade,
    Trend,
    allocation_map,
    backlog_fan,
    beyond_chance,
    flow,
    forest,
    frontier_chart,
    heatmap,
    knowing,
    lorenz,
    marginal_values,
    placed_chart,
    precision_chart,
    targets_chart,
    time_to_solve,
    tornado,
    trend_chart,
    waterfall,
)
from qipan.words import Language, Words

RANDOM = np.random.default_rng(1)
NAN = math.nan
NOTE = Words.of(
    "Simulated; 61 of 310 input numbers are assumed.", "模拟结果；310 个输入中 61 个为假设。"
)
LONG = Words.of(
    "A very long title that a planner may write because it says which city, which reform, which "
    "year and which of the many questions the chart is to answer (−5 °C, 100 m², $3, 50%)",
    "一个很长的标题：说明哪个城市、哪项改革、哪一年以及这张图在会议上要回答的众多问题中的哪一个"
    "（【试行】−5°C，100 m²，¥3 万元，50%）",
)
UNIT = Words.of("days", "天")
COMMUNITIES = Words.of(
    "Tongshan|Shanqian Lingtou|Haikou|Shiting|Zhongshan|Jiangbin|Liumei|Baisheng|Jinjiulong|"
    "Zhenxi|Chunxiao|Longshan|Yutang Lake (new district)|Party activity centre",
    "桐山|山前街道岭头|海口|石亭|中山|江滨|流美|百胜|金九龙|镇西|春晓|龙山|玉塘湖社区（含新区）|党群服务中心",
)
KINDS = Words.of(
    "noise|parking|sewage|leaks in shared pipes|illegal building|quarrels|elder care|lights",
    "噪音扰民|乱停车|污水外溢|公共管道漏水|违章搭建|邻里纠纷|养老照料|路灯损坏",
)
LEVELS = Words.of(
    "estate|community|subdistrict|department|open|withdrawn", "小区|社区|街道|部门|未办结|撤销"
)

Case = Callable[[Language], Figure]


def dates(number: int) -> list[datetime.date]:
    return [datetime.date(2019, 1, 1) + datetime.timedelta(days=n) for n in range(number)]


def names(language: Language, number: int) -> list[str]:
    few = COMMUNITIES.say(language).split("|")
    return few[:number] if number <= len(few) else [f"c{n:04d}" for n in range(number)]


def _told(language: Language, title: Words = LONG) -> dict[str, Any]:
    return {"title": title.say(language), "note": NOTE.say(language), "language": language}


def _path(replications: int, days: int, level: float = 300.0) -> Any:
    steps = RANDOM.normal(0.5, 8.0, (replications, days)).cumsum(axis=1)
    return np.maximum(level + steps, 0.0)


def fan(series: int, replications: int, days: int, level: float = 300.0, marks: int = 0) -> Case:
    def draw(language: Language) -> Figure:
        told = [
            Backlog(
                f"{LONG.say(language)[:24]} {n}",
                dates(days),
                level * (n + 1) * _path(replications, days, 300.0) / 300.0,
            )
            for n in range(series)
        ]
        marked = [
            Mark(LONG.say(language), dates(days)[n * days // marks], 20 * (n % 2))
            for n in range(marks)
        ]
        return backlog_fan(told, marks=marked, **_told(language))

    return draw


def solved(curves: int, replications: int, height: float, fate: float = NAN) -> Case:
    days = np.arange(0.0, 366.0)

    def draw(language: Language) -> Figure:
        share = height * (1.0 - np.exp(-days / 20.0)) * np.ones((replications, 1))
        return time_to_solve(
            [
                SolvedCurve(f"{UNIT.say(language)} {n}", days, share, fate, fate)
                for n in range(curves)
            ],
            **_told(language),
        )

    return draw


def differences(*values: tuple[float, float, float], scenarios: int = 1) -> Case:
    def draw(language: Language) -> Figure:
        units = (UNIT.say(language), "%", UNIT.say(language))
        better: Any = ("lower", "higher", None)
        return forest(
            [
                Difference(LONG.say(language)[:30], units[n % 3], *value, better=better[n % 3])
                for n, value in enumerate(values * scenarios)
            ],
            **_told(language),
        )

    return draw


def ranged(*intervals: dict[Any, tuple[float, float, float]], worlds: int = 39) -> Case:
    def draw(language: Language) -> Figure:
        units = (UNIT.say(language), "%")
        better: Any = ("lower", "higher")
        rows = [
            Ranged(
                LONG.say(language)[:30],
                units[n % 2],
                {source: Ends(*ends) for source, ends in each.items()},
                better[n % 2],
                min(n, worlds),
                worlds,
            )
            for n, each in enumerate(intervals)
        ]
        return beyond_chance(rows, **_told(language))

    return draw


def contributions(*values: tuple[float, float, float], before: float = 60.0) -> Case:
    def draw(language: Language) -> Figure:
        return waterfall(
            [Contribution(name, *v) for name, v in zip(names(language, 14), values, strict=False)],
            before=before,
            unit=UNIT.say(language),
            better="lower",
            **_told(language),
        )

    return draw


def swings(number: int, size: float) -> Case:
    def draw(language: Language) -> Figure:
        several = [
            Swing(f"residents.reporting.key_{n}.value", "0.05", "0.5", -n * size, size * (n % 3))
            for n in range(number)
        ]
        none = Swing("none", "1", "2", NAN, size)
        return tornado([*several, none], base=0.0, unit=UNIT.say(language), **_told(language))

    return draw


def families(size: int, scale: float) -> Case:
    def draw(language: Language) -> Figure:
        several = [
            Known(f"{NOTE.say(language)[:20]} {n}", scale * n, scale * 0.5) for n in range(size)
        ]
        none = Known(UNIT.say(language), NAN, NAN)
        unit = UNIT.say(language)
        return knowing([*several, none], by_chance=scale, unit=unit, **_told(language))

    return draw


def city(communities: int, values: str = "levels") -> Case:
    def draw(language: Language) -> Figure:
        side = math.sqrt(communities)
        x, y = RANDOM.uniform(0, side, (2, communities))
        value: Any = RANDOM.integers(-3, 4, communities).astype(float)
        residents = RANDOM.lognormal(8.5, 0.5, communities).round()
        if values == "none":
            value[:] = NAN
        if values == "alike":
            value[:], residents[:] = 0.0, 5000.0
        return allocation_map(
            x,
            y,
            residents,
            value,
            names=names(language, communities),
            label=UNIT.say(language),
            change=values == "changes",
            **_told(language),
        )

    return draw


def table(communities: int, scale: float = 1.0, empty: bool = False) -> Case:
    def draw(language: Language) -> Figure:
        values = scale * RANDOM.lognormal(2.0, 0.6, (communities, 8))
        values[0, 3 if not empty else slice(None)] = NAN
        return heatmap(
            values,
            names(language, communities),
            KINDS.say(language).split("|"),
            label=UNIT.say(language),
            **_told(language),
        )

    return draw


def flows(*rows: tuple[float, ...]) -> Case:
    def draw(language: Language) -> Figure:
        levels = LEVELS.say(language).split("|")
        return flow(np.array(rows), levels[: len(rows)], levels, **_told(language))

    return draw


def spreads(*values: Any) -> Case:
    def draw(language: Language) -> Figure:
        several = [Spread(LONG.say(language)[:24], np.asarray(v, float)) for v in values]
        return lorenz(several, what=UNIT.say(language), **_told(language))

    return draw


def trades(*points: tuple[float, float]) -> Case:
    def draw(language: Language) -> Figure:
        return frontier_chart(
            [Trade(*point, names(language, 14)[n]) for n, point in enumerate(points)],
            others=[Trade(x * 1.1, y * 1.1, names(language, 14)[-1]) for x, y in points[:2]],
            x_label=UNIT.say(language),
            y_label=UNIT.say(language),
            **_told(language),
        )

    return draw


def marginal(communities: int, size: float = 1000.0, interval: float = NAN) -> Case:
    def draw(language: Language) -> Figure:
        several = []
        for n, name in enumerate(names(language, communities)):
            more, less = -size * (n + 1), size * (n + 2)
            around = tuple((v - interval, v + interval) for v in (more, less))
            several.append(Marginal(name, NAN if n == 0 else more, less, *around))
        return marginal_values(several, unit=UNIT.say(language), **_told(language))

    return draw


def precision(*widths: float) -> Case:
    def draw(language: Language) -> Figure:
        count = np.arange(2, 2 + len(widths))
        several = [Precision(name, count, np.array(widths)) for name in names(language, 2)]
        return precision_chart(several, unit=UNIT.say(language), asked=0.5, **_told(language))

    return draw


def held(*values: tuple[float, ...]) -> Case:
    def draw(language: Language) -> Figure:
        several = [Held(names(language, 14)[n], "%", *v) for n, v in enumerate(values)]
        return targets_chart(several, before=UNIT.say(language), **_told(language))

    return draw


def placed(communities: int, most: int = 9) -> Case:
    def draw(language: Language) -> Figure:
        today, plan = RANDOM.integers(0, most + 1, (2, communities))
        return placed_chart(today, plan, names(language, communities), **_told(language))

    return draw


def trends(replications: int, places: int) -> Case:
    def draw(language: Language) -> Figure:
        lines = tuple(
            Trend(name, RANDOM.normal(100.0, 5.0, (replications, places)))
            for name in names(language, 3)
        )
        panels = [Panel(UNIT.say(language), lines), Panel("%", lines[:1], top=200.0)]
        x = [2.0**n for n in range(places)]
        return trend_chart(x, panels, x_label=UNIT.say(language), doubling=True, **_told(language))

    return draw


# As they come.
USUAL: dict[str, Case] = {
    "backlog": fan(2, 24, 365, marks=2),
    "solved": solved(2, 20, 0.6, fate=0.2),
    "beyond chance": ranged(
        {"chance": (-6.5, -7.1, -5.9), "city": (-6.0, -8.0, -4.0), "assumed": (-9, -30.0, 4.0)},
        {"chance": (3.0, 2.0, 4.0), "city": (3.1, 1.0, 6.0), "assumed": (5.0, -1.0, 9.0)},
    ),
    "forest": differences((-6.5, -7.1, -5.9), (3.0, 1.0, 5.0), (12.0, -4.0, 28.0), scenarios=2),
    "waterfall": contributions((-9.2, -10.0, -8.4), (-14.0, -15.0, -13.0), (0.4, -0.2, 1.0)),
    "tornado": swings(20, 1.3),
    "knowing": families(20, 1.3),
    "map": city(14, "changes"),
    "heatmap": table(14),
    "flow": flows(
        (8000, 1200, 300, 80, 400, 60), (0, 9000, 2100, 700, 900, 300), (0, 0, 9, 3, 1, 0)
    ),
    "lorenz": spreads(RANDOM.lognormal(0, 1, 200), RANDOM.lognormal(0, 0.3, 200)),
    "frontier": trades((12, 24000), (13, 22000), (14, 21300), (17, 20700)),
    "marginal": marginal(14, interval=300.0),
    "precision": precision(*(3.0 / np.sqrt(np.arange(2, 31)))),
    "targets": held((90, 99, 94.2, 93.8, 94.6, 71), (25e3, 3e4, 41e3, 4e4, 42e3, 27e3)),
    "placed": placed(14),
    "trend": trends(20, 5),
}

# At the edges; each in the language named, since what could go wrong does so in both.
EDGES: dict[str, tuple[Language, Case]] = {
    "backlog, one replication, many marks": ("zh", fan(1, 1, 30, marks=4)),
    "backlog, zeros": ("en", fan(1, 10, 90, level=0.0)),
    "backlog, thirty scenarios": ("en", fan(30, 5, 400)),
    "backlog, ten million": ("zh", fan(1, 30, 900, level=1e7)),
    "backlog, a day": ("en", fan(1, 30, 1)),
    "solved, never": ("zh", solved(3, 1, 0.0)),
    "beyond chance, cities alone": (
        "zh",
        ranged({"chance": (0.0, 0.0, 0.0), "city": (0.0, 0.0, 0.0)}, worlds=0),
    ),
    "beyond chance, few worlds": (
        "en",
        ranged({"chance": (1e7, 9e6, 1.1e7), "assumed": (2e7, NAN, NAN)}, worlds=0),
    ),
    "beyond chance, none": ("en", ranged({"chance": (NAN, NAN, NAN)}, worlds=0)),
    "beyond chance, twenty": (
        "zh",
        ranged(*[{"chance": (1.0, 0.9, 1.1), "assumed": (3.0, -2.0, 6.0)}] * 20),
    ),
    "forest, thirty": ("zh", differences((-1.0, -2.0, 1.0), scenarios=30)),
    "forest, small, large and none": (
        "en",
        differences((1e-3, -2e-3, 4e-3), (1e7, 9e6, 1.1e7), (NAN, NAN, NAN)),
    ),
    "forest, zeros": ("zh", differences((0.0, 0.0, 0.0))),
    "forest, one replication": ("en", differences((3.0, NAN, NAN))),
    "waterfall, zeros": ("en", contributions((0.0, 0.0, 0.0), before=0.0)),
    "waterfall, below zero": ("zh", contributions((-90.0, NAN, NAN), (NAN, NAN, NAN))),
    "tornado, zeros": ("zh", swings(1, 0.0)),
    "knowing, zeros": ("zh", families(1, 0.0)),
    "knowing, none": ("en", families(0, 1e-3)),
    "tornado, small": ("en", swings(3, 1e-3)),
    "map, one": ("zh", city(1)),
    "map, alike": ("en", city(14, "alike")),
    "map, none": ("zh", city(5, "none")),
    "map, 1,671": ("en", city(1671, "changes")),
    "heatmap, one, empty": ("zh", table(1, empty=True)),
    "heatmap, millions": ("en", table(14, scale=1e6)),
    "heatmap, thousandths": ("zh", table(3, scale=1e-3)),
    "heatmap, 1,671": ("zh", table(1671)),
    "flow, nothing": ("en", flows((0, 0, 0, 0, 0, 0))),
    "flow, one and traces": (
        "zh",
        flows((1e5, 1, 1, 1, 1, 1), (0, 3, 2, 1, 1, 0), (0, 0, 1, 0, 0, 0)),
    ),
    "lorenz, zeros, one, missing": ("zh", spreads(np.zeros(5), np.ones(1), [NAN, 1.0, 2.0])),
    "frontier, one": ("zh", trades((1e-3, 1e7))),
    "marginal, one": ("en", marginal(1)),
    "marginal, 1,671": ("zh", marginal(1671)),
    "precision, zeros": ("en", precision(0.0, 0.0)),
    "precision, one": ("zh", precision(NAN)),
    "targets, none and open": ("zh", held((90, 99, NAN), (0, math.inf, 5.0), (1, 1, 1.0))),
    "placed, zeros": ("zh", placed(1, most=0)),
    "placed, 1,671": ("en", placed(1671)),
    "trend, one replication": ("zh", trends(1, 2)),
}
