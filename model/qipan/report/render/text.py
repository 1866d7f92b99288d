"""Text that every format can hold, and the words that every report needs."""

import re
from collections.abc import Sequence

from ..language import Words

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Leave out the characters that XML cannot hold: HTML, Word and workbooks refuse them."""
    return _UNHOLDABLE.sub("", text)


QUESTION = Words("Question", "问题")
ANSWER = Words("Answer", "结论")
CONTENTS = Words("Contents", "目录")
COMMAND = Words("How to reproduce this report", "如何复现本报告")
COMMAND_SAYS = Words(
    "The same command with the same files gives the same numbers, to the last digit.",
    "用相同的文件运行相同的命令，可得到逐位一致的结果。",
)
FIGURE = Words("Figure", "图")
TABLE = Words("Table", "表")
ANNEX = Words("Annex", "附件")
SHOWN = Words(
    "The first {shown:,} of {all:,} rows; all are in tables.xlsx, sheet “{sheet}”.",
    "仅列前 {shown:,} 行，共 {all:,} 行；全部见 tables.xlsx 工作表“{sheet}”。",
)
SOME_ROWS = Words(
    "The first {shown:,} of {all:,} rows; the result folder has all.",
    "仅列前 {shown:,} 行，共 {all:,} 行；全部见结果文件夹。",
)
MORE_IN_WORKBOOK = Words(
    "More in tables.xlsx, sheet “{sheet}”.", "更多内容见 tables.xlsx 工作表“{sheet}”。"
)
SPLIT = Words(
    "The columns stand in {parts} tables, one below the other, each beginning with {first}.",
    "各列分为上下 {parts} 个表，均以{first}开头。",
)
EMPTY = Words("No rows.", "无内容。")
MADE_WITH = Words(
    "Made with Qipan {version}. Simulated, not observed.",
    "由 Qipan（棋盘）{version} 生成。本报告为模拟结果，不是实际观测。",
)
YES = Words("yes", "是")
NO = Words("no", "否")


def quoted(names: Sequence[str], language: str) -> str:
    """Names in quotation marks, one after another."""
    return {"en": ", ", "zh": "、"}[language].join(f"“{name}”" for name in names)


def caption(kind: Words, number: int, text: str, language: str) -> str:
    """A caption with its number: `Figure 1. Open tickets`, `图 1　未办结事项`."""
    return f"{label(kind, number, language)}{gap(language)}{text}"


def label(kind: Words, number: int, language: str) -> str:
    """`Figure 1`, or `图 1`."""
    return f"{kind.en if language == 'en' else kind.zh} {number}"


def gap(language: str) -> str:
    """What stands between the label of a caption and its text."""
    return ". " if language == "en" else "\u3000"
