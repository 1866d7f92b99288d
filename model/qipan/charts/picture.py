"""A figure as files."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from .style import DOTS_PER_INCH, drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..report.document import Bars, Chart

FORMS = ("png", "svg")


def as_chart(
    figure: "Figure | Callable[[], Figure]", name: str, caption: str, bars: "Bars | None" = None
) -> "Chart":
    """Return a figure, or what draws it, as a chart of a report.

    Parameters
    ----------
    figure : Figure or callable
        As one of the functions of this package returns it; or what returns it, to be drawn only
        when somebody looks at it.
    name : str
        File name without ending.
    caption : str
        What it shows, in one sentence.
    bars : Bars, optional
        Its numbers, if all that it shows are bars.
    """
    from ..report.document import Chart

    return Chart(name, caption, figure if callable(figure) else lambda: figure, bars=bars)


def as_files(figure: "Figure") -> dict[str, bytes]:
    """Return a figure as PNG and SVG, by ending; the same figure, the same bytes.

    Letters are paths in the SVG, so that it looks the same where the font is not installed.
    """
    return {form: as_bytes(figure, form) for form in FORMS}


def as_bytes(figure: "Figure", form: str) -> bytes:
    """Return a figure as the content of a png or svg file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.BytesIO()
    shown_at, canvas = figure.dpi, figure.canvas
    with drawing():  # `savefig` would draw it twice, to lay out what is laid out already
        try:
            figure.dpi = DOTS_PER_INCH
            if form == "svg":
                FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})
            else:
                FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None})
        finally:
            figure.dpi = shown_at
            figure.set_canvas(canvas)
    return buffer.getvalue()


def chart_files(charts: "dict[str, Figure]") -> dict[str, bytes]:
    """Return the contents of the files of several figures, by file name."""
    return {
        f"{name}.{form}": as_bytes(figure, form)
        for name, figure in charts.items()
        for form in FORMS
    }
