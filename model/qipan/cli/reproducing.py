"""What ``qipan reproduce`` does and prints."""

import tempfile
from pathlib import Path

from ..report.console import console
from ..runs.reproduction import ComparedFile, Reproduction, reproduce
from ..runs.result_folder import MANIFEST

WORDS = {
    "same": "same bytes",
    "differs": "DIFFERS",
    "missing": "was not made again",
    "new": "was not there before",
}


def reproduce_and_tell(manifest: Path, jobs: int) -> bool:
    """Make a result folder again and print, file by file, whether its bytes are the same.

    Returns
    -------
    bool
        Whether they all are.

    Raises
    ------
    NotReproducibleError
        If it cannot be made again.
    """
    folder = manifest.parent if manifest.name == MANIFEST else manifest
    with tempfile.TemporaryDirectory(prefix="qipan-again-") as place:
        found = reproduce(folder.resolve(), Path(place), ("--jobs", str(jobs)))
    out = console()
    out.print(f"qipan {' '.join(found.arguments)}", markup=False, highlight=False)
    for file in found.files:
        out.print(f"  {file.name:<32} {_bytes(file):>24}  {WORDS[file.verdict]}", markup=False)
    for change in found.changed:
        out.print(f"  {change}", markup=False, highlight=False)
    out.print(_verdict(found), markup=False, highlight=False)
    return found.same


def _bytes(file: ComparedFile) -> str:
    now = f"{file.now:,} bytes" if file.now is not None else "-"
    if file.was in (file.now, None):
        return now
    return f"{file.was:,} -> {now}"


def _verdict(found: Reproduction) -> str:
    same = sum(file.verdict == "same" for file in found.files)
    if found.same:
        return f"All {len(found.files)} files are the same to the byte."
    return f"{same} of {len(found.files)} files are the same to the byte."
