"""The command line, a file for each command: ``qipan check``, ``qipan run`` and so on.

Commands import what they call on first use, so that `qipan check` does not wait for the engine.
A command must not compute: it reads options, calls a study and shows its report.
"""

from . import (
    allocate,
    attribute,
    calibrate,
    check,
    compare,
    export_city,
    fit,
    import_city,
    import_ledger,
    measure_next,
    new,
    plan,
    predict,
    reproduce,
    run,
    seek,
    site,
    store,
    sweep,
    targets,
    workbench,
    worth,
)
from .app import app

__all__ = [
    "allocate",
    "app",
    "attribute",
    "calibrate",
    "check",
    "compare",
    "export_city",
    "fit",
    "import_city",
    "import_ledger",
    "measure_next",
    "new",
    "plan",
    "predict",
    "reproduce",
    "run",
    "seek",
    "site",
    "store",
    "sweep",
    "targets",
    "workbench",
    "worth",
]
