"""A table is computed once: ids in files, headings of either language for readers."""

import io

import numpy as np
import pandas as pd
from rich.cells import cell_len

from qipan.report.document import Report, Section
from qipan.report.render.cells import grid
from qipan.report.render.terminal import show
from qipan.report.table import Ends, Table, columns
from qipan.runs.csv_files import csv_bytes
from qipan.terminal import Terminal
from qipan.words import Words

TITLES = {
    "load": Words.of("load of desks", "办理台负荷"),
    "wait": Words.of("days to wait", "等待天数"),
}


def table(**changes):
    frame = pd.DataFrame(
        {
            "metric": ["load", "wait"],
            "difference": [-0.25, 12.0],
            "low": [-0.5, np.nan],
            "high": [0.125, np.nan],
            "kept": ["for files", "alone"],
            "share": [0.5, np.nan],
        }
    )
    heads = {
        "metric": Words.of("metric", "指标"),
        "difference": Words.of("difference", "差值"),
        "low": Words.of("interval, low", "区间下限"),
        "high": Words.of("interval, high", "区间上限"),
        "share": Words.of("better in, %", "占优（%）"),
    }
    shown = columns(
        heads,
        signed=("difference", "low"),
        metric=lambda name, language: TITLES[name].say(language),
        share=lambda share, _: None if np.isnan(share) else round(100 * share),
    )
    fields = {
        "title": Words.of("All differences", "全部差值"),
        "note": Words.of("To the reference.", "以参照方案为准。"),
        "intervals": (Ends("low", "high", Words.of("95 % interval", "95% 区间")),),
        "by_row": True,
        **changes,
    }
    return Table("differences", frame, shown, **fields)


def test_files_hold_ids_and_all_columns_and_readers_their_own_language():
    made = table()
    head = csv_bytes(made.frame).decode().splitlines()[0]
    assert head == "metric,difference,low,high,kept,share"
    english, chinese = (grid(made.said(language), language) for language in ("en", "zh"))
    assert english.headings == ("metric", "difference", "95 % interval", "better in, %")
    assert chinese.headings == ("指标", "差值", "95% 区间", "占优（%）")
    assert [cell.text for cell in chinese.rows[0]] == [
        "办理台负荷",
        "−0.250",
        "[−0.500, +0.125]",
        "50",
    ]
    assert [cell.text for cell in english.rows[1]][2:] == ["–", "–"]


def test_a_view_has_other_columns_and_rows_of_the_same_frame():
    made = table().of("metric", "low", "high", title=Words.of("Intervals", "区间"))
    only = made.where(made.frame["metric"] == "wait")
    assert list(only.said("en").frame.columns) == ["metric", "interval, low", "interval, high"]
    assert list(only.said("en").frame["metric"]) == ["days to wait"]
    assert only.said("zh").title == "区间"
    assert list(only.frame.columns) == list(table().frame.columns)


def test_two_columns_of_one_heading_stay_two():
    same = Words.of("the same", "相同")
    frame = pd.DataFrame({"a": [1.0], "b": [2.0]})
    shown = Table("two", frame, columns({"a": same, "b": same})).said("en").frame
    assert list(shown.columns) == ["the same", "the same 2"]
    assert shown.to_numpy().tolist() == [[1.0, 2.0]]


def printed(report, width):
    out = Terminal(width=width)
    out.file = io.StringIO()
    show(report, out)
    return out.file.getvalue()


def test_the_terminal_shows_answer_brief_sections_and_cautions_in_the_report_s_language():
    seen = Section("主要结果", ("一句话。",), tables=(table().said("zh"),)).briefly(
        items=("区间只反映随机性",)
    )
    unseen = Section("来源", ("不在终端。",), tables=(table(title=Words.of("x", "无")).said("zh"),))
    report = Report("zh", "试验", "有用吗？", "有用。", (seen, unseen), "qipan")
    said = printed(report, 100)
    for words in ("试验", "有用吗？", "有用。", "主要结果", "一句话。", "全部差值", "差值", "区间"):
        assert words in said
    assert "! 区间只反映随机性" in said and "以参照方案为准。" in said
    assert "来源" not in said and "不在终端" not in said
    assert "difference" not in said and "metric" not in said


def test_columns_stand_below_one_another_where_letters_are_wide():
    section = Section("", tables=(table().said("zh"),)).briefly()
    said = printed(Report("zh", "", "", "", (section,), ""), 80)
    ends = set()
    for number in ("−0.250", "+12"):
        line = next(line for line in said.splitlines() if f" {number} " in line)
        ends.add(cell_len(line[: line.index(number) + len(number)]))
    assert len(ends) == 1
