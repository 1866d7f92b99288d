"""``qipan import city``."""

from pathlib import Path
from typing import Annotated

import typer

from ..words import Phrase, Words, in_language, spoken
from .app import FAULTY, tell
from .import_group import import_app

Tables = Annotated[
    list[str],
    typer.Argument(
        metavar="TABLE...",
        help="CSV in any usual encoding, xlsx, xls, ods or Parquet; also packed (gz, zip).",
    ),
]
Map = Annotated[
    Path | None,
    typer.Option(
        "--map", metavar="FILE", help="Which column is what, as an earlier import wrote it."
    ),
]
RIGHT = Words("Are these columns right?")
Replace = Annotated[bool, typer.Option("--replace", help="Replace files of an earlier import.")]
Yes = Annotated[bool, typer.Option("--yes", help="Take the columns that were found; do not ask.")]


@import_app.command(name="city")
def import_city(
    tables: Tables,
    out: Annotated[Path, typer.Option(help="Scenario to write, such as city.yaml.")],
    extends: Annotated[
        str, typer.Option(metavar="SCENARIO", help="What says everything else.")
    ] = "base",
    map_: Map = None,
    polygons: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="GeoJSON with the boundary of each community."),
    ] = None,
    city: Annotated[
        str | None, typer.Option(help="Title of the city.  (default: name of OUT)")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Title of the table.  (default: its file name)")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who issued the table.")] = None,
    date: Annotated[str | None, typer.Option(help="Of what date the table is.")] = None,
    yes: Yes = False,
    replace: Replace = False,
) -> None:
    """Make a scenario of a city from a table of its communities.

    Columns are found by their headers, Chinese or English: name, subdistrict, residents; and
    households, grids, staff, cadres, type, area, coordinates where there are. What was found is
    shown, and kept in a map beside the scenario; with --map nothing is guessed or asked. All
    numbers count as stated by the table. Cadres go into a plan of today beside the scenario. What
    is wrong is listed by row and column, all at once, and then nothing is written.

    Examples
    --------
    qipan import city communities.xlsx --out city.yaml

    qipan import city 2025.csv --out city.yaml --map city.map.yaml --replace
    """
    from ..imports.census.importing import CityAsked, import_city_table

    asked = CityAsked(
        tables=tuple(tables),
        out=out,
        base=extends,
        map=map_,
        polygons=polygons,
        city=city,
        title=title,
        publisher=publisher,
        date=date,
        replace=replace,
    )
    read = import_city_table(asked)
    for line in read.told:
        tell(line)
    if not (yes or map_ or confirmed()):
        tell(Phrase("Nothing was written."))
        raise typer.Exit(FAULTY)
    for file in read.write():
        tell(Phrase("Written: {file}", file=file))
    tell(Phrase("Next: qipan check {out}; then qipan run {out}", out=out))


def confirmed() -> bool:
    """Ask somebody at a terminal whether columns are right; where nobody is, they are shown."""
    import sys

    if not sys.stdin.isatty():
        return True
    return typer.confirm(in_language(RIGHT, spoken()), default=True)
