"""Question files: which scenarios, how many replications, which question, and options over them.

It must not know how a question is answered: it reads, checks and hands over.
"""

from .experiment import Experiment
from .load import is_experiment, load_experiment, parse_experiment

__all__ = ["Experiment", "is_experiment", "load_experiment", "parse_experiment"]
