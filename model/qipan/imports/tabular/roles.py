"""What a column can be, and by which names it is known."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# Letters of headers as they are written in Taiwan, Hong Kong and Macao, and on the mainland.
_SIMPLIFIED = str.maketrans(
    "區號時間編屬類結辦單處稱戶網數積經緯來訴問題門責絡級員標點業諮詢舉報開關閉補應滿決複與備註總計轄務農鄉鎮縣權達別幹從層簽",
    "区号时间编属类结办单处称户网数积经纬来诉问题门责络级员标点业咨询举报开关闭补应满决复与备注总计辖务农乡镇县权达别干从层签",
)
_IN_BRACKETS = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_YEAR = re.compile(r"^\d{4}年?(?:末|底|度)?(?=\D)")
_BETWEEN = re.compile(r"[\s_\-/\\*:·.、]+")


@dataclass(frozen=True)
class Role:
    """What a column can be.

    Attributes
    ----------
    key : str
        As maps and faults name it.
    names : tuple of str
        Headers it is known by, the best first.
    needed : bool
    """

    key: str
    names: tuple[str, ...]
    needed: bool = False

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The names as headers are compared."""
        return tuple(dict.fromkeys(folded(name) for name in (self.key, *self.names)))

    @property
    def spelt(self) -> str:
        """The role as it is named in faults."""
        return f"{self.key} ({self.names[0]})"


def folded(header: str) -> str:
    """Return a header as it is compared: without case, blanks, brackets and the year before it."""
    text = unicodedata.normalize("NFKC", header).strip().casefold().translate(_SIMPLIFIED)
    bare = _BETWEEN.sub("", _IN_BRACKETS.sub("", text)) or _BETWEEN.sub("", text)
    return _YEAR.sub("", bare)


def unit_of(header: str) -> str:
    """Return what stands in the brackets of a header, the unit of its numbers; '' if nothing."""
    found = _IN_BRACKETS.search(unicodedata.normalize("NFKC", header))
    return found[1].strip().casefold() if found else ""


@dataclass(frozen=True)
class Found:
    """Which columns were found in a header.

    Attributes
    ----------
    columns : dict of str to int
        Column of each role.
    passed : dict of str to list of int
        Columns that would have done for a role for which a better one was found.
    """

    columns: dict[str, int] = field(default_factory=dict)
    passed: dict[str, list[int]] = field(default_factory=dict)


def find_columns(header: Sequence[str], roles: Iterable[Role]) -> Found:
    """Find the column of each role by its names, the best name first."""
    by_name: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        if name:
            by_name.setdefault(folded(name), []).append(place)
    found, taken = Found(), set[int]()
    for role in roles:
        fitting = [place for name in role.folded for place in by_name.get(name, ())]
        free = [place for place in fitting if place not in taken]
        if free:
            found.columns[role.key] = free[0]
            taken.add(free[0])
        if len(free) > 1:
            found.passed[role.key] = free[1:]
    return found
