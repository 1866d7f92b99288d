"""A report as data: what is said, tabulated and drawn, before it is HTML, Word or a workbook."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .language import Language

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Chart:
    """A drawn chart.

    Attributes
    ----------
    name : str
        File name without ending.
    caption : str
        What it shows, in one sentence.
    files : dict of str to bytes
        Contents by ending: png, svg.
    """

    name: str
    caption: str
    files: dict[str, bytes]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    name : str
        Name of its sheet in a workbook: at most 31 letters.
    title : str
    frame : DataFrame
        Columns named as a reader shall see them; numbers as numbers, not as text.
    note : str
        What must be known to read it.
    """

    name: str
    title: str
    frame: "pd.DataFrame"
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a report under a heading: paragraphs, then charts, then tables."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Report:
    """All of a report, in one language.

    Attributes
    ----------
    language : 'en' or 'zh'
    title, question : str
    answer : str
        Two sentences, with numbers.
    sections : tuple of Section
        Findings, then method, provenance of every input, seeds and versions.
    command : str
        What reproduces it.
    """

    language: Language
    title: str
    question: str
    answer: str
    sections: tuple[Section, ...]
    command: str

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, in order."""
        return tuple(chart for section in self.sections for chart in section.charts)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in order."""
        return tuple(table for section in self.sections for table in section.tables)
