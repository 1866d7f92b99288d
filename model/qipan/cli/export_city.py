"""``qipan export city``."""

from pathlib import Path
from typing import Annotated

import typer

from ..words import Phrase
from .app import tell
from .import_group import export_app
from .options import Lang, ScenarioFile


@export_app.command(name="city")
def export_city(
    scenario: ScenarioFile,
    out: Annotated[Path, typer.Option(help="Table to write: .csv or .xlsx.")],
    lang: Lang = "zh",
    replace: Annotated[bool, typer.Option("--replace", help="Replace a file there is.")] = False,
) -> None:
    """Write the communities of a scenario as a table that `qipan import city` reads back.

    Of a city that lists its communities it holds what is listed; of one that generates them, those
    that were drawn: a form to fill in.

    Example: qipan export city fuding --out fuding.xlsx
    """
    from ..imports.census.export import ENDINGS, rows_of, table_of
    from ..imports.refused import refused
    from ..imports.written_files import check_free, write_all
    from ..scenario import load

    if out.suffix not in ENDINGS:
        raise refused(str(out), Phrase("must end in .csv or .xlsx"))
    check_free([out], replace)
    rows = rows_of(load(scenario))
    write_all({out: table_of(rows, out.suffix, lang)})
    tell(Phrase("Written: {out}, {number} communities.", out=out, number=len(rows)))
