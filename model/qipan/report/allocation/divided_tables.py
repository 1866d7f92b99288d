"""Tables of the reports on divided funds and hours."""

from collections.abc import Iterable

import pandas as pd

from ..language import Language, Words
from ..report import Range, Table
from .ways import way_name

COLUMNS = {
    "community": Words("community", "社区"),
    "earmark": Words("earmark", "专项"),
    "residents": Words("residents", "居民数"),
    "need_money_a_year": Words("tickets that need money, a year", "每年需要经费的件数"),
    "today": Words("today, yuan", "现状（元）"),
    "plan": Words("plan, yuan", "方案（元）"),
    "change": Words("change, yuan", "增减（元）"),
    "source": Words("who helps", "帮助者"),
    "kind": Words("with what", "事项类别"),
    "hours": Words("hours", "小时"),
    "way": Words("way to divide", "分配方式"),
    "ticket_days_a_year": Words("ticket-days a year", "件·天/年"),
    "low": Words("interval, low", "区间下限"),
    "high": Words("interval, high", "区间上限"),
    "interval": Words("95 % interval", "95% 区间"),
    "yuan_a_year": Words("yuan a year", "元/年"),
    "against_today": Words("minus today", "减现状"),
    "against_today_low": Words("minus today, low", "减现状：下限"),
    "against_today_high": Words("minus today, high", "减现状：上限"),
    "against_today_interval": Words("minus today, 95 % interval", "减现状：95% 区间"),
    "against_none": Words("minus “{none}”", "减“{none}”"),
    "against_none_low": Words("minus “{none}”, low", "减“{none}”：下限"),
    "against_none_high": Words("minus “{none}”, high", "减“{none}”：上限"),
    "against_none_interval": Words("minus “{none}”, 95 % interval", "减“{none}”：95% 区间"),
    "orders_a_year": Words("orders", "订单"),
    "orders_done_a_year": Words("orders done", "完成订单"),
    "volunteer_hours_a_year": Words("volunteers' hours", "志愿服务小时"),
    "unit_hours_a_year": Words("units' hours", "共建单位小时"),
    "more": Words("more", "增加"),
    "less": Words("less", "减少"),
    "more_program": Words("more, by the program", "增加：规划"),
    "more_simulated": Words("more, simulated", "增加：模拟"),
    "more_low": Words("more, low", "增加：下限"),
    "more_high": Words("more, high", "增加：上限"),
    "more_interval": Words("more, 95 % interval", "增加：95% 区间"),
    "less_program": Words("less, by the program", "减少：规划"),
    "less_simulated": Words("less, simulated", "减少：模拟"),
    "less_low": Words("less, low", "减少：下限"),
    "less_high": Words("less, high", "减少：上限"),
    "less_interval": Words("less, 95 % interval", "减少：95% 区间"),
}
PLAN = Words("plan", "方案")
COMPARISON = Words("comparison", "比较")
COMPARISON_TITLE = Words(
    "Ways to divide, on {fresh} fresh simulated years", "各分配方式在 {fresh} 个新模拟年份上"
)
COMPARISON_NOTE = Words(
    "Open ticket-days of the city: less is better. Differences are paired by year. “{today}” is "
    "the scenario untouched, with its own total; it and “{none}” are no rivals.",
    "全市未办结件·天，以低为好。差值按年份配对。“{today}”即情景原样（总量也为原有）；"
    "它与“{none}”仅供对照，不参与择优。",
)
VALUES = Words("marginal values", "边际价值")
VALUES_TITLE = Words(
    "What {step} {what} a year more and less would change, {unit}",
    "每年增减 {step} {what}的影响（{unit}）",
)
VALUES_NOTE = Words(
    "By the program, in its objective; “–” where not as much can be taken away or be of use.",
    "按规划模型推算，以其目标计；“–”表示没有这么多可减或无处可用。",
)
CHECKS = Words("values simulated", "边际价值检验")
CHECKS_TITLE = Words(
    "{step} {what} a year more and less, by the program and simulated",
    "每年增减 {step} {what}：规划与模拟",
)
CHECKS_NOTE = Words(
    "By the program in its objective ({unit}); simulated in ticket-days a year of the city.",
    "规划值以其目标计（{unit}）；模拟值为全市件·天/年。",
)


def heading(name: str, language: Language) -> str:
    """Heading of a column of a result file."""
    return COLUMNS[name].say(language)


def headed(frame: pd.DataFrame, names: Iterable[str], language: Language) -> pd.DataFrame:
    """Columns of a result file under headings for readers."""
    names = list(names)
    kept = frame[names]
    return kept.rename(columns={name: heading(name, language) for name in names})


def comparison_table(frame: pd.DataFrame, today: str, none: str, language: Language) -> Table:
    """Tabulate the ways to divide, from what is written to comparison.csv.

    Parameters
    ----------
    frame : pandas.DataFrame
    today, none : str
        Names of the ways that are references.
    language : 'en' or 'zh'
    """
    fresh = int(frame["seeds"].iloc[0])
    frame = frame.drop(columns="seeds")
    frame = frame.assign(way=[way_name(name, language) for name in frame["way"]])
    nothing = way_name(none, language)
    h = {name: words.say(language, none=nothing) for name, words in COLUMNS.items()}
    sides = ("against_today", "against_none")
    return Table(
        COMPARISON.say(language),
        COMPARISON_TITLE.say(language, fresh=fresh),
        frame.rename(columns=h),
        COMPARISON_NOTE.say(language, today=way_name(today, language), none=nothing),
        ranges=(
            Range(h["interval"], h["low"], h["high"]),
            *(Range(h[f"{s}_interval"], h[f"{s}_low"], h[f"{s}_high"]) for s in sides),
        ),
        signed=tuple(h[name] for side in sides for name in (side, f"{side}_low")),
    )


def values_table(frame: pd.DataFrame, step: str, what: str, unit: str, language: Language) -> Table:
    """Tabulate what more and less would change, the most valued first."""
    names = [name for name in ("community", "earmark", "more", "less") if name in frame]
    ordered = frame.sort_values("more", kind="stable")
    return Table(
        VALUES.say(language),
        VALUES_TITLE.say(language, step=step, what=what, unit=unit),
        headed(ordered, names, language),
        VALUES_NOTE.say(language),
        signed=(heading("more", language), heading("less", language)),
    )


def checks_table(frame: pd.DataFrame, step: str, what: str, unit: str, language: Language) -> Table:
    """Tabulate values by the program beside those by simulation."""
    names = [name for name in frame if name in COLUMNS and name != "hours"]
    h = {name: words.say(language) for name, words in COLUMNS.items()}
    return Table(
        CHECKS.say(language),
        CHECKS_TITLE.say(language, step=step, what=what),
        headed(frame, names, language),
        CHECKS_NOTE.say(language, unit=unit),
        ranges=tuple(
            Range(h[f"{side}_interval"], h[f"{side}_low"], h[f"{side}_high"])
            for side in ("more", "less")
        ),
        signed=tuple(
            h[f"{side}_{part}"]
            for side in ("more", "less")
            for part in ("program", "simulated", "low")
        ),
    )
