"""Assumptions of the scenarios that are no numbers, which no range covers."""

from collections.abc import Sequence

import pandas as pd

from ...scenario import Scenario
from ...scenario.structure import Structure, structure
from ..language import Language, Words
from ..report import Table

SHEET = Words("structure", "结构假设")
TITLE = Words("Structural assumptions", "结构性假设")
NOTE = Words(
    "No range of numbers covers these; `qipan sweep --keys structure` tries each as it could also "
    "be. Others, which have no switch, are listed in docs/ODD.md.",
    "以下假设不是数值，取值范围无法覆盖；可用 qipan sweep --keys structure 逐一改变。"
    "其他没有开关的结构性假设见 docs/ODD.md。",
)
COLUMNS = {
    "what": Words("what", "内容"),
    "value": Words("assumed", "假设"),
    "levels": Words("could also be", "其他可能"),
    "scenario": Words("scenario", "情景"),
    "key": Words("key", "键"),
}
WHAT = {
    "desks.estate.order": Words("who is served next at estates", "小区办理台先办谁"),
    "desks.community.order": Words("who is served next at communities", "社区办理台先办谁"),
    "desks.subdistrict.order": Words("who is served next at subdistricts", "街道办理台先办谁"),
    "desks.department.order": Words("who is served next at departments", "职能部门先办谁"),
    "desks.load_effect.on": Words("busy desks refer more", "办理台越忙越多上交"),
    "closure.month_end.on": Words(
        "offices hurry before a rate is told at the month's end", "月底通报前突击办结"
    ),
    "closure.month_end.easy_first": Words("easy matters go first then", "月底先办易办件"),
}
VALUES = {
    "priority_first_come": Words("by priority, then first come", "按优先级，先来先办"),
    "oldest": Words("the oldest", "最早受理的"),
    "shortest": Words("the least work", "用时最短的"),
    "random": Words("anyone", "随机"),
    "by_age": Words("the one that has used most of its SLA", "时限用去比例最大的"),
    True: Words("yes", "是"),
    False: Words("no", "否"),
}


def structure_table(scenarios: Sequence[Scenario], language: Language) -> Table:
    """Tabulate the structural assumptions that act; those that all scenarios share stand once."""
    say = {name: words.say(language) for name, words in COLUMNS.items()}
    found: dict[Structure, list[str]] = {}
    for scenario in scenarios:
        for each in structure(scenario):
            found.setdefault(each, []).append(scenario.name)
    comma = ", " if language == "en" else "、"
    rows = [
        {
            say["what"]: WHAT[each.key].say(language),
            say["value"]: VALUES[each.value].say(language),
            say["levels"]: comma.join(
                VALUES[level].say(language) for level in each.levels if level != each.value
            ),
            say["scenario"]: comma.join(names),
            say["key"]: each.key,
        }
        for each, names in found.items()
    ]
    frame = pd.DataFrame(rows, columns=[say[name] for name in COLUMNS])
    if len(scenarios) == 1:
        frame = frame.drop(columns=say["scenario"])
    return Table(SHEET.say(language), TITLE.say(language), frame, NOTE.say(language))
