"""Calibration by history matching: which values of assumed numbers agree with what was reported.

Must not know what a number means to a city: targets and ranges say all it goes by.
"""

from .calibrate import calibrate as calibrate
from .request import CalibrationError as CalibrationError
from .request import Request as Request
from .result import Calibration as Calibration
from .study import Settings as Settings
from .windows import Window as Window
from .windows import windows_of as windows_of
