"""Experiment files: which scenarios, how many replications, which question."""

from .experiment import Experiment
from .load import load_experiment

__all__ = ["Experiment", "load_experiment"]
