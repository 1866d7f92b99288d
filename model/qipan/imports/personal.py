"""Personal data by their shape: enough to refuse a column, without ever saying a value."""

import re
from collections.abc import Mapping

from ..words import Phrase

PHONES, IDENTITIES = Phrase("phone numbers"), Phrase("identity numbers")
MAILS, STREETS = Phrase("e-mail addresses"), Phrase("street numbers")
NAMES = Phrase("personal names")

_SHAPES = {
    PHONES: re.compile(
        r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"  # mobile
        r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"  # fixed, with its area
        r"|(?<!\d)(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?!\d)"  # of North America
    ),
    IDENTITIES: re.compile(
        r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
        r"|(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"
    ),
    MAILS: re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    STREETS: re.compile(
        r"\d+\s*(?:[-之]\d+)?\s*(?:号(?!网格|线|片|区|通知|令|文|台)|栋|幢|单元|室|弄)"
        r"|\b\d{1,5}\s+(?:[NSEW]\.?\s+)?\w+(?:\s\w+)?\s+"
        r"(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|ct|court|pl|place|ter|terrace)\b",
        re.IGNORECASE,
    ),
    NAMES: re.compile(
        r"^[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|师傅|阿姨|大爷|大妈)$|\b(?:Mr|Mrs|Ms)\.? [A-Z]"
    ),
}
# The hundred most frequent family names, and some of two letters.
_FAMILIES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐")
# Last letters of places and offices, and of the words of categories, that no name ends in.
_NO_NAME = frozenset(
    "路街区局镇乡村办科所站队委厅会社园城湾桥门山河庄店巷里坊苑庭府道部处院校厂司县市省港洲岛湖池潭坪坝"
    "化物车业气水电费理务管灯盖线漏臭声音类诉求询询他格网房屋地面食品油树木草污染堵停放用报修"
)
_GIVEN = frozenset(
    re.findall(
        r"\w+",
        """james john robert michael william david richard joseph thomas charles mary patricia
        jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa betty margaret
        sandra ashley kimberly emily donna michelle carol amanda daniel matthew anthony mark
        donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason
        jeffrey ryan jacob anna maria laura julia peter martin wei li jing fang ming hong jun""",
    )
)
_TWO_WORDS = re.compile(r"([A-Z][a-z]+) (?:[A-Z]\. )?[A-Z][a-z'-]+")
_FEWEST_NAMES, _SHARE_OF_NAMES = 3, 0.3  # distinct values, from which a column is one of names


def looks_personal(text: str) -> bool:
    """Whether a text by itself has the shape of something personal."""
    return any(shape.search(text) for shape in _SHAPES.values())


def personal_in(values: Mapping[str, int]) -> dict[str, int]:
    """Count what looks personal in a column.

    Parameters
    ----------
    values : mapping of str to int
        Its values, and how many rows have each.

    Returns
    -------
    dict of str to int
        Rows by what they seem to hold; names are counted where they are many of a column's values.
    """
    found: dict[str, int] = {}
    for text, rows in values.items():
        for kind, shape in _SHAPES.items():
            if shape.search(text):
                found[kind] = found.get(kind, 0) + rows
    named = [text for text in values if _is_name(text)]
    if len(named) >= max(_FEWEST_NAMES, _SHARE_OF_NAMES * len(values)):
        found[NAMES] = found.get(NAMES, 0) + sum(values[text] for text in named)
    return found


def _is_name(text: str) -> bool:
    if 2 <= len(text) <= 4 and all("\u4e00" <= letter <= "\u9fff" for letter in text):
        if text[-1] in _NO_NAME:
            return False
        return (text[0] in _FAMILIES and len(text) <= 3) or text.startswith(_DOUBLE)
    words = _TWO_WORDS.fullmatch(text)
    return words is not None and words[1].lower() in _GIVEN
