"""A report as data: what is said, tabulated and drawn, before it is HTML, Word or a workbook."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..words import Language

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_ROWS = 40  # of a table that a page shows; a workbook has them all


class Range(NamedTuple):
    """Two columns of a table that a reader sees as one, [low, high].

    Attributes
    ----------
    title : str
        Heading of the one column.
    low, high : str
        The two columns, which a workbook keeps apart.
    """

    title: str
    low: str
    high: str


@dataclass(frozen=True)
class Bars:
    """The numbers of a bar chart, for formats that draw it themselves.

    Attributes
    ----------
    names : tuple of str
        Of the bars, from the top.
    series : dict of str to tuple of float
        Values of the bars by name of the series; NaN where there is none.
    unit : str
        What the axis says.
    """

    names: tuple[str, ...]
    series: dict[str, tuple[float, ...]]
    unit: str


@dataclass(frozen=True)
class Chart:
    """A chart, which is drawn when somebody looks at it.

    Attributes
    ----------
    name : str
        File name without ending.
    caption : str
        What it shows, in one sentence.
    draw : callable
        Returns the figure.
    width : 'full' or 'half'
        Of the page; two of half width that follow each other stand side by side.
    bars : Bars or None
        Its numbers, where all that it shows are bars.
    """

    name: str
    caption: str
    draw: "Callable[[], Figure]"
    width: Literal["full", "half"] = "full"
    bars: Bars | None = None

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Contents by ending: png, svg."""
        from ..charts.picture import as_files

        return as_files(self.draw())


@dataclass(frozen=True)
class Shown:
    """A table as a reader of one language sees it.

    Attributes
    ----------
    name : str
        Name of its sheet in a workbook: at most 31 letters.
    title : str
    frame : DataFrame
        Columns named as a reader shall see them; numbers as numbers, not as text; the rows that
        matter most first.
    note : str
        What must be known to read it.
    ranges : tuple of Range
        Pairs of columns that are the two ends of an interval.
    signed : tuple of str
        Columns of changes, whose numbers carry their sign.
    by_row : bool
        Whether the numbers of a row are in one unit and share their decimals; else those of a
        column do.
    most_rows : int or None
        Rows that HTML and Word show; None for all. With 0 the table is in the workbook alone.
    most_in_word : int or None
        Rows that Word shows, where they shall be still fewer: it has no box to scroll in.
    """

    name: str
    title: str
    frame: "pd.DataFrame"
    note: str = ""
    ranges: tuple[Range, ...] = ()
    signed: tuple[str, ...] = ()
    by_row: bool = False
    most_rows: int | None = MOST_ROWS
    most_in_word: int | None = None


Table = Shown  # of the reports whose tables are still made in a language


@dataclass(frozen=True)
class Section:
    """A part of a report under a heading: paragraphs, a list, then charts, then tables.

    Attributes
    ----------
    heading : str
    paragraphs, items : tuple of str
    charts : tuple of Chart
    tables : tuple of Shown
    brief : Section or None
        What the terminal shows of it; None for nothing. See `briefly`.
    annex : bool
        Whether it stands behind the text of an official document, as an annex (附件).
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Shown, ...] = ()
    items: tuple[str, ...] = ()
    brief: "Section | None" = None
    annex: bool = False

    @property
    def shown_tables(self) -> tuple[Shown, ...]:
        """Those that a page shows."""
        return tuple(table for table in self.tables if table.most_rows != 0)

    def briefly(self, **changes: Any) -> "Section":
        """Return the section as one that the terminal shows too: without charts, as changed."""
        return replace(self, brief=replace(self, **{"charts": (), "brief": None, **changes}))


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
    def tables(self) -> tuple[Shown, ...]:
        """All tables, in order."""
        return tuple(table for section in self.sections for table in section.tables)
