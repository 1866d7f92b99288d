"""Every chart can be read: nothing cut off, nothing over anything else, no letter missing."""

import warnings
from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from qipan.charts.font import FAMILY, font_file
from qipan.charts.picture import as_bytes
from qipan.words import LANGUAGES, Language

from .cases import EDGES, NOTE, USUAL, Case
from .layout import faults, fonts, words

ENGLISH = (
    " interval",
    "residents (",
    "replication",
    "better",
    "Simulated",
    "median",
    "today",
    " of ",
)


def drawn(case: Case, language: Language) -> Figure:
    """Draw a case; any warning, such as that a glyph is missing, is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return case(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", USUAL)
def test_usual_charts_can_be_read(name: str, language: Language) -> None:
    figure = drawn(USUAL[name], language)
    assert faults(figure) == []
    said = words(figure)
    assert NOTE.say(language).replace(" ", "") in said.replace(" ", "")
    assert language == "en" or not any(word in said for word in ENGLISH)
    assert fonts(figure) == {str(font_file())}


@pytest.mark.parametrize("name", EDGES)
def test_charts_at_the_edges_can_be_read(name: str) -> None:
    language, case = EDGES[name]
    assert faults(drawn(case, language)) == []


def test_the_font_is_the_packages_and_only_ours() -> None:
    spec = find_spec("zhplot")
    assert spec is not None and spec.origin is not None
    assert font_file().is_relative_to(Path(spec.origin).parent)
    before = dict(mpl.rcParams)
    figure = drawn(USUAL["precision"], "zh")
    as_bytes(figure, "svg")
    assert dict(mpl.rcParams) == before
    assert FAMILY not in mpl.rcParams["font.family"]


def test_the_same_chart_is_the_same_bytes_and_its_svg_needs_no_font() -> None:
    for form in ("png", "svg"):
        one, other = (as_bytes(drawn(USUAL["precision"], "zh"), form) for _ in range(2))
        assert one == other
    assert b"<text" not in one and b"font-family" not in one


def test_the_checks_find_what_they_look_for() -> None:
    figure = drawn(USUAL["precision"], "en")
    figure.text(0.99, 0.5, "beyond the edge")
    figure.text(0.02, 0.98, "over the title", va="top")
    found = " ".join(faults(figure))
    assert "'beyond the edge' sticks out" in found and "'over the title'" in found
