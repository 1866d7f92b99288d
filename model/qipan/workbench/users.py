"""Who may sign in to a workbench that several people use: names with salted hashes of passwords.

A file of lines ``NAME:SALT:HASH``, both in hexadecimal; the hash is scrypt's (RFC 7914). Lines that
are empty or begin with # are passed over. No password stands anywhere.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from ..errors import ImpossibleError, InputError
from ..words import Phrase

COST, BLOCK, PARALLEL = 2**14, 8, 1  # of scrypt: 16 MiB and some 50 ms a try
SHORTEST = 10  # letters of a password
TRIES, PAUSE = 5, 60.0  # wrong passwords in a row, and the seconds of rest that follow
NAME = re.compile(r"[^\W_][\w.-]{0,39}")


class UsersError(InputError):
    """A file of users that cannot be used, with file, line and what is allowed."""


class Users:
    """Users by name, each with what their password is checked against.

    Parameters
    ----------
    hashes : mapping of name to (salt, hash)
    """

    def __init__(self, hashes: dict[str, tuple[bytes, bytes]]) -> None:
        self._hashes = hashes

    def __contains__(self, name: str) -> bool:
        return name in self._hashes

    def admit(self, name: str, password: str) -> bool:
        """Whether this is the password of a user; as slow for a name that nobody has."""
        salt, expected = self._hashes.get(name, (b"nobody's salt", b""))
        return hmac.compare_digest(_hash(password, salt), expected)

    def mark(self, name: str) -> bytes:
        """Return what changes when the password of a user does, so that old sessions end."""
        return b"".join(self._hashes[name])


class Patience:
    """How often a wrong password may be given for a name before there is a pause.

    Parameters
    ----------
    clock : callable
        Returns seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._failed = clock, dict[str, list[float]]()

    def is_out(self, name: str) -> bool:
        """Whether there is a pause for this name."""
        failed = self._failed.get(name, [])
        return len(failed) >= TRIES and self._clock() - failed[-1] < PAUSE

    def failed(self, name: str) -> None:
        """Note a wrong password; those long ago are forgotten."""
        now = self._clock()
        self._failed = {
            other: times for other, times in self._failed.items() if now - times[-1] < PAUSE
        }
        self._failed.setdefault(name, []).append(now)

    def over(self, name: str) -> None:
        """Forget what was noted, after a right password."""
        self._failed.pop(name, None)


def read_users(file: Path) -> Users:
    """Read a file of users.

    Raises
    ------
    UsersError
        If it cannot be read, holds nobody, or has a line that is no user's.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsersError(
            Phrase("{file}: cannot be read: {error}", file=file, error=error)
        ) from None
    hashes: dict[str, tuple[bytes, bytes]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, *rest = line.strip().split(":")
        try:
            salt, hashed = (bytes.fromhex(part) for part in rest)
        except ValueError:
            raise UsersError(
                Phrase(
                    "{file}, line {number}: found no NAME:SALT:HASH; such a line is "
                    "written by qipan workbench --users FILE --add-user NAME",
                    file=file,
                    number=number,
                )
            ) from None
        if not NAME.fullmatch(name) or name in hashes:
            raise UsersError(
                Phrase(
                    "{file}, line {number}: name {name!r} {number2}",
                    file=file,
                    number=number,
                    name=name,
                    number2=_unfit(name),
                )
            )
        hashes[name] = (salt, hashed)
    if not hashes:
        raise UsersError(
            Phrase(
                "{file}: holds no user; add one with qipan workbench --users {file} "
                "--add-user NAME",
                file=file,
            )
        )
    return Users(hashes)


def add_user(file: Path, name: str, password: str) -> None:
    """Add a user to a file, or change a user's password; for its owner's eyes alone.

    Raises
    ------
    UsersError
        If the name or the password will not do.
    ImpossibleError
        If the file cannot be written.
    """
    if not NAME.fullmatch(name):
        raise UsersError(Phrase("name {name!r} {number}", name=name, number=_unfit("")))
    if len(password) < SHORTEST:
        raise UsersError(
            Phrase(
                "the password has {number} letters; {shortest} at least",
                number=len(password),
                shortest=SHORTEST,
            )
        )
    if file.exists() and file.read_text("utf-8").strip():
        read_users(file)
    before = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = [line for line in before if line.partition(":")[0].strip() != name]
    salt = secrets.token_bytes(16)
    line = f"{name}:{salt.hex()}:{_hash(password, salt).hex()}"
    trial = file.with_name(f".{file.name}.tmp")
    try:
        with open(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write("\n".join([*kept, line]) + "\n")
        os.replace(trial, file)
    except OSError as error:
        raise ImpossibleError(
            Phrase("cannot write {file}: {strerror}", file=file, strerror=error.strerror)
        ) from None


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL)


def _unfit(name: str) -> Phrase:
    if NAME.fullmatch(name):
        return Phrase(
            "stands twice; allowed: letters, digits, . _ -, of any script, 40 at most, each name "
            "once"
        )
    return Phrase(
        "will not do; allowed: letters, digits, . _ -, of any script, 40 at most, each name once"
    )
