"""The report of a comparison."""

from .build import comparison_report

__all__ = ["comparison_report"]
