"""An empty table of the terminal."""

from collections.abc import Sequence

from rich import box
from rich.table import Table


def table(title: str, names: Sequence[str], left: int = 1) -> Table:
    """Return an empty table; all columns but the first `left` are of numbers."""
    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for at, name in enumerate(names):
        made.add_column(name, justify="left" if at < left else "right")
    return made
