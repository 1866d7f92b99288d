"""``qipan import`` and ``qipan export``: groups of commands."""

from .app import Application, app

import_app = Application(
    name="import",
    help="Read a planner's own data: a table of communities, or a ledger of requests.",
    no_args_is_help=True,
)
export_app = Application(
    name="export",
    help="Write what a scenario holds as a table.",
    no_args_is_help=True,
)
app.add_typer(import_app)
app.add_typer(export_app)
