"""What ``qipan store`` shows and does."""

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from ..report.console import console
from ..runs.store import overview as kept
from ..runs.store.overview import Version, overview


def show_store(folder: Path, *, prune: bool, clear: bool) -> None:
    """Show what a store holds, after removing what is to be removed.

    Raises
    ------
    StoreError
        If there is no store at `folder`, or the disk refuses.
    """
    out = console()
    if prune or clear:
        _say_removed(*kept.prune(folder, everything=clear), out)
    versions = overview(folder)
    if not versions:
        out.print(f"{folder}: empty", highlight=False)
        return
    out.print(_table(folder, versions))
    others = [version for version in versions if not version.current]
    if others:
        out.print(
            "Only what this version has made is used again; `qipan store --prune` removes the "
            "rest.",
            highlight=False,
        )


def _say_removed(removed: Sequence[Version], used: Sequence[Version], out: Console) -> None:
    freed = megabytes(sum(version.size for version in removed))
    entries = sum(version.full + version.city for version in removed)
    out.print(f"Removed {entries:,} replications, {freed}.", highlight=False)
    for version in used:
        out.print(f"Left {version.name}: a run is using it.", highlight=False)


def _table(folder: Path, versions: Sequence[Version]) -> Table:
    table = Table(title=str(folder), title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    table.add_column("version", no_wrap=True)
    for name in ("in full", "city-wide", "failed", "size"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("last written", no_wrap=True)
    for version in versions:
        used = version.last_used.astimezone()
        table.add_row(
            f"{version.name} (qipan {version.qipan}{', this one' if version.current else ''})",
            f"{version.full:,}",
            f"{version.city:,}",
            f"{version.failures:,}",
            megabytes(version.size),
            f"{used:%Y-%m-%d %H:%M}",
        )
    return table


def megabytes(size: int) -> str:
    """Size in bytes as people read it."""
    return f"{size / 1e6:,.1f} MB"
