"""``qipan fit``."""

from pathlib import Path
from typing import Annotated

import typer

from ..runs.bounds import MOST_SEED
from .app import app
from .options import Lang, ProgressAs, finite


@app.command(name="fit")
def fit_(
    ctx: typer.Context,
    ledger: Annotated[
        str, typer.Argument(metavar="LEDGER", help="A ledger from `qipan import ledger`.")
    ],
    out: Annotated[Path, typer.Option(help="Result folder, as fits/NAME.")],
    base: Annotated[
        str, typer.Option(help="Scenario that is extended, a file or a name.")
    ] = "base",
    residents: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Residents of areas: columns area and residents."),
    ] = None,
    holidays: Annotated[
        str | None,
        typer.Option(
            metavar="CODE|CSV",
            help="Country (CN, US-MO), or a file with the columns date and name.  (default: none)",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="First day that is not read.  (default: all are)"),
    ] = None,
    hold_out: Annotated[
        float,
        typer.Option(min=0.05, max=0.8, callback=finite, help="Share of days held out as proof."),
    ] = 0.2,
    draws: Annotated[int, typer.Option(min=2, max=1000, help="Scenarios of the ensemble.")] = 40,
    frame: Annotated[
        str,
        typer.Option(
            metavar="opened|open_at_start:DATE|sample:SHARE",
            help="How the rows came into the ledger.",
        ),
    ] = "opened",
    kinds: Annotated[
        int, typer.Option(min=1, max=60, help="Most frequent kinds; the rest is `other`.")
    ] = 12,
    areas: Annotated[
        int, typer.Option(min=1, max=300, help="Most frequent areas; the rest is `other`.")
    ] = 40,
    kind_level: Annotated[int, typer.Option(min=1, max=5, help="Level of categories.")] = 1,
    area_level: Annotated[int, typer.Option(min=1, max=5, help="Level of areas.")] = 1,
    days: Annotated[
        int, typer.Option(min=28, max=730, help="Measured days of the scenario.")
    ] = 365,
    gaps_true: Annotated[
        bool, typer.Option("--gaps-true", help="Weeks without rows were quiet, not lost.")
    ] = False,
    arrivals_only: Annotated[
        bool, typer.Option("--arrivals-only", help="Leave times to close unread.")
    ] = False,
    staff: Annotated[
        Path | None,
        typer.Option(
            metavar="TABLE",
            help="Who works where and when: columns department, people, days, hours.",
        ),
    ] = None,
    status_on: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Day on which statuses were taken.  (default: the day after the last opening)",
        ),
    ] = None,
    queue: Annotated[
        bool,
        typer.Option("--queue", help="Own staff closes the requests: look for a queue."),
    ] = False,
    seed: Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Seed of all draws.")] = 1,
    lang: Lang = "en",
    progress: ProgressAs = "bar",
) -> None:
    """Turn a ledger of requests into a scenario, an ensemble and a proof.

    The last part of the ledger is forecast from what was there before, and scored beside naive
    methods, in every run. Staff, work and load are not identified by a ledger: the scenario has
    waits and no queue, unless --staff is given and the ledger shows a desk at its capacity. A fit
    whose 90 % intervals hold less than 80 % is marked as not validated.

    Examples
    --------
    qipan fit ledger.parquet --out fits/xilu --holidays CN --lang zh
    """
    from ..fit.fit import Settings
    from ..fit.queue.staff import read_staff
    from ..fit.settings import day_asked, first_day, residents_of, sample_share
    from ..imports.ledgers.ledger import read_ledger
    from ..scenario import load
    from .fitting import Asked, fit_and_report
    from .options import told_as
    from .report_options import typed

    with told_as(progress, "fit"):
        settings = Settings(
            until=day_asked(until),
            hold_out=hold_out,
            draws=draws,
            kinds=kinds,
            areas=areas,
            kind_level=kind_level,
            area_level=area_level,
            holidays=holidays,
            sample=sample_share(frame),
            since=first_day(frame),
            residents=residents_of(residents),
            days=days,
            seed=seed,
            gaps_true=gaps_true,
            arrivals_only=arrivals_only,
            queue=queue,
            status_on=day_asked(status_on, "--status-on"),
            staff=read_staff(staff) if staff else (),
        )
        asked = Asked(out, out.name, load(base), base, typed(ctx), lang)
        fit_and_report(read_ledger(ledger), settings, asked)
