import pandas as pd

from qipan.report.document import Range, Table
from qipan.report.render.cells import grid

from ..example import differences, long_table


def texts(table, language="en"):
    return [[cell.text for cell in row] for row in grid(table, language).rows]


def test_an_interval_is_one_column_with_the_decimals_of_its_row():
    laid_out = grid(differences(), "en")
    assert laid_out.headings == ("metric", "value", "95 % interval", "n", "on")
    assert [cell.text for cell in laid_out.rows[0]] == [
        "days", "46.8", "[−45.9, −41.4]", "20", "yes",
    ]  # fmt: skip
    assert [cell.text for cell in laid_out.rows[3]][:4] == [
        "closures", "24,820", "[−12, +11]", "1,234,567",
    ]  # fmt: skip


def test_what_does_not_exist_is_a_dash():
    assert texts(differences())[1][1:4] == ["–", "–", "–"]


def test_truth_is_a_word_in_the_language():
    assert texts(differences(), "zh")[0][-1] == "是"


def test_only_the_first_rows_are_shown_and_the_rest_counted():
    laid_out = grid(long_table(), "en")
    assert (len(laid_out.rows), laid_out.left_out) == (20, 1651)
    assert len(grid(long_table(), "en", 5).rows) == 5


def test_a_column_shares_its_decimals():
    frame = pd.DataFrame({"p90": [120.25, 3.5]})
    assert texts(Table("t", "t", frame)) == [["120.2"], ["3.5"]]


def test_a_long_list_is_shortened_for_a_reader():
    frame = pd.DataFrame({"value": pd.Series([list(range(24)), [1, 2.5], 3], dtype=object)})
    assert texts(Table("t", "t", frame)) == [["0, 1, 2, … 23 (24)"], ["1, 2.5"], ["3"]]


def test_counts_have_no_decimals():
    frame = pd.DataFrame(
        {
            "what": ["communities", "share"],
            "value": [12.0, 0.5],
            "low": [8.0, 0.0],
            "high": [15.0, 1.0],
        }
    )
    table = Table("t", "t", frame, ranges=(Range("range", "low", "high"),), by_row=True)
    assert texts(table) == [["communities", "12", "[8, 15]"], ["share", "0.50", "[0.00, 1.00]"]]
    by_column = Table("t", "t", pd.DataFrame({"cadres": [3.0, 12.0], "days": [1.0, 2.5]}))
    assert texts(by_column) == [["3", "1.0"], ["12", "2.5"]]
