"""A model of which everything is known: two targets, four numbers, of which two do nothing."""

import numpy as np

from qipan.studies.calibration.matching import match
from qipan.studies.calibration.study import Settings
from qipan.studies.calibration.windows import Window

CHANCE = np.array([0.4, 0.2])
SETTINGS = Settings(points=40, waves=2, replications=3, draws=8)


def expected(points):
    return np.stack([20 * points[:, 0] + 4 * points[:, 1], 6 * points[:, 1] ** 2], axis=1)


def model(points):
    rng = np.random.default_rng(1)
    common = CHANCE * rng.standard_normal((3, 2))
    return expected(points)[:, None] + common[None]


def windows(*ends, names="ab"):
    return [
        Window(name, "load", "", low, high) for name, (low, high) in zip(names, ends, strict=False)
    ]


def matched(*ends, settings=SETTINGS, of=model, columns=4):
    return match(of, windows(*ends), columns, columns, settings)
