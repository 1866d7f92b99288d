"""The report of a sweep."""

from .build import sweep_report

__all__ = ["sweep_report"]
