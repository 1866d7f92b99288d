"""The one style of all charts: sizes, colours, lines, markers, hatches.

Sizes are chosen for a page of A4: a chart is as wide as its text, and can still be read at half of
that. Colours are those of Okabe & Ito (2008), told apart by colour-blind readers; what a colour
says, a line style, marker or hatch says again, for readers in grey.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from .font import FAMILY, register
from .letters import drawable

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
LINES: tuple[Any, ...] = (
    "-",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (9, 3)),
    (0, (4, 1.2, 1.2, 1.2, 1.2, 1.2)),
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
BETTER, WORSE, NEUTRAL = COLOURS[0], COLOURS[1], "0.45"
INK, SOFT = "0.1", "0.35"

WIDTH = 6.0  # inches
TITLE, TEXT, SMALL = 14.0, 11.5, 10.0  # points
DOTS_PER_INCH = 200

_SETTINGS: Any = {
    "font.family": [FAMILY, "DejaVu Sans"],
    "font.size": TEXT,
    "text.color": INK,
    "text.hinting": "none",  # letters as wide as the font says, at any resolution
    "text.parse_math": False,  # a $ in a title is a $
    "axes.titlesize": TEXT,
    "axes.titlelocation": "left",
    "axes.titlepad": 6.0,
    "axes.labelsize": TEXT,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": "0.4",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "0.88",
    "grid.linewidth": 0.7,
    "xtick.color": "0.4",
    "ytick.color": "0.4",
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": TEXT - 0.5,
    "ytick.labelsize": TEXT - 0.5,
    "lines.linewidth": 2.0,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # letters as paths, for machines without the font
    "svg.hashsalt": "qipan",
}


def colour(number: int) -> str:
    """Colour of the series of that number."""
    return COLOURS[number % len(COLOURS)]


def line(number: int) -> Any:
    """Line style of the series of that number; with its colour unlike those of 41 others."""
    return LINES[number % len(LINES)]


def marker(number: int) -> str:
    """Marker of the series of that number."""
    return MARKERS[number % len(MARKERS)]


def dark(any_colour: str) -> Any:
    """Return a colour dark enough for letters on white."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(any_colour)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    darker = min(1.0, 0.33 / luminance) if luminance > 0 else 1.0
    return (red * darker, green * darker, blue * darker)


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in this style, and leave matplotlib's settings as they were."""
    import matplotlib as mpl

    register()
    with mpl.rc_context(_SETTINGS):
        yield


P = ParamSpec("P")


def styled(draw: "Callable[P, Figure]") -> "Callable[P, Figure]":
    """Let a function draw in this style, and fix the layout of what it returns."""

    @wraps(draw)
    def in_style(*args: P.args, **kwargs: P.kwargs) -> "Figure":
        with drawing():
            figure = draw(*args, **kwargs)
            _make_drawable(figure)
            lay_out(figure)
            figure.set_layout_engine("none")
            return figure

    return in_style


def lay_out(figure: "Figure | SubFigure") -> None:
    """Let the axes take their places, without drawing what is in them."""
    whole = figure.figure
    engine = whole.get_layout_engine()
    if engine is not None:
        engine.execute(whole)
    for axes in whole.axes:
        axes.apply_aspect()  # of a map, which is smaller than its place; a drawing does the same


def _make_drawable(figure: "Figure") -> None:
    """Leave out of all texts what no font can draw; see `letters.drawable`."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        said = text.get_text()
        if drawable(said) != said:
            text.set_text(drawable(said))
