"""A question as it was given, without where its files lie on one machine."""

import os
from typing import Any

OF_FILES = ("file", "ensemble", "ends")


def named(said: Any) -> Any:
    """Data of a question, with names of files and folders in place of paths from the root."""
    if isinstance(said, dict):
        return {
            key: os.path.basename(below)
            if key in OF_FILES and isinstance(below, str) and os.path.isabs(below)
            else named(below)
            for key, below in said.items()
        }
    return [named(below) for below in said] if isinstance(said, list) else said
