"""A calibration as a report: what targets ruled out, and what is left.

Must not simulate anything, or emulate it.
"""

from .build import calibration_report as calibration_report
