"""What every study hands back: tables, an answer, pictures, a report, and files."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..scenario import Scenario
from .csv_files import write_csv
from .file_formats import write_json, write_more
from .result_folder import (
    MANIFEST,
    RUN_INFO,
    StrPath,
    check_writable,
    whole_folder,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..report.document import Report
    from ..report.table import Table
    from ..words import Language


class Result(Protocol):
    """Result of a study: runs, a comparison, an attribution, a sweep, a search, an allocation."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What it is about."""
        ...

    @property
    def complete(self) -> bool:
        """Whether nothing was stopped before its end."""
        ...

    @property
    def tables(self) -> "Mapping[str, Table]":
        """Tables by name; each is written to a CSV file."""
        ...

    def manifest(self) -> dict[str, Any]:
        """Say what decides the results, and nothing else."""
        ...

    def write_data(self, folder: Path) -> None:
        """Write what is no table: a summary, replications, points."""
        ...

    def report(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report; `command` is what reproduces it."""
        ...

    def told(self, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report, with a failed proof of a scenario beside its answer."""
        ...

    def cautions(self, language: "Language" = "en") -> tuple[str, ...]:
        """Sentences that must be known to read the numbers."""
        ...

    def answer(self, language: "Language" = "en") -> str:
        """Answer the question in a few sentences."""
        ...

    def plot(self, name: str | None = None, language: "Language" = "en") -> "Figure":
        """Draw a chart of the report: the first if none is named."""
        ...

    def write(self, path: StrPath, *, more: Mapping[str, bytes], **info: Any) -> None:
        """Write a result folder with further files, such as a report."""
        ...

    def save(self, folder: StrPath, *, report: bool = True, language: "Language" = "en") -> Path:
        """Write a result folder, with a report or with its charts alone."""
        ...

    def _repr_html_(self) -> str: ...


class Study:
    """The part of a `Result` that follows from its tables and its report."""

    @property
    def complete(self) -> bool:
        """Whether nothing was stopped: of most studies, what is stopped hands nothing back."""
        return True

    def write_data(self, folder: Path) -> None:
        """Write nothing: some studies are their tables."""

    def told(self: Result, language: "Language" = "en", command: str = "") -> "Report":
        """Write the report, with a failed proof of a scenario beside its answer."""
        from ..report.parts.proof import with_proof

        return with_proof(self.report(language, command), self.scenarios)

    def cautions(self: Result, language: "Language" = "en") -> tuple[str, ...]:
        """Sentences that must be known to read the numbers: those of the report."""
        return tuple(s for part in self.report(language).sections for s in part.items)

    def answer(self: Result, language: "Language" = "en") -> str:
        """Answer the question in a few sentences."""
        return self.told(language).answer

    def plot(self: Result, name: str | None = None, language: "Language" = "en") -> "Figure":
        """Draw a chart of the report: the first if none is named.

        Raises
        ------
        LookupError
            If there is none of that name.
        """
        charts = {chart.name: chart for chart in self.report(language).charts}
        wanted = next(iter(charts), "") if name is None else name
        if wanted not in charts:
            there = ", ".join(charts) or "none"
            raise LookupError(f"no chart named {wanted!r}; there are: {there}")
        return charts[wanted].draw()

    def write(self: Result, path: StrPath, *, more: Mapping[str, bytes], **info: Any) -> None:
        """Write a result folder, whole or not at all.

        Parameters
        ----------
        path : path
        more : mapping of str to bytes
            Further files by path, such as a report.
        **info
            What may differ between identical runs, beside what is always told: seconds, jobs.

        Raises
        ------
        ResultFolderError
            If it cannot be written.
        """
        from .replications_written import run_info

        with whole_folder(path) as folder:
            write_json(folder / MANIFEST, self.manifest())
            write_json(folder / RUN_INFO, run_info(**info))
            for name, table in self.tables.items():
                write_csv(table.frame, folder / f"{name}.csv")
            self.write_data(folder)
            write_more(folder, more)

    def save(
        self: Result, folder: StrPath, *, report: bool = True, language: "Language" = "en"
    ) -> Path:
        """Write a result folder, with a report or with its charts alone.

        Raises
        ------
        ResultFolderError
            If it cannot be written.
        """
        from ..report.render.files import chart_files, report_files

        check_writable(folder)
        begun = time.perf_counter()
        made = self.told(language)
        more = report_files(made) if report else chart_files(made)
        self.write(folder, more=more, seconds=time.perf_counter() - begun, jobs=1)
        return Path(folder)

    def _repr_html_(self: Result) -> str:
        """Show what it is and its first table in a notebook."""
        from ..report.render.notebook import as_panel

        return as_panel(self)
