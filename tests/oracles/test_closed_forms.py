"""The engine, configured down to queues with a closed form, gives what the formula says.

Each case is run twice: as it is, when the 99.9 % interval of every quantity must hold the formula's
value with a standard error of 0.75 % at most; and with every service 3 % slower, when at least one
quantity must miss it. So a test that passes could have failed.
"""

import numpy as np
import pytest

from qipan.engine.codes import ORDERS

from .cases import CASES, work_that_waits
from .queue import LARGEST_RELATIVE_ERROR

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", CASES)
def test_formula_is_covered(name: str) -> None:
    estimates = CASES[name](1.0)
    assert [str(e) for e in estimates if not e.covered] == []
    assert [str(e) for e in estimates if e.relative_error > LARGEST_RELATIVE_ERROR] == []


@pytest.mark.parametrize("name", CASES)
def test_three_percent_slower_is_noticed(name: str) -> None:
    assert any(not estimate.covered for estimate in CASES[name](1.03))


def test_no_order_changes_the_work_that_waits() -> None:
    """With the same tickets, each of the same work, it is the same in any queue."""
    first = work_that_waits(ORDERS[0])
    assert np.isfinite(first).sum() > 50
    for order in ORDERS[1:]:
        np.testing.assert_allclose(work_that_waits(order), first, rtol=1e-9, err_msg=order)
    assert not np.isclose(work_that_waits(ORDERS[0], slower=1.03), first).any()
