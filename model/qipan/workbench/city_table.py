"""The communities of a city as a table: out to a workbook, in from one, changed cell by cell."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from ..city.places import Places, build_places
from ..errors import InputError
from ..scenario import Scenario
from ..scenario.city import Place
from ..words import Language, Words

COLUMNS = {
    "id": Words("community"),
    "subdistrict": Words("subdistrict"),
    "type": Words("type"),
    "residents": Words("residents", "census"),
    "grids": Words("grids"),
    "households": Words("households"),
    "staff": Words("office staff"),
    "x_km": Words("east, km"),
    "y_km": Words("north, km"),
}
TYPES = {  # those of base.yaml
    "old_urban": Words("old urban"),
    "commodity_housing": Words("commodity housing"),
    "resettlement": Words("resettlement"),
    "village": Words("village"),
}
NUMBERS = {
    "residents": int,
    "grids": int,
    "households": int,
    "staff": float,
    "x_km": float,
    "y_km": float,
}
OPTIONAL = ("type", "grids", "households", "staff", "x_km", "y_km")
GIVEN = ("households", "staff")  # reckoned from other numbers where a city does not give them
MOST_ROWS = 20_000

MISSING = Words("row {row}: {column} is missing")
NO_NUMBER = Words("row {row}, {column}: found “{found}”; must be a number")
NOT_WHOLE = Words("row {row}, {column}: found {found}; must be a whole number, 1 or more")
TWICE = Words("row {row}: “{found}” is there twice")
UNKNOWN_TYPE = Words("row {row}, {column}: found “{found}”; must be one of {allowed}")
NO_COLUMN = Words("the column “{column}” is missing")
NOTHING = Words("the table has no rows")
UNREADABLE = Words("this is no table: give an .xlsx or .csv file")


class TableError(InputError, ValueError):
    """All that is wrong with a table, a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


def places_of(scenario: Scenario) -> Places:
    """Return the communities of a city."""
    document = scenario.document
    return build_places(document.city, document.residents.reporting.heterogeneity_ratio)


def table_of(scenario: Scenario) -> list[dict[str, Any]]:
    """Return a row for each community."""
    places, given = places_of(scenario), scenario.document.city.communities
    return [
        {
            "id": places.ids[n],
            "subdistrict": places.subdistrict_ids[places.subdistrict[n]],
            "type": places.types[places.type[n]],
            "residents": int(places.residents[n]),
            "grids": int(places.grids[n]),
            "x_km": round(float(places.x_km[n]), 3),
            "y_km": round(float(places.y_km[n]), 3),
            **(_given(given[n]) if given else {}),
        }
        for n in range(len(places.ids))
    ]


def _given(place: Place) -> dict[str, Any]:
    said = {name: getattr(place, name) for name in GIVEN}
    return {name: value for name, value in said.items() if value is not None}


def checked(
    rows: Sequence[Mapping[str, Any]], types: Sequence[str], language: Language
) -> list[dict[str, Any]]:
    """Return rows with numbers for texts.

    Parameters
    ----------
    rows : sequence of mapping
    types : sequence of str
        Of communities that the city knows.
    language : {"en", "zh"}

    Raises
    ------
    TableError
        With all faults, by row and column.
    """
    faults: list[str] = []
    seen: set[str] = set()
    made = []
    for number, row in enumerate(rows, 1):
        clean: dict[str, Any] = {}
        for name, words in COLUMNS.items():
            where = {"row": number, "column": words.say(language)}
            text = str(row.get(name) if row.get(name) is not None else "").strip()
            if not text:
                if name not in OPTIONAL:
                    faults.append(MISSING.say(language, **where))
                continue
            clean[name] = _cell(name, text, where, faults, language)
        clean.setdefault("type", types[0])
        if clean["type"] not in types:
            faults.append(
                UNKNOWN_TYPE.say(
                    language,
                    row=number,
                    column=COLUMNS["type"].say(language),
                    found=clean["type"],
                    allowed=", ".join(types),
                )
            )
        if clean.get("id") in seen:
            faults.append(TWICE.say(language, row=number, found=clean["id"]))
        seen.add(str(clean.get("id")))
        made.append(clean)
    if not made:
        faults.append(NOTHING.say(language))
    if faults:
        raise TableError(faults)
    return made


def _cell(
    name: str, text: str, where: dict[str, Any], faults: list[str], language: Language
) -> Any:
    kind = NUMBERS.get(name)
    if kind is None:
        return text
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        faults.append(NO_NUMBER.say(language, **where, found=text))
        return None
    if kind is int and (number != number or number < 1 or number != int(number)):
        faults.append(NOT_WHOLE.say(language, **where, found=text))
        return None
    return kind(number)


def as_scenario(scenario: Scenario, rows: Sequence[Mapping[str, Any]], base: str) -> dict[str, Any]:
    """Return the scenario file of a city with these communities, all else as in `base`."""
    title = scenario.document.title
    areas = {place.id: place.area_km2 for place in scenario.document.city.communities}
    city: dict[str, Any] = {
        "communities": [
            {**row, **({"area_km2": area} if (area := areas.get(row["id"])) is not None else {})}
            for row in rows
        ]
    }
    for key in ("community_count", "subdistrict_count", "residents", "villages", "dedicated_grids"):
        if getattr(scenario.document.city, key) is not None:
            city[key] = None
    return {
        "extends": base,
        "name": scenario.name,
        "title": {"en": title.en, "zh": title.zh},
        "city": city,
    }


def workbook_of(rows: Sequence[Mapping[str, Any]], language: Language) -> bytes:
    """Return the table as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "communities" if language == "en" else "社区"
    sheet.append([words.say(language) for words in COLUMNS.values()])
    for row in rows:
        sheet.append([row.get(name) for name in COLUMNS])
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_table(content: bytes, language: Language) -> list[dict[str, Any]]:
    """Return the rows of an .xlsx or .csv file, by the columns' names in either language.

    Raises
    ------
    TableError
        If it is no table, or lacks a column.
    """
    cells = _cells(content, language)
    if not cells:
        raise TableError([NOTHING.say(language)])
    heads = {str(head).strip().lower(): n for n, head in enumerate(cells[0]) if head is not None}
    where: dict[str, int] = {}
    for name, words in COLUMNS.items():
        for spelt in (name, words.en, words.zh):
            if spelt.lower() in heads:
                where[name] = heads[spelt.lower()]
    needed = ("id", "subdistrict", "residents")
    lacking = [name for name in needed if name not in where]
    if lacking:
        raise TableError(
            [NO_COLUMN.say(language, column=COLUMNS[n].say(language)) for n in lacking]
        )
    kept = [row for row in cells[1:] if any(str(c or "").strip() for c in row)][:MOST_ROWS]
    return [{name: row[n] for name, n in where.items() if n < len(row)} for row in kept]


def _cells(content: bytes, language: Language) -> list[list[Any]]:
    if content[:2] == b"PK":
        from openpyxl import load_workbook

        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        except Exception:  # whatever a broken archive makes the reader say
            raise TableError([UNREADABLE.say(language)]) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding))))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise TableError([UNREADABLE.say(language)])
