import math

from qipan.report.numbers import bracketed, decimals_of, decimals_with, written


def test_written_has_a_true_minus_thousands_and_no_sign_at_zero():
    assert written(-1234.56, 1) == "−1,234.6"
    assert written(-0.001, 1) == "0.0"
    assert written(0.0, 1, signed=True) == "0.0"
    assert written(3.25, 2, signed=True) == "+3.25"
    assert written(math.nan, 1) == "–"
    assert written(math.inf, 1) == "∞"


def test_decimals_show_three_digits_or_less_where_less_is_exact():
    assert decimals_of([24820.4]) == 0
    assert decimals_of([46.84, 3.1]) == 1
    assert decimals_of([3.14159]) == 2
    assert decimals_of([0.012345]) == 4
    assert decimals_of([0.5, 0.25]) == 2
    assert decimals_of([1.0, 2.0, math.nan]) == 0
    assert decimals_of([]) == 0


def test_decimals_resolve_a_narrow_interval():
    assert decimals_with([1234.5, 1234.1], 0.21) == 2
    assert decimals_with([1234.5], math.nan) == 0


def test_bracketed():
    assert bracketed(-1.5, 2.0, 1, signed=True) == "[−1.5, +2.0]"
    assert bracketed(math.nan, 2.0, 1) == "–"
