"""A run as the ledger (台账) that its offices would have kept: one row a ticket.

It holds what offices know and no more: no issue that nobody reported, and not whether a closed one
was truly solved. What programs read back are the columns and words of `COLUMNS`, `STATUSES` and
`CHANNELS`, in English or in Chinese.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..engine import codes
from ..engine.record import Record
from .frames import ENDINGS, ending_of
from .window import HOURS_PER_DAY, Window

if TYPE_CHECKING:
    import pandas as pd

Language = Literal["en", "zh"]

# Each column by the language of its header.
COLUMNS: dict[str, str] = {
    "id": "工单编号",
    "opened": "受理时间",
    "responded": "响应时间",
    "first_closed": "首次办结时间",
    "closed": "办结时间",
    "ended": "其他结束时间",
    "deadline": "办理期限",
    "status": "工单状态",
    "kind": "问题代码",
    "category": "问题分类",
    "community": "所属社区",
    "subdistrict": "所属街道",
    "department": "承办部门",
    "channel": "受理渠道",
    "level": "办理层级",
    "repeat_calls": "催办次数",
    "duplicates": "重复诉求数",
    "reopened": "重办次数",
    "satisfied": "是否满意",
}
STATUSES: dict[str, str] = {
    "open": "办理中",
    "closed": "已办结",
    "lapsed": "自行消失",
    "cancelled": "作废",
    "duplicate": "重复件",
    "transferred": "转出",
}
CHANNELS: dict[str, str] = {
    "visit": "来访",
    "hotline": "12345热线",
    "grid_worker": "网格员上报",
    "patrol": "巡查发现",
    "talk": "恳谈",
    "order": "点单",
    "app": "小程序",
    "petition": "信访",
    "courier": "骑手反映",
    "steward": "楼栋长和议事会成员发现",
}
LEVELS: dict[str, str] = {
    "estate": "小区",
    "community": "社区",
    "subdistrict": "街道",
    "department": "职能部门",
}
VERDICTS: dict[str, str] = {"": "", "no": "否", "yes": "是"}


def ledger_frame(record: Record, language: Language = "en") -> "pd.DataFrame":
    """Return the tickets opened in the measured days, sorted by when they were opened, then by id.

    Times are local, to the second, as ISO text; what has not happened is empty.

    Parameters
    ----------
    record : Record
    language : 'en' or 'zh'
        Of the header and of the words in it; ids and codes are the same in both.
    """
    import pandas as pd

    window = Window(record)
    tickets = record.tickets[window.opened]
    issues = record.issues[tickets["issue"]]
    places, kinds = record.city.places, record.document.issues.kinds
    community = issues["community"]
    kind = np.array(record.layout.kinds, dtype=object)[issues["kind"]]
    closed = tickets["state"] == codes.CLOSED
    sla = window.sla[issues["kind"]]
    ids = np.array(places.ids, dtype=object)[community]
    columns: dict[str, Any] = {
        "id": [f"{a}-{b}-{c}" for a, b, c in zip(ids, kind, issues["ordinal"], strict=True)],
        "opened": _times(record, tickets["opened"]),
        "responded": _times(record, tickets["responded"]),
        "first_closed": _times(record, tickets["first_closed"]),
        "closed": _times(record, np.where(closed, tickets["closed"], -1.0)),
        "ended": _times(
            record, np.where(tickets["state"] == codes.WITHDRAWN, tickets["closed"], -1.0)
        ),
        "deadline": _times(record, tickets["opened"] + sla),
        "status": _words(ENDINGS, STATUSES, language)[ending_of(tickets)],
        "kind": kind,
        "category": [getattr(kinds[name].title, language) for name in kind],
        "community": ids,
        "subdistrict": np.array(places.subdistrict_ids, dtype=object)[
            places.subdistrict[community]
        ],
        "department": [kinds[name].department for name in kind],
        "channel": _words(codes.CHANNELS, CHANNELS, language)[tickets["channel"]],
        "level": _words(codes.LEVELS, LEVELS, language)[tickets["level"]],
        "repeat_calls": tickets["calls"],
        "duplicates": tickets["duplicates"],
        "reopened": tickets["reopened"],
        "satisfied": _words(tuple(VERDICTS), VERDICTS, language)[tickets["satisfied"]],
    }
    frame = pd.DataFrame(columns)
    order = np.lexsort((_ranks(frame["id"]), tickets["opened"]))
    frame = frame.iloc[order].reset_index(drop=True)
    return frame.rename(columns=COLUMNS) if language == "zh" else frame


def _words(codes_: tuple[str, ...], words: Mapping[str, str], language: Language) -> NDArray[Any]:
    """Return the word of each code, in the order in which the engine numbers them."""
    return np.array([words[code] if language == "zh" else code for code in codes_], dtype=object)


def _times(record: Record, hours: NDArray[np.float64]) -> NDArray[Any]:
    """Return hours of a run as ISO text, to the second; '' for what has not happened."""
    day = np.datetime64(record.document.horizon.first_day.isoformat(), "s")
    seconds = np.floor(np.maximum(hours, 0.0) * (86_400 / HOURS_PER_DAY)).astype("timedelta64[s]")
    text = np.datetime_as_string(day + seconds, unit="s").astype(object)
    text[hours < 0.0] = ""
    return text


def _ranks(ids: "pd.Series[str]") -> NDArray[np.intp]:
    ranks: NDArray[np.intp] = np.argsort(np.argsort(ids.to_numpy(str), kind="stable"))
    return ranks
