"""Any letter at all is drawn, left out, or shown as a box."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qipan.charts.letters import BOX, drawable, width_of, wrap


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Re\u200bform\ufeff\u200d", "Reform"),
        ("a\tb\u2028c", "a b c"),
        ("Łódź ż ő ş є і ⁰", "Łódź ż ő ş є і ⁰"),
        ("\U00020bb7野家", f"{BOX}野家"),
        ("한국", BOX * 2),
        ("\x1b[31m", "[31m"),
    ],
)
def test_what_becomes_of_letters(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=40))
def test_any_text_has_a_width_and_breaks_into_lines(text: str) -> None:
    assert width_of(text, 10.0) >= 0.0
    wrap(text, 60.0, 10.0, lines=2)


def test_a_chart_of_odd_titles_is_drawn_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        from qipan.charts.picture import as_bytes
        from qipan.charts.style import styled

        @styled
        def drawn():
            from matplotlib.figure import Figure

            figure = Figure()
            figure.suptitle("Łódź 한국 ไทย عربي 😀 \U00020bb7 \u200b\u2028")
            return figure

        assert as_bytes(drawn(), "png")
