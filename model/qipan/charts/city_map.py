"""Communities on the plane of the city."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..outcomes.catalogue import Better
from ..words import Language, Words
from .labels import Labelled, Mark, key_height, label_marks, write_key
from .letters import joined
from .numbers import number
from .page import MARGIN, POINTS, note_height, page
from .shades import add_bar, limits_of_shades, say_shades, shades_of
from .style import SMALL, WIDTH, lay_out, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NAMED = 40
MOST_LARGEST = 12  # of more places, where none changes
COVERED = 0.16  # share of the plane under marks
CENTRE = 8.0  # points, of a centre's mark
LARGEST, LEAST = 38.0, 2.2  # points, diameter of a mark

EAST = Words("km east")
NORTH = Words("km north")
SIZE = Words("Area of a mark: residents ({least} to {most}).")
ALIKE = Words("Each mark: {most} residents.")
SHAPES = Words("▲ more, ▼ fewer, ● unchanged.")
MOST_CHANGED = Words("{places} places, {named} named: those that change most, then the largest.")
ALL_CHANGED = Words("{places} places, {named} named: all that change.")
LARGEST_FIRST = Words("{places} places, {named} named: those with most residents.")
KEY = Words("Numbers: see the list.")
NONE = Words("Crossed out: no value.")

CENTRES = Words("★ new centre, ■ existing centre.")

Floats = NDArray[np.float64]


class Centre(NamedTuple):
    """A centre on a map: where it is, in km, its name, and whether it is a new one."""

    x_km: float
    y_km: float
    name: str
    new: bool


@styled
def allocation_map(
    x_km: ArrayLike,
    y_km: ArrayLike,
    residents: ArrayLike,
    values: ArrayLike,
    *,
    label: str,
    title: str,
    note: str = "",
    language: Language = "en",
    names: Sequence[str] = (),
    change: bool = False,
    better: Better = None,
) -> "Figure":
    """Draw each community at its place: area by residents, colour by a value.

    Parameters
    ----------
    x_km, y_km : array, shape (communities,)
    residents : array, shape (communities,)
    values : array, shape (communities,)
        Cadres, say, or their change; NaN is crossed out.
    label : str
        Of the colours, with the unit.
    title, note : str
    language : 'en' or 'zh'
    names : sequence of str
        Of the communities; those that change most are written first, then those with most
        residents, with the value. The note says how many are not.
    change : bool
        Colours on both sides of zero, blue for more and red for less, and shapes that say the same.
    better : 'lower', 'higher' or None
        Which changes are for the better, and blue.
    """
    x, y, people, value = (np.asarray(a, float) for a in (x_km, y_km, residents, values))
    shades = shades_of(change, better)
    said = joined(
        language,
        _sizes(people, language),
        SHAPES.say(language) if change else "",
        say_shades(change, better, language),
        NONE.say(language) if np.isnan(value).any() else "",
    )

    def draw(written: str, foot: float = 0.0) -> "tuple[Figure, Labelled]":
        figure, (axes,) = page(title, written, height=4.4, foot=foot)
        _square(axes, x, y)
        axes.set_xlabel(EAST.say(language))
        axes.set_ylabel(NORTH.say(language))
        diameters = _diameters(axes, people)
        add_bar(axes, _draw(axes, x, y, diameters, value, shades), label, language, change=change)
        if not len(names):
            return figure, Labelled([], 0)
        marks = [
            Mark(x[n], y[n], r, names[n], number(value[n], language, signed=change))
            for n, r in enumerate(diameters / 2.0)
        ]
        order = _order(people, value, change)
        wanted = _wanted(value[order], change)
        return figure, label_marks(
            axes, [marks[n] for n in order[:wanted]], [marks[n] for n in order[wanted:]]
        )

    figure, labelled = draw(joined(language, said, note))
    counted = _counted(value, labelled, change, language) if len(names) else ""
    if not counted:
        return figure
    written = joined(language, said, counted, note)
    foot = key_height(labelled.key, WIDTH * POINTS - 2.0 * MARGIN)
    figure, labelled = draw(written, foot)  # on axes of the same size, so with the same places
    if labelled.key:
        write_key(figure, labelled.key, note_height(written))
    return figure


@styled
def site_map(
    x_km: ArrayLike,
    y_km: ArrayLike,
    residents: ArrayLike,
    values: ArrayLike,
    centres: Sequence[Centre],
    *,
    label: str,
    title: str,
    note: str = "",
    language: Language = "en",
) -> "Figure":
    """Draw communities at their places, and centres with their names.

    Parameters
    ----------
    x_km, y_km, residents : array, shape (communities,)
    values : array, shape (communities,)
        Metres to the centre, say; NaN is crossed out.
    centres : sequence of Centre
    label : str
        Of the colours, with the unit.
    title, note : str
    language : 'en' or 'zh'
    """
    x, y, people, value = (np.asarray(a, float) for a in (x_km, y_km, residents, values))
    east, north = (np.array([getattr(c, axis) for c in centres]) for axis in ("x_km", "y_km"))
    written = joined(
        language,
        _sizes(people, language),
        CENTRES.say(language),
        NONE.say(language) if np.isnan(value).any() else "",
        note,
    )

    def draw(written: str, foot: float = 0.0) -> "tuple[Figure, Labelled]":
        figure, (axes,) = page(title, written, height=4.4, foot=foot)
        _square(axes, np.concatenate([x, east]), np.concatenate([y, north]))
        axes.set_xlabel(EAST.say(language))
        axes.set_ylabel(NORTH.say(language))
        diameters = _diameters(axes, people)
        drawn = _draw(axes, x, y, diameters, value, shades_of(False))
        add_bar(axes, drawn, label, language, change=False)
        for marker, new in (("s", False), ("*", True)):
            at = [n for n, centre in enumerate(centres) if centre.new == new]
            size = (1.4 if new else 0.8) * CENTRE
            axes.scatter(
                east[at], north[at], s=size**2, marker=marker, fc="0.1", ec="white", lw=0.8
            )
        places = [Mark(x[n], y[n], r, "", "") for n, r in enumerate(diameters / 2.0)]
        under = {(place.x, place.y): place.radius for place in places}
        marks = [
            Mark(c.x_km, c.y_km, max(under.get(c[:2], 0.0), CENTRE / 2.0), c.name, "")
            for c in centres
        ]
        return figure, label_marks(axes, marks[:MOST_NAMED], [*marks[MOST_NAMED:], *places])

    figure, labelled = draw(written)
    if not labelled.key:
        return figure
    written = joined(language, written, KEY.say(language))
    foot = key_height(labelled.key, WIDTH * POINTS - 2.0 * MARGIN)
    figure, labelled = draw(written, foot)
    if labelled.key:
        write_key(figure, labelled.key, note_height(written))
    return figure


def _order(people: Floats, value: Floats, change: bool) -> NDArray[np.intp]:
    """Those that change most first, then the largest."""
    moved = np.abs(np.nan_to_num(value)) if change else np.zeros(len(value))
    return np.lexsort((-people, -moved))


def _wanted(value: Floats, change: bool) -> int:
    """How many are to be named: all, or of many those that change, or the largest."""
    if len(value) <= MOST_NAMED:
        return len(value)
    moved = int((np.nan_to_num(value) != 0.0).sum()) if change else 0
    return min(moved, MOST_NAMED) or MOST_LARGEST


def _counted(value: Floats, labelled: Labelled, change: bool, language: Language) -> str:
    """How many places are named, by which rule, and where numbers are explained."""
    named = _wanted(value, change) - labelled.unnamed
    key = KEY.say(language) if labelled.key else ""
    if named == len(value):
        return key
    moved = int((np.nan_to_num(value) != 0.0).sum())
    rule = LARGEST_FIRST
    if change and moved:
        rule = ALL_CHANGED if named == moved else MOST_CHANGED
    counts = {"places": number(len(value), language), "named": number(named, language)}
    return joined(language, rule.say(language, **counts), key)


def _draw(axes: "Axes", x: Floats, y: Floats, diameters: Floats, value: Floats, shades: str) -> Any:
    """Marks, the unchanged and the large first, so that they hide nothing."""
    change = shades != shades_of(False)
    low, high = limits_of_shades(value, change)
    edge = 0.7 if len(x) <= MOST_NAMED else 0.25
    order = np.argsort(-diameters, kind="stable")
    drawn: Any = None
    for marker, chosen in _shapes(value, change):
        rows = order[chosen[order]]
        drawn = axes.scatter(
            x[rows],
            y[rows],
            s=diameters[rows] ** 2,
            c=value[rows],
            vmin=low,
            vmax=high,
            cmap=shades,
            marker=marker,
            edgecolors="0.3",
            linewidths=edge,
        )
    rows = order[np.isnan(value[order])]
    axes.scatter(x[rows], y[rows], s=diameters[rows] ** 2, fc="white", ec="0.5", lw=0.8)
    axes.scatter(x[rows], y[rows], s=(0.7 * diameters[rows]) ** 2, marker="x", c="0.5", lw=0.8)
    return drawn


def _shapes(value: Floats, change: bool) -> list[tuple[str, NDArray[np.bool_]]]:
    if not change:
        return [("o", np.isfinite(value))]
    return [("o", value == 0.0), ("v", value < 0.0), ("^", value > 0.0)]


def _square(axes: "Axes", x: Floats, y: Floats) -> None:
    """Show all places on equal scales."""
    wide = max(float(np.ptp(x)), float(np.ptp(y)), 0.5)
    edge = 0.12 if len(x) <= MOST_NAMED else 0.04
    for values, limits in ((x, axes.set_xlim), (y, axes.set_ylim)):
        middle = (values.min() + values.max()) / 2.0
        half = max(float(np.ptp(values)), 0.35 * wide) / 2.0 + edge * wide
        limits(middle - half, middle + half)
    axes.set_aspect("equal")
    axes.tick_params(labelsize=SMALL)
    axes.locator_params(nbins=5)


def _diameters(axes: "Axes", residents: Floats) -> Floats:
    """Diameters in points, areas in proportion to residents."""
    figure: Any = axes.figure
    lay_out(figure)
    frame = axes.get_window_extent()
    area = frame.width * frame.height * (72.0 / figure.dpi) ** 2
    total = float(residents.sum()) or 1.0
    diameter = np.sqrt(COVERED * area * residents / total * 4.0 / np.pi)
    shrink = min(1.0, LARGEST / max(float(diameter.max(initial=0.0)), 1e-9))
    out: Floats = np.maximum(diameter * shrink, LEAST)
    return out


def _sizes(residents: Floats, language: Language) -> str:
    least, most = float(residents.min()), float(residents.max())
    if least == most:
        return ALIKE.say(language, most=number(most, language))
    return SIZE.say(language, least=number(least, language), most=number(most, language))
