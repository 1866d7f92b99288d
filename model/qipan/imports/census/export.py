"""The table of a city's communities, as `qipan import city` reads it back."""

import csv
import io
from collections.abc import Sequence
from typing import Literal

from ...scenario import Scenario
from .columns import HEADERS_ZH, TYPE_WORDS
from .place_row import PlaceRow

Language = Literal["en", "zh"]
ENDINGS = (".csv", ".xlsx")


def rows_of(scenario: Scenario) -> list[PlaceRow]:
    """Return the communities of a scenario: as they are listed, or as they were generated."""
    city, sent = scenario.document.city, scenario.document.policy.sent_down
    cadres = sent.allocation if sent.on else {}
    if not city.communities:
        return _generated(scenario)
    return [
        PlaceRow(
            name=place.id,
            subdistrict=place.subdistrict,
            residents=place.residents,
            type=place.type,
            households=place.households,
            grids=place.grids,
            staff=place.staff,
            cadres=_whole(cadres.get(place.id, 0)) if cadres else None,
            area_km2=place.area_km2,
            x_km=place.x_km,
            y_km=place.y_km,
        )
        for place in city.communities
    ]


def table_of(rows: Sequence[PlaceRow], ending: str, language: Language = "zh") -> bytes:
    """Write a table of communities; columns that say nothing are left out.

    Parameters
    ----------
    rows : sequence of PlaceRow
    ending : str
        `.csv` (UTF-8 with the mark by which Excel knows it) or `.xlsx`.
    language : 'en' or 'zh'
        Of the header and of the types of communities.
    """
    keys = [key for key in HEADERS_ZH if any(getattr(row, key) is not None for row in rows)]
    lines: list[list[object]] = [[HEADERS_ZH[key] if language == "zh" else key for key in keys]]
    lines += [[_said(getattr(row, key), key, language) for key in keys] for row in rows]
    return _workbook(lines) if ending == ".xlsx" else _csv(lines)


def _said(value: object, key: str, language: Language) -> object:
    if key == "type" and language == "zh" and value in TYPE_WORDS:
        return TYPE_WORDS[str(value)][0]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _generated(scenario: Scenario) -> list[PlaceRow]:
    from ...city.places import build_places

    document = scenario.document
    places = build_places(document.city, document.residents.reporting.heterogeneity_ratio)
    subdistricts = [places.subdistrict_ids[n] for n in places.subdistrict.tolist()]
    return [
        PlaceRow(
            name=name,
            subdistrict=subdistricts[n],
            residents=int(places.residents[n]),
            type=places.types[places.type[n]],
            grids=int(places.grids[n]),
            x_km=round(float(places.x_km[n]), 3),
            y_km=round(float(places.y_km[n]), 3),
        )
        for n, name in enumerate(places.ids)
    ]


def _whole(cadres: float) -> int:
    return round(cadres)


def _csv(lines: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _workbook(lines: Sequence[Sequence[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    sheet.freeze_panes = "B2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
