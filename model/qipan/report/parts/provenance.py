"""Where every number of the scenarios comes from, the doubtful ones first."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...scenario import Scenario
from ...scenario.grounds import grounds, is_active
from ...scenario.key_names import key_name
from ...scenario.provenance import ProvenanceRow
from ...scenario.said_basis import said_basis
from ...words import Language, Words
from .. import glossary
from ..assumptions import is_at_an_end
from ..document import Range, Section, Table
from .structure import structure_table

MOST_COUNTED = 2  # scenarios whose numbers are counted in a sentence
AND_SO_ON = Words("The other {count} scenarios differ from these as told above.")
MOST_IN_WORD = 60  # rows: of some hundreds, which HTML and the workbook have
HEADING = Words("Where the inputs come from")
COUNTED = Words("“{title}” rests on {all:,} numbers: {counts}.")
INACTIVE = Words("{number:,} more stand in blocks that are switched off; nothing depends on them.")
STRAINED = Words("{strained} of {assumed} assumed numbers lie within 5 % of an end of their range.")
MEANING = Words(
    "Stated: the city's own text says so. Stated of other cities: another city's text says "
    "so of itself. Literature: another publication does. Derived: worked out from these. "
    "Assumed: nobody has published it; the range says what is defensible. Chosen: the "
    "analyst's to set, such as the length of the horizon."
)
ORDER = Words(
    "Assumed numbers stand first, those with the widest ranges before the others. How much "
    "each one moves the answer is not measured here; `qipan sweep` does that."
)
BY_INFLUENCE = Words(
    "Assumed numbers stand first, those that move the answer most before the others."
)
TABLE = Words("Every number of the scenarios")
TABLE_NOTE = Words("Reasons and derivations are quoted from the scenario files.")
SHEET = Words("inputs")
SOURCES = Words("Sources")
SOURCES_SHEET = Words("sources")
ALL_SCENARIOS = Words("all")
NO_DATE = Words("undated")
KINDS = {
    "case": Words("a city's own account"),
    "literature": Words("other publication"),
}
BASIS = Words.of("{basis} ({note})", "{basis}（{note}）")
COLUMNS = {
    "key": Words("key"),
    "name": Words("name"),
    "value": Words("value"),
    "low": Words("range, low"),
    "high": Words("range, high"),
    "range": Words("range"),
    "unit": Words("unit"),
    "status": Words("status"),
    "basis": Words("rests on"),
    "where": Words("file, line"),
    "scenario": Words("scenario"),
    "influence": Words("influence"),
    "source": Words("source", "code"),
    "title": Words("title"),
    "publisher": Words("publisher"),
    "date": Words("date"),
    "kind": Words("kind"),
    "address": Words("address"),
}


def provenance_section(
    scenarios: Sequence[Scenario],
    language: Language,
    influence: Mapping[str, float] | None = None,
) -> Section:
    """Return the section with every number of the scenarios, and the sources it rests on.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Numbers that all of them have in common are listed once.
    language : Language
    influence : mapping of str to float, optional
        By key, how much a number moves the answer, where that was measured.
    """
    counted = [_counted(scenario, language) for scenario in scenarios[:MOST_COUNTED]]
    if len(scenarios) > MOST_COUNTED:
        counted.append(AND_SO_ON.say(language, count=len(scenarios) - MOST_COUNTED))
    paragraphs = [*counted, MEANING.say(language)]
    paragraphs.append((BY_INFLUENCE if influence else ORDER).say(language))
    tables = [
        inputs_table(scenarios, language, influence),
        structure_table(scenarios, language),
    ]
    if any(scenario.document.sources for scenario in scenarios):
        tables.append(sources_table(scenarios, language))
    return Section(HEADING.say(language), tuple(paragraphs), tables=tuple(tables), annex=True)


def _counted(scenario: Scenario, language: Language) -> str:
    found = grounds(scenario)
    rows = [row for row in scenario.provenance if is_active(scenario, row)]
    told = (", " if language == "en" else "，").join(
        f"{number} {glossary.term(glossary.STATUSES, status, language)}"
        if language == "en"
        else f"{glossary.term(glossary.STATUSES, status, language)} {number} 项"
        for status, number in found.acting.items()
        if number
    )
    title = glossary.title(scenario, language)
    said = [COUNTED.say(language, title=title, all=len(rows), counts=told)]
    if found.inactive:
        said.append(INACTIVE.say(language, number=found.inactive))
    assumed = [row for row in rows if row.status == "assumed"]
    if assumed:
        strained = sum(map(is_at_an_end, assumed))
        said.append(STRAINED.say(language, strained=strained, assumed=len(assumed)))
    return (" " if language == "en" else "").join(said)


def inputs_table(
    scenarios: Sequence[Scenario],
    language: Language,
    influence: Mapping[str, float] | None = None,
) -> Table:
    """Tabulate every number of the scenarios."""
    say = {name: words.say(language) for name, words in COLUMNS.items()}
    rows = sorted(_together(scenarios, language), key=lambda pair: _rank(pair[1], influence or {}))
    several = len(scenarios) > 1

    def named(key: str) -> dict[str, str]:
        known = key_name(key, language, scenarios[0])
        return {} if language == "en" else {say["name"]: known}

    data: list[dict[str, Any]] = []
    for where, row in rows:
        low, high = row.range or (math.nan, math.nan)
        cells: dict[str, Any] = {
            say["key"]: row.key,
            **named(row.key),
            say["value"]: row.value,
            say["low"]: low,
            say["high"]: high,
            say["unit"]: glossary.unit(row.unit, language),
            say["status"]: glossary.term(glossary.STATUSES, row.status, language),
            say["basis"]: _basis(row, language),
        }
        if influence:
            cells[say["influence"]] = influence.get(row.key, math.nan)
        if several:
            cells[say["scenario"]] = where
        data.append(cells)
    return Table(
        name=SHEET.say(language),
        title=TABLE.say(language),
        frame=pd.DataFrame(data).astype({say["value"]: object} if data else {}),
        note=TABLE_NOTE.say(language),
        ranges=(Range(say["range"], say["low"], say["high"]),),
        by_row=True,
        most_rows=None,
        most_in_word=MOST_IN_WORD,
    )


def _together(scenarios: Sequence[Scenario], language: Language) -> list[tuple[str, ProvenanceRow]]:
    """Rows with the names of the scenarios that have them; those of all are found once."""
    found: dict[tuple[Any, ...], tuple[ProvenanceRow, list[str]]] = {}
    for scenario in scenarios:
        for row in scenario.provenance:
            same = (row.key, repr(row.value), row.status, row.basis, row.range)
            found.setdefault(same, (row, []))[1].append(scenario.name)
    everywhere = ALL_SCENARIOS.say(language)
    return [
        (everywhere if len(names) == len(scenarios) else ", ".join(names), row)
        for row, names in found.values()
    ]


def _rank(row: ProvenanceRow, influence: Mapping[str, float]) -> tuple[int, float, float, str]:
    """Doubtful ones first; among them the influential, then those of the widest range."""
    order = ("unmarked", "assumed", "derived", "literature", "elsewhere", "stated", "chosen")
    return order.index(row.status), -abs(influence.get(row.key, 0.0)), -_width(row), row.key


def _width(row: ProvenanceRow) -> float:
    """How wide the range is, beside its middle."""
    if row.range is None:
        return 0.0
    low, high = row.range
    middle = (abs(low) + abs(high)) / 2.0
    return (high - low) / middle if middle > 0.0 else 0.0


def _basis(row: ProvenanceRow, language: Language) -> str:
    basis, note = (said_basis(text or "", language) for text in (row.basis, row.note))
    return BASIS.say(language, basis=basis, note=note) if note else basis


def sources_table(scenarios: Sequence[Scenario], language: Language) -> Table:
    """Tabulate the publications that the scenarios name, those that a number rests on first."""
    say = {name: words.say(language) for name, words in COLUMNS.items()}
    used = Counter(row.source for s in scenarios for row in s.provenance if row.source)
    targets = {t.published_in for s in scenarios for t in s.document.targets.values()}
    sources = {name: source for s in scenarios for name, source in s.document.sources.items()}
    names = sorted(sources, key=lambda name: (name not in used and name not in targets, name))
    data = [
        {
            say["source"]: name,
            say["title"]: sources[name].title,
            say["publisher"]: sources[name].publisher,
            say["date"]: _date(sources[name].date, language),
            say["kind"]: KINDS[sources[name].kind].say(language),
            say["address"]: sources[name].address or "",
        }
        for name in names
    ]
    frame = pd.DataFrame(data)
    if not frame[say["address"]].any():
        frame = frame.drop(columns=say["address"])
    return Table(SOURCES_SHEET.say(language), SOURCES.say(language), frame, most_rows=None)


def _date(date: str, language: Language) -> str:
    return NO_DATE.say(language) if date == "undated" else date
