"""The font of all charts, Noto Sans SC: Chinese and Latin letters on a machine that has neither.

The package `zhplot` carries its file. It is found without importing that package, which would
change matplotlib's settings, and it is registered under a name of our own, so that nobody else's
charts look different.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..errors import DiskError

FAMILY = "Qipan Sans"
PACKAGE, FILE = "zhplot", "fonts/NotoSansSC-Regular.ttf"


class NoFontError(DiskError, RuntimeError):
    """The file of the font is not where it was installed."""


@cache
def font_file() -> Path:
    """Path of the font's file.

    Raises
    ------
    NoFontError
        If it is not installed.
    """
    spec = find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / FILE
        if file.is_file():
            return file
    raise NoFontError(f"charts need the font in the package {PACKAGE}: pip install {PACKAGE}")


@cache
def fallback_file() -> Path:
    """Path of the font that matplotlib carries, for letters that ours lacks: ł, ş, є, ⁰."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def register() -> None:
    """Make the font known to matplotlib as `FAMILY`, if it is not yet."""
    from matplotlib.font_manager import FontEntry, fontManager

    if not any(entry.name == FAMILY for entry in fontManager.ttflist):
        fontManager.ttflist.append(FontEntry(fname=str(font_file()), name=FAMILY))
