"""``qipan site``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .report_options import writes_report

if TYPE_CHECKING:
    from ..report.reporting import Reporting
    from ..siting.site_file import SiteFile


@app.command(name="site")
@writes_report
def site_(
    file: Annotated[str, typer.Argument(metavar="SITE", help="A siting file (YAML).")],
    out: Annotated[
        Path | None, typer.Option(help="Result folder.  (default: results/SITE_site)")
    ] = None,
    *,
    reporting: "Reporting",
) -> None:
    """Choose where service centres should stand.

    A siting file names a scenario, how many centres there are to be or how many residents they are
    to cover, and sites that exist, are forbidden or may be opened. Chosen are the sites with the
    shortest ways (p-median), the most residents covered, or the fewest centres, under capacities
    if there are any, with proof. Writes sites.csv, places.csv, ways.csv, a report with a map, and
    trial.yaml, a question for qipan compare that tries the sites by simulation.

    Examples
    --------
    qipan site experiments/sites/tiny.yaml
    """
    from ..siting.site_file import load_sites

    given = load_sites(file)
    site_and_report(given, out or Path("results") / f"{given.name}_site", reporting)


def site_and_report(given: "SiteFile", folder: Path, reporting: "Reporting") -> bool:
    """Choose, write the result folder and show the report; whether all is there."""
    from ..siting.sited import site_centres
    from .pipeline import carried_out
    from .watched import STOPPED

    return carried_out(lambda _: site_centres(given), folder, reporting, jobs=1, nothing=STOPPED)
