"""What a reader would stumble over in a figure: text cut off, or over other text."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from qipan.charts.style import drawing

TOUCH = 0.5  # pixels by which boxes may overlap


def texts(figure: Figure) -> list[Text]:
    """Texts that are drawn."""
    if figure.stale:  # otherwise nothing has changed since it was drawn
        with drawing():
            figure.draw_without_rendering()
    found = [*figure.texts]
    for axes in figure.axes:
        found += axes.texts
        if axes.axison:
            found += [axes.title, axes._left_title, *_of_axis(axes.xaxis), *_of_axis(axes.yaxis)]  # type: ignore[attr-defined]
        legend = axes.get_legend()
        found += legend.get_texts() if legend else []
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def words(figure: Figure) -> str:
    """All that is written, in one line."""
    return " ".join(text.get_text().replace("\n", " ") for text in texts(figure))


def faults(figure: Figure) -> list[str]:
    """Texts that stick out of the figure or overlap one another."""
    shown = texts(figure)
    with drawing():
        boxes = [(text.get_text(), Text.get_window_extent(text)) for text in shown]
    whole = figure.bbox
    return [*_outside(boxes, whole), *_overlaps(boxes)]


def fonts(figure: Figure) -> set[str]:
    """Files of the fonts in use."""
    return {str(findfont(text.get_fontproperties())) for text in texts(figure)}


def _of_axis(axis: Any) -> list[Text]:
    """Label of an axis, and labels of its ticks in view."""
    low, high = sorted(axis.get_view_interval())
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    inside = [t for t in ticks if low - 1e-9 <= t.get_loc() <= high + 1e-9]
    return [axis.label, *(label for tick in inside for label in (tick.label1, tick.label2))]


def _outside(boxes: list[tuple[str, Bbox]], whole: Bbox) -> Iterator[str]:
    for text, box in boxes:
        if box.x0 < whole.x0 or box.y0 < whole.y0 or box.x1 > whole.x1 or box.y1 > whole.y1:
            yield f"{text!r} sticks out: {box.extents} of {whole.extents}"


def _overlaps(boxes: list[tuple[str, Bbox]]) -> Iterator[str]:
    for (text, box), (other_text, other) in combinations(boxes, 2):
        wide = min(box.x1, other.x1) - max(box.x0, other.x0)
        tall = min(box.y1, other.y1) - max(box.y0, other.y0)
        if wide > TOUCH and tall > TOUCH:
            yield f"{text!r} lies over {other_text!r} by {wide:.1f} x {tall:.1f}"
