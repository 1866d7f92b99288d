"""A calibration as a report."""

from .build import calibration_report as calibration_report
