"""Names broken into lines where they stand beside one another: none of them cut like another."""

from collections.abc import Sequence

from .cut_names import cut_names
from .letters import width_of, wrap


def in_lines(names: Sequence[str], width: float, size: float, lines: int) -> list[str]:
    """Break names into at most `lines` lines of `width` points; see `cut_names` for longer ones."""

    def fits(text: str) -> bool:
        broken = wrap(text, width, size)
        return broken.count("\n") < lines and width_of(broken, size) <= width

    cut = cut_names(names, fits, lambda text: " ".join(wrap(text, width, size).split()))
    return [wrap(text, width, size, lines) for text in cut]
