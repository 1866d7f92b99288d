"""A report as files: HTML, Word, a workbook, charts."""

from .files import report_files

__all__ = ["report_files"]
