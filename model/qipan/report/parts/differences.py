"""What differs between scenarios: every key, switches and calendars as well as numbers."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from ...scenario import Scenario
from ...scenario.document import WITHOUT_EFFECT
from ...words import Language, Words
from .. import glossary
from ..document import Section, Table
from ..numbers import NONE

HEADING = Words("What differs between the scenarios")
SAYS = Words("Entries of the scenario files that differ: {count}. All others are the same.")
SAME = Words("The scenarios say the same: their results are the same too.")
SHEET = Words("what differs")
TITLE = Words("What differs")
NOTE = Words(
    "“{none}”: not given there. What belongs to a mechanism acts only where it is in force."
)
SUBJECT = Words("what")
KEY = Words("key")
YES, NO = Words("yes"), Words("no")


def differences_section(scenarios: Sequence[Scenario], language: Language) -> Section:
    """Return the section with the table of differences; a sentence if there are none."""
    table = differences_table(scenarios, language)
    if len(table.frame) == 0:
        return Section(HEADING.say(language), (SAME.say(language),))
    said = SAYS.say(language, count=len(table.frame))
    return Section(HEADING.say(language), (said,), tables=(table,))


def differences_table(scenarios: Sequence[Scenario], language: Language) -> Table:
    """Tabulate what differs, a row an entry and a column a scenario."""
    flat = [dict(_flat(s.document.model_dump(mode="json"), "")) for s in scenarios]
    keys = list(dict.fromkeys(key for entries in flat for key in entries))
    names = unique([glossary.title(s, language) for s in scenarios])
    differing = [
        key
        for key in keys
        if not key.split(".")[0].startswith(tuple(WITHOUT_EFFECT))
        and len({_as_text(entries.get(key)) for entries in flat}) > 1
    ]
    columns: dict[str, list[Any]] = {
        SUBJECT.say(language): [glossary.key(scenarios[0], key, language) for key in differing]
    }
    for name, entries in zip(names, flat, strict=True):
        columns[name] = [_shown(entries.get(key), language) for key in differing]
    columns[KEY.say(language)] = differing
    frame = pd.DataFrame({name: pd.Series(v, dtype=object) for name, v in columns.items()})
    note = NOTE.say(language, none=NONE)
    return Table(SHEET.say(language), TITLE.say(language), frame, note, by_row=True)


def unique(names: Sequence[str]) -> list[str]:
    """Names of columns, no two alike."""
    out: list[str] = []
    for name in names:
        new, number = name, 2
        while new in out:
            new, number = f"{name} ({number})", number + 1
        out.append(new)
    return out


def _flat(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every entry with its dotted key; what is not given is left out."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _flat(entry, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for place, item in enumerate(value):
            yield from _flat(item, f"{path}[{place}]")
    elif value is not None:
        yield path, value


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _shown(value: Any, language: Language) -> Any:
    if isinstance(value, bool):
        return (YES if value else NO).say(language)
    return value
