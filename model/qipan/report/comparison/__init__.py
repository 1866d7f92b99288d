"""The report of a comparison: its answer, tables, charts and sections.

It must not simulate or compute: differences and ranks come with the result.
"""

from .build import comparison_report

__all__ = ["comparison_report"]
