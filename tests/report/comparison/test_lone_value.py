"""One policy with a value among many without is not the best of them."""

import math

import numpy as np
import pytest

from qipan.report.comparison import tables
from qipan.studies.comparison.ranking import rank

from .test_answer import with_values

METRIC = "fixed_cohort_solved_share"


@pytest.fixture
def lone(three):
    n = three.replications
    values = {name: np.full(n, math.nan) for name in three.names}
    values[three.names[1]] = np.linspace(30.0, 40.0, n)
    return with_values(three, METRIC, list(values.values()))


def test_it_has_no_rank() -> None:
    nothing, some = np.full(4, math.nan), np.arange(4.0)
    alone = rank(METRIC, {"a": nothing, "b": some, "c": nothing})
    assert alone.ranked == ()
    assert [alone.span(row) for row in alone.rows] == [(None, None)] * 3
    two = rank(METRIC, {"a": nothing, "b": some, "c": some + 5.0 + 0.1 * (some % 2.0)})
    assert two.ranked == ("c", "b")
    assert [two.span(row)[0] for row in two.rows] == [1, 2, None]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_table_and_no_file_ranks_it(lone, language) -> None:
    table = tables.of_many(lone, METRIC).said(language).frame
    rank_column = table[{"en": "rank", "zh": "名次"}[language]]
    assert not any(str(cell).strip("–") for cell in rank_column)
    rows = lone.ranks().query("metric == @METRIC")
    assert rows["first_rank"].isna().all() and not rows["may_be_best"].any()
