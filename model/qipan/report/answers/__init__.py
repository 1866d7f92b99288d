"""Answers in two sentences, by rules: what a reader may conclude from an interval, and no more.

It must not know of which study a number is.
"""

from .versus import Versus, changes, compares

__all__ = ["Versus", "changes", "compares"]
