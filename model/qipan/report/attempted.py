"""Charts and reports that may fail without taking with them what has been computed."""

from collections.abc import Callable, Mapping
from traceback import format_exc

from rich.console import Console
from rich.text import Text

from ..words import Phrase

NOTE = "not_written.txt"


def attempted(*makers: Callable[[], Mapping[str, bytes]]) -> dict[str, bytes]:
    """Files by path, as far as they can be made.

    Each maker that fails leaves its files out, and its reason in `NOTE`.
    """
    files: dict[str, bytes] = {}
    reasons = []
    for make in makers:
        try:
            files |= make()
        except Exception:  # whatever it is, the results are worth more than the picture
            reasons.append(format_exc())
    if reasons:
        said = "Some charts or reports could not be made; all data are here.\n\n"
        files[NOTE] = (said + "\n".join(reasons)).encode()
    return files


def tell_of_missing(files: Mapping[str, bytes], out: Console) -> None:
    """Say on the terminal what could not be made, and why, if anything."""
    if NOTE not in files:
        return
    lines = files[NOTE].decode().strip().splitlines()
    said = Phrase(
        "Some charts or reports could not be made ({lines}); all data are written", lines=lines[-1]
    )
    out.print(Text(f"! {said}. {NOTE} in the folder tells more.", style="yellow"))
