"""A sheet for a chart: title above, note below, room for axes between."""

from typing import TYPE_CHECKING, Any

from .letters import LINE_SPACING, height_of, quoted, wrap
from .style import SMALL, SOFT, TEXT, TITLE, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS = 72.0  # an inch
MARGIN = 6.0  # points around everything
BOLD = 0.35  # points by which the letters of a title are thickened: the font has no bold


def page(
    title: str,
    note: str = "",
    *,
    height: float = 3.5,
    width: float = WIDTH,
    rows: int = 1,
    columns: int = 1,
    foot: float = 0.0,
    **grid: Any,
) -> "tuple[Figure, list[Axes]]":
    """Return a figure with its axes; long titles and notes are wrapped and make it higher.

    Parameters
    ----------
    title, note : str
        What follows a line break in the title is a subtitle.
    height, width : float
        Inches; the height is that of the axes with their labels.
    rows, columns : int
        Of axes.
    foot : float
        Points that are left free between axes and note.
    **grid
        For `Figure.subplots`.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    across = width * POINTS - 2.0 * MARGIN
    title, _, subtitle = quoted(title).partition("\n")
    heading = wrap(title, across - 2.0, TITLE) if title else ""
    second = wrap(subtitle, across, TEXT) if subtitle else ""
    below = _below(note, across)
    top = MARGIN + sum(height_of(t, s) for t, s in ((heading, TITLE), (second, TEXT)) if t)
    said = note_height(note, width)
    bottom = said + foot
    total = height * POINTS + top + bottom
    figure = Figure(figsize=(width, total / POINTS))
    FigureCanvasAgg(figure)
    figure.set_layout_engine(
        "constrained",
        w_pad=MARGIN / POINTS,
        h_pad=MARGIN / POINTS,
        rect=(0.0, bottom / total, 1.0, 1.0 - (top + bottom) / total),
    )
    left, place = MARGIN / (width * POINTS), 1.0 - MARGIN / total
    if heading:
        _title(figure, left, place, heading)
        place -= height_of(heading, TITLE) / total
    if second:
        _line(figure, left, place, second, TEXT)
    if below:
        _line(figure, left, (said - 2.0) / total, below, SMALL)
    return figure, list(figure.subplots(rows, columns, squeeze=False, **grid).flat)


def note_height(note: str, width: float = WIDTH) -> float:
    """Points that a note takes at the foot of a figure of this width in inches."""
    below = _below(note, width * POINTS - 2.0 * MARGIN)
    return height_of(below, SMALL) + MARGIN if below else 0.0


def _below(note: str, across: float) -> str:
    return wrap(quoted(note), across, SMALL) if note else ""


def _title(figure: "Figure", x: float, y: float, text: str) -> None:
    from matplotlib.patheffects import withStroke

    shown = _line(figure, x, y, text, TITLE)
    shown.set_color("black")
    shown.set_path_effects([withStroke(linewidth=BOLD, foreground="black")])


def _line(figure: "Figure", x: float, y: float, text: str, size: float) -> Any:
    return figure.text(
        x, y, text, fontsize=size, color=SOFT, va="top", ha="left", linespacing=LINE_SPACING - 0.1
    )
