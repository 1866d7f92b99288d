"""A network namespace that has the loopback only, where the machine permits one.

A process holds it open; server and browser are started within. What runs there can reach nothing
but itself, so that a page which loaded anything from elsewhere would fail, and be seen to.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

UP = """
import fcntl, socket, struct, sys
UP, GET, SET = 1, 0x8913, 0x8914  # IFF_UP, SIOCGIFFLAGS, SIOCSIFFLAGS
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
    said = struct.pack("16sH14s", b"lo", 0, b"")
    flags = struct.unpack("16sH14s", fcntl.ioctl(asked, GET, said))[1]
    fcntl.ioctl(asked, SET, struct.pack("16sH14s", b"lo", flags | UP, b""))
print("up", flush=True)
sys.stdin.read()
"""


class Loopback:
    """The namespace, or none where it is not permitted; `why` then says so.

    Attributes
    ----------
    why : str
        Empty where there is one.
    """

    def __init__(self) -> None:
        self._holder: subprocess.Popen[str] | None = None
        self.why = self._begin()

    def _begin(self) -> str:
        unshare, nsenter = shutil.which("unshare"), shutil.which("nsenter")
        if unshare is None or nsenter is None:
            return "there is no unshare or nsenter on this machine"
        holder = subprocess.Popen(
            [unshare, "-rn", sys.executable, "-c", UP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._holder = holder
        assert holder.stdout is not None
        if holder.stdout.readline().strip() != "up":  # it ends where it is not permitted
            said = holder.communicate(timeout=60)[1].strip()
            self._holder = None
            return f"not permitted here: unshare -rn: {said}"
        ran = subprocess.run([*self.within, "true"], capture_output=True, text=True, timeout=60)
        if ran.returncode:
            self.end()
            return f"not permitted here: nsenter: {ran.stderr.strip()}"
        return ""

    @property
    def within(self) -> list[str]:
        """What stands before a command that is to run there; nothing where there is none."""
        if self._holder is None:
            return []
        return ["nsenter", "-t", str(self._holder.pid), "-U", "-n", "--preserve-credentials"]

    def program(self, path: str, folder: Path) -> str:
        """Return a program that starts another one there."""
        if self._holder is None:
            return path
        script = folder / "within"
        script.write_text(f'#!/bin/sh\nexec {" ".join(self.within)} {path} "$@"\n')
        script.chmod(0o755)
        return os.fspath(script)

    def end(self) -> None:
        """Give it up."""
        if self._holder is not None:
            self._holder.communicate(timeout=60)
            self._holder = None
