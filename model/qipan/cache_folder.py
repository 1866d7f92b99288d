"""Where things are kept between runs that can be made anew."""

import os
import sys
from pathlib import Path

VARIABLE = "QIPAN_CACHE_DIR"
DAYS_KEPT = 30


def cache_folder() -> Path | None:
    """Return the user's cache folder, which need not exist; None for a user without a home."""
    override = os.environ.get(VARIABLE)
    if override:
        return Path(override)
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "qipan"
        if sys.platform == "darwin":
            return Path.home() / "Library/Caches/qipan"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qipan"
    except RuntimeError:  # a user without a home, as in a container
        return None
