"""Small pictures in place of charts, and the command line with them as a program of its own.

Charts take longer to draw than most of what a test is about.
"""

import base64
import sys
from pathlib import Path

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAADklEQVR4nGP4jwQYcHIAu4cj3ZP55DwAAAAA"
    "SUVORK5CYII="
)
SMALL = {
    "png": base64.b64decode(PNG),  # 4 by 3 white pixels
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>",
}
PROGRAM = (sys.executable, str(Path(__file__)))


def main() -> None:
    """Carry out a command as `python -m qipan.cli` does, and draw no charts."""
    from qipan.cli import app
    from qipan.report.document import Chart

    Chart.files = SMALL  # type: ignore[assignment]
    app()


if __name__ == "__main__":
    main()
