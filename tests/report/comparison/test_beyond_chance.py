"""What is said beyond chance: in both languages, and with too little data."""

import numpy as np
import pytest

from qipan.experiments.uncertainty.layer import LOAD, Layer
from qipan.experiments.uncertainty.verdict import verdict
from qipan.report.comparison.beyond_chance import verdict_said
from qipan.report.language import LANGUAGES, Language

METRIC = "close_p50"


def layer(n: int, turn: float | None) -> Layer:
    """Worlds in which a policy gains by the load's distance from where it turns."""
    loads = np.linspace(0.4, 1.4, n)
    values = np.zeros((n, 2, 2, 2))
    values[:, 0, :, 1] = values[:, 1, :, 1] = loads[:, None]
    values[:, 1, :, 0] = -1.0 if turn is None else (turn - loads)[:, None]
    return Layer(("old", "new"), "old", (METRIC, LOAD), tuple(range(n)), values, n, {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("n", "turn", "said"),
    [
        (60, 0.7, ("above 0.7", "高于 0.7")),
        (60, None, ("in all 60 worlds in which", "全部 60 个情形")),
        (6, 0.7, ("too few to say", "不足以判断")),
    ],
)
def test_verdicts(n: int, turn: float | None, said: tuple[str, str], language: Language) -> None:
    found = verdict(layer(n, turn), "new", METRIC)
    text = verdict_said(found, METRIC, ("Reform", "Before"), language)
    assert said[LANGUAGES.index(language)] in text
    assert "Reform" in text and "nan" not in text and "{" not in text
