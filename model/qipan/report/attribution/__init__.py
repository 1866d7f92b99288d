"""The report of an attribution: its answer, tables, charts and sections.

It must not simulate or compute: shares and intervals come with the result.
"""

from .build import attribution_report

__all__ = ["attribution_report"]
