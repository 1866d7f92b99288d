"""A report as files: HTML, Word, a workbook, charts, and the terminal.

It must not know results: a `Report` is all it is given.
"""

from .files import report_files

__all__ = ["report_files"]
