"""What is wrong with a ledger, and what is only odd, told all at once."""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..errors import InputError
from ..words import Language
from .closing.closing import AT_ONCE_DAYS, exact_stamps
from .late_entry import Earlier
from .requests import ADMINISTRATIVE, BLANK, CLOSED, OPEN, OTHER, Flags, Requests

FEWEST_DAYS = 56
FEWEST_ROWS = 200
FEWEST_CLOSED = 50
MOST_BACKWARDS = 0.05
MOST_CATEGORIES = 200
GAP_DAYS = 7
OVERLAP = 0.5  # least share of two years' rows that lie in categories of both
MUCH_AT_ONCE = 0.10
MASS_CLOSING = 10.0  # times the usual closings of a day
OLD = 5.0  # times the median age at closing
NAMED = 5


class Finding(NamedTuple):
    """A sentence in both languages."""

    en: str
    zh: str


class LedgerFaults(InputError):
    """A ledger that cannot be fitted; all that is wrong with it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(each.en for each in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type["LedgerFaults"], tuple[list[Finding]]]:
        """Let it travel back from a worker process."""
        return type(self), (self.findings,)

    def say(self, language: Language) -> str:
        """Write them in a language, one a line."""
        return "\n".join(each.en if language == "en" else each.zh for each in self.findings)


def faults_of(
    frame: pd.DataFrame,
    areas: Mapping[str, int] | None,
    *,
    gaps_known: bool = False,
    arrivals_only: bool = False,
) -> list[Finding]:
    """Say everything for which a ledger is refused.

    Parameters
    ----------
    frame : DataFrame
        Rows of the ledger that are read.
    areas : mapping of str to int, optional
        Residents by area, if given.
    gaps_known : bool
        Weeks without rows are true.
    arrivals_only : bool
        Times to close are not read.
    """
    opened = pd.to_datetime(frame["opened_at"])
    if not len(frame):
        return [
            Finding(
                "no row is left; give a later --until, or another ledger",
                "没有可用的记录；请把 --until 推后，或换一份台账",
            )
        ]
    days = (opened.max().normalize() - opened.min().normalize()).days + 1
    found = []
    if days < FEWEST_DAYS or len(frame) < FEWEST_ROWS:
        found.append(
            Finding(
                f"{len(frame)} rows over {days} days; {FEWEST_ROWS} rows and {FEWEST_DAYS} days "
                "(eight weeks) are the least from which anything can be held out: import more",
                f"共 {len(frame)} 行、{days} 天；至少需 {FEWEST_ROWS} 行、{FEWEST_DAYS} 天"
                "（八周）方可留出检验：请导入更长时段",
            )
        )
    found += _backwards(frame, opened, arrivals_only)
    if not gaps_known:
        found += _gaps(opened)
    found += _categories(frame, opened)
    if areas is not None:
        found += _unknown_areas(frame, areas)
    return found


def _backwards(frame: pd.DataFrame, opened: "pd.Series", arrivals_only: bool) -> list[Finding]:
    if arrivals_only or "closed_at" not in frame:
        return []
    closed = pd.to_datetime(frame["closed_at"])
    wrong = (closed < opened).to_numpy()
    number, known = int(wrong.sum()), int(closed.notna().sum())
    if number <= MOST_BACKWARDS * known:
        return []
    row = int(np.flatnonzero(wrong)[0])
    return [
        Finding(
            f"{number} of {known} closings lie before their opening (first: row {row}); mend the "
            "columns of times at the import, or fit arrivals alone with --arrivals-only",
            f"{known} 件办结中有 {number} 件早于受理（首例第 {row} 行）；请更正导入的时间列，"
            "或用 --arrivals-only 只拟合受理量",
        )
    ]


def _gaps(opened: "pd.Series") -> list[Finding]:
    days = np.unique(opened.to_numpy().astype("M8[D]"))
    apart = np.diff(days).astype(np.int64)
    long = np.flatnonzero(apart > GAP_DAYS)
    usual = np.median(apart) if len(apart) else 0
    if not len(long) or usual > 1:
        return []
    first = long[0]
    return [
        Finding(
            f"{len(long)} gaps of a week or more without a row (first: {days[first]} to "
            f"{days[first + 1]}); an export that lost rows is not a quiet week: export again, or "
            "say --gaps-true",
            f"有 {len(long)} 处连续一周以上没有记录（首处 {days[first]} 至 {days[first + 1]}）；"
            "导出缺失不等于无诉求：请重新导出，或注明 --gaps-true",
        )
    ]


def _categories(frame: pd.DataFrame, opened: "pd.Series") -> list[Finding]:
    if "kind" not in frame:
        return []
    kinds = frame["kind"].astype("string")
    number = int(kinds.nunique())
    found = []
    if number > MOST_CATEGORIES:
        found.append(
            Finding(
                f"{number} categories; more than {MOST_CATEGORIES} are no kinds: choose a coarser "
                "level with --kind-level, or map another column at the import",
                f"共 {number} 个类别，超过 {MOST_CATEGORIES} 个：请用 --kind-level 选较粗一级，"
                "或在导入时改用其他列",
            )
        )
    year = opened.dt.year
    years = sorted(int(y) for y in year.unique() if (year == y).sum() >= FEWEST_ROWS)
    for before, after in pairwise(years):
        old, new = kinds[year == before], kinds[year == after]
        shared = set(old.dropna()) & set(new.dropna())
        overlap = min(float(old.isin(shared).mean()), float(new.isin(shared).mean()))
        if overlap < OVERLAP:
            found.append(
                Finding(
                    f"categories changed between {before} and {after}: {overlap:.0%} of the rows "
                    "lie in categories of both years; map them at the import, or begin later",
                    f"{before} 与 {after} 年的类别不同：仅 {overlap:.0%} 的记录属于两年共有的类别；"
                    "请在导入时对应，或从后一年起拟合",
                )
            )
    return found


def _unknown_areas(frame: pd.DataFrame, areas: Mapping[str, int]) -> list[Finding]:
    if "area" not in frame:
        return []
    there = set(frame["area"].dropna().astype(str).str.strip()) - BLANK - {OTHER}
    missing = sorted(there - set(areas))
    if not missing:
        return []
    some = ", ".join(missing[:NAMED]) + (", …" if len(missing) > NAMED else "")
    return [
        Finding(
            f"{len(missing)} areas of the ledger are not in --residents: {some}; add them, or "
            "spell them alike",
            f"台账中有 {len(missing)} 个区域不在 --residents 中：{some}；请补上，或统一写法",
        )
    ]


def warnings_of(requests: Requests) -> list[Finding]:
    """Say what is odd about a ledger that is fitted all the same."""
    found = []
    closed = requests.ending == CLOSED
    number = int(closed.sum())
    if number and not exact_stamps(requests):
        found.append(
            Finding(
                "closings bear one or two times of day: times to close are known to the day",
                "办结时间只精确到日：办理时长按日计",
            )
        )
    elif number and (closed & (requests.days_open <= AT_ONCE_DAYS)).sum() > MUCH_AT_ONCE * number:
        share = (closed & (requests.days_open <= AT_ONCE_DAYS)).sum() / number
        found.append(
            Finding(
                f"{share:.0%} were closed within a quarter of an hour, as answered on the line",
                f"{share:.0%} 在一刻钟内办结，应为即时答复",
            )
        )
    if number and not (requests.ending == OPEN).any():
        found.append(
            Finding(
                "no row is open: if the export leaves open requests out, the last weeks' times "
                "are too short",
                "没有未办结记录：若导出时略去未办结件，最近几周的时长偏短",
            )
        )
    mass = int((requests.ending == ADMINISTRATIVE).sum())
    if mass:
        found.append(
            Finding(
                f"{mass} rows ended in mass closings, which compete with closing",
                f"{mass} 件系集中结案，按竞争终点处理",
            )
        )
    return found


def entered_late(earlier: Earlier | None) -> list[Finding]:
    """Say how many requests were open when the ledger began, and what is made of them."""
    if earlier is None:
        return []
    number = len(earlier.requests)
    return [
        Finding(
            f"{number} rows were open when the ledger begins: they are no arrivals, and bear on "
            "times to close from the age on at which they are seen",
            f"台账起始日有 {number} 件尚未办结：不计入受理量，自当日的已办天数起计入办理时长",
        )
    ]


def deadline_only(frame: pd.DataFrame) -> list[Finding]:
    """Say that rows which tell only whether a deadline was met tell no time to close."""
    if "status" not in frame:
        return []
    told = frame["status"].isin(["closed_in_time", "closed_late"])
    timed = frame["closed_at"].notna() if "closed_at" in frame else False
    number = int((told & ~timed).sum())
    if not number:
        return []
    return [
        Finding(
            f"{number} rows say only whether a deadline was met, and not when they were closed: "
            "they count as arrivals, and only bound times to close",
            f"{number} 行只有按期或超期标志、没有办结时间：计入受理量，只能给出办理时长的上下限",
        )
    ]


def mass_closings(requests: Requests) -> Flags:
    """Rows closed on days with over ten times the usual closings, of ages over five medians."""
    closed = requests.ending == CLOSED
    if closed.sum() < FEWEST_CLOSED:
        return np.zeros(len(requests), bool)
    day = np.floor(requests.opened + requests.days_open).astype(np.int64)
    counted = np.bincount(day[closed])
    usual = np.median(counted[counted > 0])
    age = np.median(requests.days_open[closed])
    found = np.zeros(len(requests), bool)
    for one in np.flatnonzero(counted > MASS_CLOSING * usual):
        rows = closed & (day == one)
        if np.median(requests.days_open[rows]) > OLD * age:
            found |= rows
    return found
