"""Assumptions of the scenarios that are no numbers, which no range covers."""

from collections.abc import Sequence

import pandas as pd

from ...scenario import Scenario
from ...scenario.structure import Structure, structure
from ...words import Language, Words
from ..document import Table

SHEET = Words("structure")
TITLE = Words("Structural assumptions")
NOTE = Words(
    "No range of numbers covers these; `qipan sweep --keys structure` tries each as it could "
    "also be. Others, which have no switch, are listed in docs/ODD.md."
)
COLUMNS = {
    "what": Words("what"),
    "value": Words("assumed"),
    "levels": Words("could also be"),
    "scenario": Words("scenario"),
    "key": Words("key"),
}
WHAT = {
    "desks.estate.order": Words("who is served next at estates"),
    "desks.community.order": Words("who is served next at communities"),
    "desks.subdistrict.order": Words("who is served next at subdistricts"),
    "desks.department.order": Words("who is served next at departments"),
    "desks.load_effect.on": Words("busy desks refer more"),
    "closure.month_end.on": Words("offices hurry before a rate is told at the month's end"),
    "closure.month_end.easy_first": Words("easy matters go first then"),
}
VALUES = {
    "priority_first_come": Words("by priority, then first come"),
    "oldest": Words("the oldest"),
    "shortest": Words("the least work"),
    "random": Words("anyone"),
    "by_age": Words("the one that has used most of its SLA"),
    True: Words("yes"),
    False: Words("no"),
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
