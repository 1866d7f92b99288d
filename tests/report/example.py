"""A report with everything that is hard to write down."""

import struct
import zlib
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from qipan.report.document import Chart, Range, Report, Section, Table
from qipan.words import Language

NASTY = 'Tom & <script>alert("1")</script> 《一盘棋》\x0b'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'


def png() -> bytes:
    """A white picture of 4 by 3 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    pixels = zlib.compress(b"".join(b"\0" + b"\xff" * 12 for _ in range(3)))
    header = struct.pack(">IIBBBBB", 4, 3, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


class Drawn(Chart):
    """A chart of the same small files, whatever draws them."""

    @cached_property
    def files(self) -> dict[str, bytes]:
        return {"png": png(), "svg": SVG}


def chart(name: str = "backlog", width: str = "full") -> Chart:
    return Drawn(name, f"Open tickets of {NASTY}", Figure, width)  # type: ignore[arg-type]


def differences() -> Table:
    frame = pd.DataFrame(
        {
            "metric": ["days", NASTY, "=1+1", "closures"],
            "value": [46.84, np.nan, 0.5, 24820.4],
            "low": [-45.91, np.nan, 0.0, -12.0],
            "high": [-41.42, np.nan, 0.25, 11.0],
            "n": pd.array([20, None, 3, 1234567], dtype="Int64"),
            "on": [True, False, True, True],
        }
    )
    return Table(
        "differences",
        f"Side by side: {NASTY}",
        frame,
        note="Replication by replication.",
        ranges=(Range("95 % interval", "low", "high"),),
        signed=("low",),
        by_row=True,
    )


def long_table(rows: int = 1671) -> Table:
    frame = pd.DataFrame(
        {"community": [f"c{n:04d}" for n in range(rows)], "p90": np.linspace(1.25, 99.75, rows)}
    )
    return Table("by community", "By community", frame, most_rows=20)


def report(language: Language = "en", *tables: Table) -> Report:
    charts = (chart(), chart("half_one", "half"), chart("half_two", "half"))
    empty = Table("nothing", "Nothing", pd.DataFrame({"community": [], "p90": []}))
    return Report(
        language=language,
        title=f"Fuding {NASTY}",
        question="Which does better?",
        answer="This one, by 43.7 days. That is certain.",
        sections=(
            Section("Found", (NASTY, "Second."), charts, (differences(), *tables)),
            Section("Method", ("Simulated.",), items=("Mind this.",), tables=(long_table(), empty)),
        ),
        command="qipan compare a.yaml b.yaml \\\n  --seed 1",
    )
